import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { header, interleavedFrame, reply, startScriptedCamera, type ScriptedCamera } from '../../../test/support/scripted-camera.ts';
import { createLogger, systemClock } from '../platform/index.ts';
import { RtspRelay } from './index.ts';

const lines: string[] = [];
const log = createLogger('test', (line) => lines.push(line));
const password = 'pa:ss"wörd';
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  lines.length = 0;
});

const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');
const sdp = (port: number) => `v=0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=control:rtsp://x:y@127.0.0.1:${port}/live/v\r\nm=audio 0 RTP/AVP 97\r\na=control:a\r\n`;
const bye = Buffer.from([0x80, 200, 0, 1, 0, 0, 0, 1, 0x81, 203, 0, 1, 0, 0, 0, 1]);

/** A camera that demands Digest of every request, and checks it. */
function strictCamera(): Promise<ScriptedCamera> {
  return camera((request) => {
    const [method = '', url = ''] = request.split(' ');
    const given = header(request, 'Authorization') ?? '';
    const expected = md5(`${md5(`röom:cam:${password}`)}:n0nce:${md5(`${method}:${url}`)}`);
    if (!given.includes(`response="${expected}"`)) return reply(request, '401 Unauthorized', ['WWW-Authenticate: Digest realm="cam", nonce="n0nce"']);
    const port = Number(new URL(url).port);
    if (method === 'DESCRIBE') return reply(request, '200 OK', ['Content-Base: rtsp://10.9.8.7:554/live/'], sdp(port));
    if (method === 'SETUP') return reply(request, '200 OK', ['Session: 7', `Transport: ${header(request, 'Transport') ?? ''};ssrc=1`]);
    if (method === 'PLAY') return reply(request, '200 OK', [`RTP-Info: url=rtsp://127.0.0.1:${port}/live/v;seq=1,url=rtsp://127.0.0.1:${port}/live/a`]);
    return reply(request, '200 OK', ['Public: DESCRIBE, SETUP, PLAY']);
  });
}

async function camera(answer: (request: string, socket: Socket) => string | Buffer | undefined): Promise<ScriptedCamera> {
  const started = await startScriptedCamera(answer);
  closers.push(() => started.close());
  return started;
}

async function open(rtspUrl: string, answerMs = 5_000, user = 'röom'): Promise<RtspRelay> {
  const relay = await RtspRelay.open({ source: { rtspUrl, user, password: user === '' ? '' : password }, clock: systemClock, log, answerMs });
  closers.push(() => relay.close());
  relay.admit(process.pid);
  return relay;
}

/** What ffmpeg does, with the bytes laid bare. */
class Client {
  readonly socket: Socket;
  readonly url: string;
  readonly closed: Promise<void>;
  #got = Buffer.alloc(0);
  #sequence = 10;

  constructor(address: string) {
    this.url = address;
    this.socket = connect(Number(new URL(address).port), '127.0.0.1');
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    closers.push(() => void this.socket.destroy());
  }

  read(): void {
    this.socket.on('data', (chunk: Buffer) => (this.#got = Buffer.concat([this.#got, chunk])));
  }

  async ask(method: string, url = this.url, more = ''): Promise<string> {
    this.#sequence += 1;
    this.socket.write(`${method} ${url} RTSP/1.0\r\nCSeq: ${this.#sequence}\r\n${more}\r\n`);
    return vi.waitFor(() => {
      const end = this.#got.indexOf('\r\n\r\n');
      if (end < 0 && !this.socket.destroyed) throw new Error('no answer yet');
      const head = this.#got.subarray(0, Math.max(0, end) + 4).toString();
      const total = head.length + Number(header(head, 'Content-Length') ?? 0);
      const answer = this.#got.subarray(0, total).toString();
      this.#got = this.#got.subarray(total);
      if (answer !== '') expect(header(answer, 'CSeq')).toBe(String(this.#sequence));
      return answer;
    }, { timeout: 10_000, interval: 5 });
  }

  async play(): Promise<string[]> {
    this.read();
    const answers = [await this.ask('OPTIONS'), await this.ask('DESCRIBE')];
    answers.push(await this.ask('SETUP', `${this.url}/v`, 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n'));
    answers.push(await this.ask('SETUP', `${this.url}/a`, 'Transport: RTP/AVP/TCP;unicast;interleaved=2-3\r\n'));
    answers.push(await this.ask('PLAY'));
    return answers;
  }

  async bytes(count: number): Promise<Buffer> {
    await vi.waitFor(() => expect(this.#got.length).toBeGreaterThanOrEqual(count), 10_000);
    return this.#got.subarray(0, count);
  }
}

describe('a relay', () => {
  it('logs in for a client that has no login, and turns every address into its own and back', async () => {
    const strict = await strictCamera();
    const relay = await open(strict.url);
    const client = new Client(relay.address);
    const answers = await client.play();
    expect(answers.map((answer) => answer.split('\r\n')[0])).toEqual(Array(5).fill('RTSP/1.0 200 OK'));
    const root = relay.address.replace(/\/live$/, '');
    expect(header(answers[1] ?? '', 'Content-Base')).toBe(`${root}/live/`);
    expect(answers[1]).toContain(`a=control:${root}/live/v\r\n`);
    expect(header(answers[4] ?? '', 'RTP-Info')).toBe(`url=${root}/live/v;seq=1,url=${root}/live/a`);
    const [, key = ''] = new URL(relay.address).pathname.split('/');
    expect(key.length).toBeGreaterThanOrEqual(32);
    expect(strict.heard.join('')).not.toContain(key);
    expect(strict.heard.at(-1)).toContain(`PLAY ${strict.url} RTSP/1.0`);
    expect(answers.join('')).not.toMatch(/WWW-Authenticate|10\.9\.8\.7|x:y@/);
    expect(relay.status()).toMatchObject({ phase: 'playing', problem: null, streams: [{ kind: 'video' }, { kind: 'audio' }] });
    expect([...answers, ...lines, relay.address].join('')).not.toContain(password);
  });

  it('passes media as it is, both ways, and tells when each stream was last heard and said goodbye', async () => {
    const strict = await strictCamera();
    const relay = await open(strict.url);
    const client = new Client(relay.address);
    await client.play();
    const media = Buffer.concat([interleavedFrame(0, Buffer.alloc(1_400, 7)), interleavedFrame(3, bye), interleavedFrame(2, Buffer.alloc(65_535, 9)), interleavedFrame(0, Buffer.alloc(0)), interleavedFrame(1, bye)]);
    const [socket] = strict.sockets;
    for (let at = 0; at < media.length; at += 1_000) socket?.write(media.subarray(at, at + 1_000));
    expect(await client.bytes(media.length)).toEqual(media);
    const [video, audio] = relay.status().streams;
    expect([video?.packets, audio?.packets]).toEqual([2, 1]);
    expect(video?.byeAtMs).toBeGreaterThanOrEqual(video?.lastPacketAtMs ?? Infinity);
    expect(audio?.byeAtMs).toBeNull();
    client.socket.write(interleavedFrame(1, Buffer.from('receiver report')));
    await vi.waitFor(() => expect(socket?.bytesRead).toBeGreaterThan(0));
  });

  it.each([
    ['401 Unauthorized', 'CAMERA_UNAUTHORIZED'], ['403 Forbidden', 'CAMERA_UNAUTHORIZED'], ['404 Not Found', 'CAMERA_STREAM_UNKNOWN'],
    ['453 Not Enough Bandwidth', 'CAMERA_BUSY'], ['503 Service Unavailable', 'CAMERA_BUSY'], ['500 Internal Server Error', 'CAMERA_STREAM_UNKNOWN'],
  ])('says why there is no stream: %s', async (status, code) => {
    const refusing = await camera((request) => reply(request, request.startsWith('DESCRIBE') ? status : '200 OK', ['WWW-Authenticate: Digest realm="r", nonce="n"']));
    const relay = await open(refusing.url);
    const client = new Client(relay.address);
    client.read();
    await client.ask('OPTIONS');
    expect((await client.ask('DESCRIBE')).split('\r\n')[0]).toBe(`RTSP/1.0 ${status}`);
    expect(relay.status().problem?.code).toBe(code);
    // A wrong password is tried once: cameras lock accounts.
    expect(refusing.heard.filter((request) => request.includes('Authorization')).length).toBe(status.startsWith('401') ? 1 : 0);
  });

  it('follows nobody to another address, with or without the login', async () => {
    const other = await camera((request) => reply(request, '200 OK'));
    const sending = await camera((request) => (header(request, 'Authorization') === undefined
      ? reply(request, '401 Unauthorized', ['WWW-Authenticate: Basic realm="r"'])
      : reply(request, '302 Moved', [`Location: ${other.url}`])));
    const relay = await open(sending.url);
    const client = new Client(relay.address);
    client.read();
    const answer = await client.ask('DESCRIBE');
    expect(answer).toMatch(/^RTSP\/1.0 404/);
    expect(answer).not.toContain('Location');
    expect(relay.status().problem).toMatchObject({ code: 'CAMERA_STREAM_UNKNOWN' });
    expect(other.sockets).toEqual([]);
  });

  it('takes no stream that comes another way than through it', async () => {
    const udp = await camera((request) => reply(request, '200 OK', request.startsWith('SETUP') ? ['Transport: RTP/AVP;unicast;server_port=5000-5001;source=192.0.2.1'] : []));
    const relay = await open(udp.url);
    const client = new Client(relay.address);
    client.read();
    expect(await client.ask('SETUP', `${relay.address}/v`, 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n')).toMatch(/^RTSP\/1.0 404/);
    expect(relay.status().problem?.code).toBe('CAMERA_STREAM_UNKNOWN');
  });
});

describe('a relay to a camera over TLS', () => {
  it('takes the certificate that the camera signed itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shilu-relay-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=camera'], { stdio: 'ignore' });
    let heard = '';
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
        socket.write(reply(chunk.toString(), '200 OK', ['Content-Base: rtsps://10.0.0.1:322/live/']));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const relay = await open(`rtsps://127.0.0.1:${port}/live`);
    const client = new Client(relay.address);
    client.read();
    expect(header(await client.ask('OPTIONS'), 'Content-Base')).toBe(`${relay.address}/`);
    expect(heard).toContain(`OPTIONS rtsps://127.0.0.1:${port}/live RTSP/1.0`);
  });
});

describe('a relay before a server that is none, or means ill', () => {
  const drip = (socket: Socket, text: () => string, everyMs: number, first = '') => {
    socket.write(first);
    const timer = setInterval(() => socket.write(text()), everyMs);
    socket.on('close', () => clearInterval(timer));
    return undefined;
  };
  const pour = (socket: Socket, bytes: Buffer) => {
    const more = () => {
      if (!socket.destroyed) socket.write(bytes, more);
    };
    more();
    return undefined;
  };

  it.each<[string, string, (request: string, socket: Socket) => string | undefined]>([
    ['never answers', 'CAMERA_UNREACHABLE', () => undefined],
    ['hangs up', 'CAMERA_UNREACHABLE', (_request, socket) => void socket.destroy()],
    ['speaks HTTP', 'CAMERA_NOT_RTSP', () => 'HTTP/1.1 400 Bad Request\r\n\r\n<html>'],
    ['answers a byte at a time', 'CAMERA_NOT_RTSP', (_request, socket) => drip(socket, () => 'R', 20)],
    ['never ends its head', 'CAMERA_NOT_RTSP', (_request, socket) => drip(socket, () => 'X: y\r\n', 20, 'RTSP/1.0 200 OK\r\n')],
    ['pours headers', 'CAMERA_NOT_RTSP', (_request, socket) => pour(socket, Buffer.from(`RTSP/1.0 200 OK\r\n${'X: y\r\n'.repeat(1_000)}`))],
    ['pours rubbish', 'CAMERA_NOT_RTSP', (_request, socket) => pour(socket, Buffer.alloc(64_000, 0x07))],
    ['promises a body of a gigabyte', 'CAMERA_NOT_RTSP', () => 'RTSP/1.0 200 OK\r\nContent-Length: 999999999\r\n\r\n'],
  ])('that %s gives up in time', async (_what, code, answer) => {
    const hostile = await camera(answer);
    const relay = await open(hostile.url, 600);
    const client = new Client(relay.address);
    client.read();
    await client.ask('DESCRIBE');
    await client.closed;
    expect(relay.status()).toMatchObject({ phase: 'ended', problem: { code } });
  });

  it('where nobody listens says so', async () => {
    const gone = await camera(() => undefined);
    await gone.close();
    const relay = await open(gone.url);
    const client = new Client(relay.address);
    client.read();
    await client.ask('OPTIONS');
    expect(relay.status()).toMatchObject({ phase: 'ended', problem: { code: 'CAMERA_UNREACHABLE' } });
  });

  it('holds back a camera whose media nobody reads', async () => {
    let sent = 0;
    const frame = interleavedFrame(0, Buffer.alloc(60_000));
    const flooding = await camera((request, socket) => {
      if (!request.startsWith('PLAY')) return reply(request, '200 OK', request.startsWith('SETUP') ? ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1'] : []);
      socket.write(reply(request, '200 OK'));
      const more = () => {
        while (sent < 500_000_000) {
          sent += frame.length;
          if (!socket.write(frame)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      more();
      return undefined;
    });
    const relay = await open(flooding.url);
    const client = new Client(relay.address);
    client.socket.write(`SETUP ${relay.address} RTSP/1.0\r\nCSeq: 1\r\n\r\nPLAY ${relay.address} RTSP/1.0\r\nCSeq: 2\r\n\r\n`);
    let before = -1;
    await vi.waitFor(() => {
      const wasSent = before;
      before = sent;
      expect(sent > 0 && sent === wasSent).toBe(true);
    }, { timeout: 20_000, interval: 400 });
    // Two pairs of socket buffers of the system, and nothing that grows here.
    expect(sent).toBeLessThan(40_000_000);
    client.read();
    await vi.waitFor(() => expect(sent).toBeGreaterThan(before + 10_000_000), 20_000);
  });
});

describe('whoever else finds the relay', () => {
  it('is not let in without the key, and the right client still is', async () => {
    const strict = await strictCamera();
    const relay = await open(strict.url);
    for (const address of [relay.address.replace(/\/[\w-]{32}\//, '/guess/'), '*']) {
      const stranger = new Client(relay.address);
      stranger.read();
      await stranger.ask('OPTIONS', address);
      await stranger.closed;
    }
    expect(strict.heard).toEqual([]);
    await new Client(relay.address).play();
    expect(relay.status().phase).toBe('playing');
  });

  it('is not let in a second time, even with the key', async () => {
    const strict = await strictCamera();
    const relay = await open(strict.url);
    const early = new Client(relay.address);
    await new Client(relay.address).play();
    await early.closed;
    const late = connect(Number(new URL(relay.address).port), '127.0.0.1');
    await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.runIf(process.platform === 'linux')('is not let in from another process that has read the address from the list of processes', async () => {
    const strict = await strictCamera();
    const relay = await RtspRelay.open({ source: { rtspUrl: strict.url, user: 'röom', password }, clock: systemClock, log });
    closers.push(() => relay.close());
    // The thief is this process; the owner is a child that does nothing.
    const owner = execFile('sleep', ['30']);
    closers.push(() => void owner.kill());
    relay.admit(owner.pid);
    const thief = new Client(relay.address);
    thief.read();
    await thief.ask('DESCRIBE');
    await thief.closed;
    expect(strict.heard).toEqual([]);
    expect(relay.status().phase).toBe('waiting');
  });
});
