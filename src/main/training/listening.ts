import type { Server } from 'node:net';

/** Starts to listen and gives the port. A wanted port that is taken is replaced by a free one; 0 always means a free one. */
export async function listenOn(server: Server, host: string, wantedPort: number): Promise<number> {
  try {
    await listenOnce(server, host, wantedPort);
  } catch (error) {
    if (wantedPort === 0 || !isTaken(error)) throw error;
    await listenOnce(server, host, 0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server without a port');
  return address.port;
}

function listenOnce(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
