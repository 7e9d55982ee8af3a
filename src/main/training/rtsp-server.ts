import { createServer, type Server, type Socket } from 'node:net';
import type { LiveStream, MediaUnit } from './live-stream.ts';
import { RtspConnection, type RtspConnectionOptions } from './rtsp-connection.ts';
import { listenOn } from './listening.ts';

type RtspServerOptions = Omit<RtspConnectionOptions, 'socket' | 'stream'> & { readonly host: string; readonly port: number };

/** The RTSP side of one camera. */
export interface RtspServer {
  readonly port: number;
  /** From now on clients see this stream; those of the stream before are cut off, as when a camera restarts. */
  use(stream: LiveStream): void;
  /** While cut, connections are closed and new ones are closed at once. */
  setCut(isCut: boolean): void;
  /** While on, clients get nothing for three seconds and then everything of them at once. */
  setSlow(isSlow: boolean): void;
  close(): Promise<void>;
}

const burstEveryMs = 3_000;

/** @throws the operating system's error when the port cannot be had */
export async function startRtspServer(options: RtspServerOptions, first: LiveStream): Promise<RtspServer> {
  const connections = new Map<Socket, RtspConnection>();
  let stream = first;
  let isCut = false;
  let isSlow = false;
  let held: MediaUnit[] = [];
  let releasedAtMs = options.clock.monotonicMs();

  const server: Server = createServer((socket) => {
    // A client that goes away is no failure of the camera; `close` follows and forgets it.
    socket.on('error', () => socket.destroy());
    if (isCut) {
      socket.destroy();
      return;
    }
    socket.on('close', () => connections.delete(socket));
    connections.set(socket, new RtspConnection({ ...options, socket, stream: () => stream }));
  });
  const cutAll = () => {
    for (const socket of connections.keys()) socket.destroy();
  };
  const send = (unit: MediaUnit) => {
    for (const connection of connections.values()) connection.send(unit);
  };
  const release = () => {
    const units = held;
    held = [];
    releasedAtMs = options.clock.monotonicMs();
    units.forEach(send);
  };
  const take = (unit: MediaUnit) => {
    if (!isSlow) {
      send(unit);
      return;
    }
    held.push(unit);
    if (options.clock.monotonicMs() - releasedAtMs >= burstEveryMs) release();
  };
  let stopListening = stream.listen(take);
  const port = await listenOn(server, options.host, options.port);

  return {
    port,
    use: (next) => {
      stopListening();
      cutAll();
      held = [];
      stream = next;
      stopListening = next.listen(take);
    },
    setCut: (on) => {
      isCut = on;
      if (on) cutAll();
    },
    setSlow: (on) => {
      isSlow = on;
      release();
    },
    close: () => {
      stopListening();
      isCut = true;
      cutAll();
      return new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error))));
    },
  };
}
