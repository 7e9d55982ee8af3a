import { connect, createServer, type Server, type Socket } from 'node:net';

/** One RTP packet as it went over the wire (RFC 3550), of an interleaved channel (RFC 2326, section 10.12). */
interface TappedPacket {
  readonly channel: number;
  readonly payload: Buffer;
}

/** Stands between a recorder and a camera and writes down every RTP packet that the camera sends, as a network capture would. */
export class RtspTap {
  readonly packets: TappedPacket[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async start(cameraPort: number): Promise<RtspTap> {
    const tap = new RtspTap(cameraPort);
    await new Promise<void>((resolve) => tap.#server.listen(0, '127.0.0.1', resolve));
    return tap;
  }

  private constructor(cameraPort: number) {
    this.#server = createServer((client) => {
      const camera = connect(cameraPort, '127.0.0.1');
      const listen = this.#listener();
      for (const socket of [client, camera]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => [client, camera].forEach((each) => each.destroy()));
      }
      client.on('data', (bytes) => camera.write(bytes));
      camera.on('data', (bytes: Buffer) => {
        listen(bytes);
        client.write(bytes);
      });
    });
  }

  get url(): string {
    const address = this.#server.address();
    return `rtsp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/live`;
  }

  payloads(channel: number): readonly Buffer[] {
    return this.packets.filter((packet) => packet.channel === channel).map((packet) => packet.payload);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #listener(): (bytes: Buffer) => void {
    let rest = Buffer.alloc(0);
    return (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (;;) {
        const size = rest[0] === 0x24 ? this.#packetBytes(rest) : answerBytes(rest);
        if (size === undefined) return;
        rest = rest.subarray(size);
      }
    };
  }

  #packetBytes(bytes: Buffer): number | undefined {
    if (bytes.length < 4 || bytes.length < 4 + bytes.readUInt16BE(2)) return undefined;
    const rtp = bytes.subarray(4, 4 + bytes.readUInt16BE(2));
    const extension = (rtp.readUInt8(0) & 0x10) === 0 ? 0 : 4 + 4 * rtp.readUInt16BE(12 + 4 * (rtp.readUInt8(0) & 0x0f) + 2);
    const padding = (rtp.readUInt8(0) & 0x20) === 0 ? 0 : rtp.readUInt8(rtp.length - 1);
    this.packets.push({ channel: bytes.readUInt8(1), payload: Buffer.from(rtp.subarray(12 + 4 * (rtp.readUInt8(0) & 0x0f) + extension, rtp.length - padding)) });
    return 4 + rtp.length;
  }
}

function answerBytes(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = Number(/^content-length:\s*(\d+)/im.exec(bytes.toString('latin1', 0, end))?.[1] ?? 0);
  return bytes.length < end + 4 + length ? undefined : end + 4 + length;
}

/** NAL units of H.264 out of RTP payloads (RFC 6184: single, STAP-A, FU-A). */
export function h264Units(payloads: readonly Buffer[]): readonly Buffer[] {
  return units(payloads, { typeOf: (payload) => payload.readUInt8(0) & 0x1f, aggregate: 24, fragment: 28, headerBytes: 1, rebuilt: (payload) => Buffer.from([(payload.readUInt8(0) & 0xe0) | (payload.readUInt8(1) & 0x1f)]) });
}

/** NAL units of H.265 out of RTP payloads (RFC 7798: single, aggregation, fragmentation). */
export function h265Units(payloads: readonly Buffer[]): readonly Buffer[] {
  return units(payloads, {
    typeOf: (payload) => (payload.readUInt8(0) >> 1) & 0x3f, aggregate: 48, fragment: 49, headerBytes: 2,
    rebuilt: (payload) => Buffer.from([(payload.readUInt8(0) & 0x81) | ((payload.readUInt8(2) & 0x3f) << 1), payload.readUInt8(1)]),
  });
}

interface Packing {
  readonly typeOf: (payload: Buffer) => number;
  readonly aggregate: number;
  readonly fragment: number;
  readonly headerBytes: number;
  /** The header of a NAL unit that was sent in fragments. */
  readonly rebuilt: (payload: Buffer) => Buffer;
}

function units(payloads: readonly Buffer[], { typeOf, aggregate, fragment, headerBytes, rebuilt }: Packing): readonly Buffer[] {
  const found: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const payload of payloads) {
    const type = typeOf(payload);
    if (type === aggregate) {
      for (let at = headerBytes; at < payload.length; at += 2 + payload.readUInt16BE(at)) found.push(payload.subarray(at + 2, at + 2 + payload.readUInt16BE(at)));
    } else if (type === fragment) {
      const flags = payload.readUInt8(headerBytes);
      if ((flags & 0x80) !== 0) parts = [rebuilt(payload)];
      parts.push(payload.subarray(headerBytes + 1));
      if ((flags & 0x40) !== 0) found.push(Buffer.concat(parts));
    } else {
      found.push(payload);
    }
  }
  return found;
}

/** AAC frames out of RTP payloads (RFC 3640, AAC-hbr: 16-bit headers, 13 bits of size). */
export function aacFrames(payloads: readonly Buffer[]): readonly Buffer[] {
  return payloads.flatMap((payload) => {
    const headers = payload.readUInt16BE(0) / 16;
    let at = 2 + headers * 2;
    return Array.from({ length: headers }, (_, n) => {
      const size = payload.readUInt16BE(2 + n * 2) >> 3;
      at += size;
      return payload.subarray(at - size, at);
    });
  });
}
