import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

const ports: Readonly<Record<string, number>> = { 'rtsp:': 554, 'rtsps:': 322 };

/** Connects to the host and port of an rtsp:// or rtsps:// address. The socket's own events tell how it goes. */
export function connectToCamera(address: string): Socket {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (ports[url.protocol] ?? 554) : Number(url.port);
  // Cameras sign their certificates themselves: encryption without identity is what there is, and better than none.
  const socket = url.protocol === 'rtsps:' ? connectSecurely({ host, port, rejectUnauthorized: false }) : connect({ host, port });
  return socket.setNoDelay(true).setKeepAlive(true, 10_000);
}
