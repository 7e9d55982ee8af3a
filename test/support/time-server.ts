import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface NtpAnswer {
  /** The server's time when the request came and when the answer left, ms since 1970 UTC. */
  readonly receivedAtMs: number;
  readonly transmittedAtMs: number;
  readonly leap?: number;
  readonly mode?: number;
  readonly stratum?: number;
  readonly rootDelayMs?: number;
  readonly rootDispersionMs?: number;
  readonly referenceId?: string;
  /** Instead of the request's own transmit timestamp. */
  readonly originate?: Uint8Array;
}

/** An NTP answer packet, true or false, as the test wants it. */
export function ntpAnswer(request: Uint8Array, answer: NtpAnswer): Uint8Array {
  const packet = new Uint8Array(48);
  const view = new DataView(packet.buffer);
  view.setUint8(0, ((answer.leap ?? 0) << 6) | (4 << 3) | (answer.mode ?? 4));
  view.setUint8(1, answer.stratum ?? 2);
  view.setInt8(3, -20);
  view.setUint32(4, Math.round(((answer.rootDelayMs ?? 0) / 1000) * 65_536));
  view.setUint32(8, Math.round(((answer.rootDispersionMs ?? 0) / 1000) * 65_536));
  packet.set(new TextEncoder().encode((answer.referenceId ?? 'TEST').padEnd(4, '\0')).subarray(0, 4), 12);
  packet.set(answer.originate ?? request.subarray(40, 48), 24);
  writeTimestamp(view, 32, answer.receivedAtMs);
  writeTimestamp(view, 40, answer.transmittedAtMs);
  return packet;
}

/** Seconds since 1900 modulo 2^32, as on the wire: from 2036 on they begin again. */
function writeTimestamp(view: DataView, at: number, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  view.setUint32(at, (seconds + 2_208_988_800) % 2 ** 32);
  view.setUint32(at + 4, Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32));
}

export interface FakeTimeServer {
  readonly port: number;
  /** How many requests have come. */
  requests(): number;
  close(): Promise<void>;
}

/** A UDP server on loopback that answers each request with the datagrams of `answer` (none, one or several). */
export async function startFakeTimeServer(answer: (request: Uint8Array, index: number) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>): Promise<FakeTimeServer> {
  const socket = createSocket('udp4');
  let requests = 0;
  let closed = false;
  socket.on('message', (request, from) => {
    const index = requests;
    requests += 1;
    void Promise.resolve(answer(request, index)).then((packets) => {
      if (!closed) for (const packet of packets) socket.send(packet, from.port, from.address);
    });
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    requests: () => requests,
    close: async () => {
      closed = true;
      socket.close();
      await once(socket, 'close');
    },
  };
}
