import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { AppError } from '../../shared/base/index.ts';
import type { Push, Reply, Method } from '../../shared/contract/index.ts';
import type { Logger } from '../platform/index.ts';
import { serveFile } from './static-files.ts';
import { attachRpc } from './rpc-socket.ts';

/** One console's line to the station. Who is logged in belongs to it. */
export interface StationConnection {
  call(method: string, params: unknown): Promise<Reply<Method>>;
  close(): Promise<void>;
}

/** What this room needs of the station. */
export interface StationDoor {
  connect(to: { push(push: Push): void; preview(message: Uint8Array): void }): StationConnection;
}

export interface ConsoleServer {
  readonly url: string;
  readonly rpcUrl: string;
  close(): Promise<void>;
}

const biggestMessageBytes = 32 * 1024 * 1024;

/**
 * Serves the console's files and the contract (JSON-RPC 2.0 over WebSocket, path /rpc) on the loopback address only.
 * A page of another origin gets nothing: the Host and Origin headers must name the loopback (against DNS rebinding).
 * @param port 0 picks a free one
 * @throws AppError PORT_INVALID, PORT_IN_USE
 */
export async function serveConsole(options: { readonly station: StationDoor; readonly filesFolder: string; readonly port: number; readonly log: Logger }): Promise<ConsoleServer> {
  const { station, filesFolder, log } = options;
  const server = createServer((request, response) => {
    if (!isLoopbackName(request.headers.host)) {
      response.writeHead(421).end();
      return;
    }
    serveFile(filesFolder, request, response).catch((error: unknown) => {
      log.error('could not serve a file', error, { url: request.url });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: biggestMessageBytes });
  server.on('upgrade', (request, socket, head) => {
    const origin = request.headers.origin;
    const sameOrigin = origin === undefined || isLoopbackName(URL.canParse(origin) ? new URL(origin).host : '');
    if (request.url !== '/rpc' || !isLoopbackName(request.headers.host) || !sameOrigin) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => attachRpc(webSocket, station, log));
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/`,
    rpcUrl: `ws://127.0.0.1:${port}/rpc`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      reject(new AppError('PORT_INVALID', { port: String(port) }));
      return;
    }
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cause.code === 'EADDRINUSE' || cause.code === 'EACCES' ? new AppError('PORT_IN_USE', { port }, cause) : cause));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The console server has no port'));
      else resolve(address.port);
    });
  });
}

function isLoopbackName(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}
