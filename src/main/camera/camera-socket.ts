import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

const ports: Readonly<Record<string, number>> = { 'rtsp:': 554, 'rtsps:': 322 };

const readBytes = 64 * 1024;

/**
 * Connects to the host and port of an rtsp:// or rtsps:// address. The socket's own events tell how it goes; `take` gets what comes, in one
 * buffer that is used again as soon as it returns: a camera sends hundreds of packets a second, and a new buffer for each costs more than the bytes.
 */
export function connectToCamera(address: string, take: (bytes: Buffer) => void): Socket {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (ports[url.protocol] ?? 554) : Number(url.port);
  // Cameras sign their certificates themselves: encryption without identity is what there is, and better than none.
  const socket = url.protocol === 'rtsps:' ? connectSecurely({ host, port, rejectUnauthorized: false }).on('data', take) : connectPlainly(host, port, take);
  return socket.setNoDelay(true).setKeepAlive(true, 10_000);
}

function connectPlainly(host: string, port: number, take: (bytes: Buffer) => void): Socket {
  const buffer = Buffer.allocUnsafe(readBytes);
  return connect({
    host, port,
    onread: {
      buffer,
      callback: (count) => {
        take(buffer.subarray(0, count));
        return true;
      },
    },
  });
}
