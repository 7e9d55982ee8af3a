import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** An RTSP server that does what a test tells it, byte by byte. */
export interface ScriptedCamera {
  readonly port: number;
  readonly url: string;
  /** Everything it was asked, whole requests. */
  readonly heard: string[];
  readonly sockets: Socket[];
  close(): Promise<void>;
}

/** @param answer what to send for a request; undefined sends nothing */
export async function startScriptedCamera(answer: (request: string, socket: Socket) => string | Buffer | undefined): Promise<ScriptedCamera> {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    let pending = '';
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const request = pending.slice(0, end + 4);
        pending = pending.slice(end + 4);
        heard.push(request);
        const bytes = answer(request, socket);
        if (bytes !== undefined) socket.write(bytes);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port, url: `rtsp://127.0.0.1:${port}/live`, heard, sockets,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      if (server.listening) {
        server.close();
        await once(server, 'close');
      }
    },
  };
}

export function header(message: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(message)?.[1];
}

/** An answer with the number of its request. */
export function reply(request: string, status: string, headers: readonly string[] = [], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`RTSP/1.0 ${status}`, `CSeq: ${header(request, 'CSeq') ?? ''}`, ...headers, ...length].join('\r\n') + `\r\n\r\n${body}`;
}

/** RFC 2326 section 10.12. */
export function interleavedFrame(channel: number, payload: Buffer): Buffer {
  const head = Buffer.from([0x24, channel, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
