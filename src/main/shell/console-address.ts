import { join, sep } from 'node:path';

/**
 * The console has a scheme of its own: `file:` would let the page read the whole disk, and gives every file the same origin.
 */
export const consoleScheme = 'shilu';
export const consoleHost = 'console';
export const consoleAddress = `${consoleScheme}://${consoleHost}/index.html`;

/** antd writes its styles into the page; previews are blobs. Nothing comes from, or goes to, any other place. */
export const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "media-src 'self' blob:",
  "font-src 'self' data:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
].join('; ');

export function isConsoleAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${consoleScheme}:` && host === consoleHost && username === '' && password === '';
}

/** The file that an address of the console stands for, or undefined when it is not one below `folder`. */
export function consoleFile(address: string, folder: string): string | undefined {
  if (!isConsoleAddress(address)) return undefined;
  const path = decodePath(new URL(address).pathname);
  if (path === undefined || path.includes('\0') || path.includes('\\')) return undefined;
  const file = join(folder, path === '/' ? 'index.html' : path);
  return file.startsWith(folder + sep) ? file : undefined;
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
