import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.json': 'application/json', '.map': 'application/json',
};

const headers = {
  'Content-Security-Policy':
    "default-src 'self'; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** Answers with a file of the console, never with one outside `folder`. Unknown paths get 404. */
export async function serveFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const path = await findFile(folder, request.url ?? '/');
  if (path === undefined) {
    response.writeHead(404, headers).end();
    return;
  }
  const { size } = await stat(path);
  response.writeHead(200, { ...headers, 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Content-Length': size });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(path), response);
}

async function findFile(folder: string, url: string): Promise<string | undefined> {
  const { pathname } = new URL(url, 'http://console/');
  const root = await realpath(folder);
  try {
    const path = await realpath(join(root, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)));
    return path.startsWith(root + sep) && (await stat(path)).isFile() ? path : undefined;
  } catch (error) {
    if (error instanceof URIError || (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ERR_INVALID_ARG_VALUE'))) return undefined;
    throw error;
  }
}
