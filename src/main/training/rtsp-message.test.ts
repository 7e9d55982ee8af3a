import { expect, it } from 'vitest';
import { formatResponse, RtspReader, type RtspIncoming } from './rtsp-message.ts';

const request = 'PLAY rtsp://h/overview RTSP/1.0\r\nCSeq: 4\r\nSession: ab;timeout=60\r\n\r\n';

it('reads requests and interleaved reports however the bytes are cut', () => {
  const bytes = Buffer.concat([Buffer.from(request), Buffer.from([0x24, 1, 0, 3, 9, 9, 9]), Buffer.from('SET_PARAMETER * RTSP/1.0\r\nContent-Length: 4\r\n\r\nabcd'), Buffer.from(request)]);
  for (const step of [1, 5, 1_000]) {
    const reader = new RtspReader();
    const found: RtspIncoming[] = [];
    for (let at = 0; at < bytes.length; at += step) found.push(...reader.push(bytes.subarray(at, at + step)));
    expect(found.map((item) => (item.kind === 'request' ? item.method : item.kind))).toEqual(['PLAY', 'interleaved', 'SET_PARAMETER', 'PLAY']);
  }
});

it.each([['no request', 'HELLO\r\n\r\n'], ['a header without a name', 'PLAY x RTSP/1.0\r\n: y\r\n\r\n'], ['a body of no length', 'PLAY x RTSP/1.0\r\nContent-Length: -1\r\n\r\n'], ['a head without end', 'A'.repeat(20_000)]])(
  'gives up on %s', (_what, text) => {
    const reader = new RtspReader();
    expect(reader.push(Buffer.from(text))).toEqual([{ kind: 'malformed' }]);
    expect(reader.push(Buffer.from(request))).toEqual([]);
  },
);

it('answers with the sequence number and the length of the body', () => {
  expect(formatResponse({ status: 200, body: 'é' }, '4').toString()).toBe('RTSP/1.0 200 OK\r\nCSeq: 4\r\nContent-Length: 2\r\n\r\né');
});
