import { byUtf8 } from './bag-source.ts';

/** `manifest-sha256.txt`: one file a line, as sha256sum writes it, sorted by path. */
export function formatManifest(hashes: ReadonlyMap<string, string>): string {
  return [...hashes].sort(([a], [b]) => byUtf8(a, b)).map(([path, sha256]) => `${sha256}  ${path}\n`).join('');
}

export type ManifestReading =
  | { readonly ok: true; readonly hashes: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly place: string };

/** Reads such a file, taking nothing but the one form that `formatManifest` writes. */
export function parseManifest(bytes: Uint8Array): ManifestReading {
  const hashes = new Map<string, string>();
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const [, sha256, path] = /^([0-9a-f]{64}) {2}(.+)$/u.exec(line) ?? [];
    if (sha256 === undefined || path === undefined || !isPacketPath(path)) return { ok: false, place: `line ${index + 1}` };
    hashes.set(path, sha256);
  }
  return Buffer.from(formatManifest(hashes)).equals(bytes) ? { ok: true, hashes } : { ok: false, place: '' };
}

/** A path that stays in the bag and means the same on every system: no `..`, no empty part, no backslash, percent, colon or control character. */
export function isPacketPath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\%:*?"<>|\p{Cc}]/u.test(path);
}
