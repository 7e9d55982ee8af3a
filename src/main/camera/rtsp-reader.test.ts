import { describe, expect, it } from 'vitest';
import { RtspReader, UnfitRtsp, writeRtsp, type RtspMessage } from './rtsp-reader.ts';

interface Heard {
  readonly messages: RtspMessage[];
  readonly frames: { readonly channel: number; readonly small: string | undefined }[];
  bytes: Buffer;
}

function read(chunks: readonly Buffer[]): Heard {
  const heard: Heard = { messages: [], frames: [], bytes: Buffer.alloc(0) };
  const reader = new RtspReader({
    interleaved: (bytes) => (heard.bytes = Buffer.concat([heard.bytes, bytes])),
    frame: (channel, small) => heard.frames.push({ channel, small: small?.toString('latin1') }),
    message: (message) => heard.messages.push(message),
  }, (channel) => channel === 1);
  for (const chunk of chunks) reader.push(chunk);
  return heard;
}

const frame = (channel: number, payload: string) => Buffer.concat([Buffer.from([0x24, channel, 0, payload.length]), Buffer.from(payload, 'latin1')]);
const answer = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nv=0\r\n');
const cut = (bytes: Buffer, size: number) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));

describe('one direction of an RTSP connection', () => {
  it.each([1, 2, 3, 7, 64, 10_000])('is cut into messages and frames however it arrives (%i bytes at a time)', (size) => {
    const bytes = Buffer.concat([answer, frame(0, 'RTSP/1.0 $ no message'), frame(1, 'report'), Buffer.from('\r\n'), frame(2, ''), answer, frame(0, 'x')]);
    const { messages, frames, bytes: passed } = read(cut(bytes, size));
    expect(messages.map(({ startLine, body }) => [startLine, body.toString()])).toEqual([['RTSP/1.0 200 OK', 'v=0\r\n'], ['RTSP/1.0 200 OK', 'v=0\r\n']]);
    expect(frames).toEqual([{ channel: 0, small: undefined }, { channel: 1, small: 'report' }, { channel: 2, small: undefined }, { channel: 0, small: undefined }]);
    expect(passed).toEqual(Buffer.concat([frame(0, 'RTSP/1.0 $ no message'), frame(1, 'report'), frame(2, ''), frame(0, 'x')]));
  });

  it('takes lines that end with a line feed alone, and passes over lines that are no headers', () => {
    expect(read([Buffer.from('RTSP/1.0 200 OK\nrubbish\nCSeq:7\n\n')]).messages).toMatchObject([{ headers: [['CSeq', '7']] }]);
  });

  it.each([1, 5, 10_000])('finds its way back after rubbish (%i bytes at a time)', (size) => {
    const rubbish = Buffer.from('RTS\x00\xffABC=? ABCDEFGHIJKLMNOPQRSTUVW \x01', 'latin1');
    const { messages, frames } = read(cut(Buffer.concat([rubbish, frame(0, 'abc'), rubbish, answer]), size));
    expect([messages.length, frames.length]).toEqual([1, 1]);
  });

  it.each([
    ['a head without end', Buffer.from(`RTSP/1.0 200 OK\r\n${'X-Long: a\r\n'.repeat(5_000)}`)],
    ['a header without end', Buffer.from(`RTSP/1.0 200 OK\r\nX: ${'a'.repeat(40_000)}`)],
    ['too many headers', Buffer.from(`RTSP/1.0 200 OK\r\n${'a:\r\n'.repeat(500)}\r\n`)],
    ['a body too large', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n')],
    ['a body of no size', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n')],
    ['nothing but rubbish', Buffer.alloc(70_000, 0x01)],
    ['nothing but letters', Buffer.alloc(200_000, 0x41)],
  ])('is given up after %s', (_what, bytes) => {
    for (const size of [1, 1460, bytes.length]) expect(() => read(cut(bytes, size)), String(size)).toThrow(UnfitRtsp);
  });

  it.each([1, 2, 3, 5, 100])('tells which packets end a picture, however they arrive (%i bytes at a time)', (size) => {
    const markers: boolean[] = [];
    const reader = new RtspReader({ interleaved: () => undefined, frame: (_channel, _small, marker) => markers.push(marker), message: () => undefined });
    const bytes = Buffer.concat([frame(0, '\x80\x60more'), frame(0, '\x80\xe0'), frame(0, '\x80'), frame(0, ''), frame(0, '\x80\xe0last'), frame(0, '\x00\x00\xff')]);
    for (const chunk of cut(bytes, size)) reader.push(chunk);
    expect(markers).toEqual([false, true, false, false, true, false]);
  });

  it('is written with the length that its body has', () => {
    expect(writeRtsp({ startLine: 'RTSP/1.0 200 OK', headers: [['CSeq', '1'], ['content-length', '999']], body: Buffer.from('é') }).toString()).toBe('RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 2\r\n\r\né');
  });
});
