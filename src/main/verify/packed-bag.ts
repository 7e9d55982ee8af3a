import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileRange } from '../segments/index.ts';
import { byUtf8, type BagSource } from './bag-source.ts';
import { isoFiles } from './iso-files.ts';
import { bytesAt } from './packed-files.ts';
import { readSegments } from './segment-pool.ts';
import { zipFiles } from './zip-files.ts';

/**
 * The bag in a zip or an ISO image: its files are read where they stand, nothing is unpacked.
 * @returns undefined when it is neither; `packed` when it is one in another form than an export has
 */
export async function packedBag(path: string): Promise<BagSource | 'packed' | undefined> {
  const kind = await kindOf(path);
  if (kind === undefined) return undefined;
  const files = await (kind === 'zip' ? zipFiles(path) : isoFiles(path)).catch(() => undefined);
  return files === undefined ? 'packed' : bagOf(withoutTopFolder(files));
}

async function kindOf(path: string): Promise<'zip' | 'iso' | undefined> {
  const handle = await open(path, 'r');
  try {
    if ((await bytesAt(handle, 0, 4)).equals(Buffer.from('PK\u0003\u0004'))) return 'zip';
    return (await bytesAt(handle, 16 * 2048 + 1, 5)).equals(Buffer.from('CD001')) ? 'iso' : undefined;
  } finally {
    await handle.close();
  }
}

/** Whoever packs a folder again often packs the folder itself. */
function withoutTopFolder(files: ReadonlyMap<string, FileRange>): ReadonlyMap<string, FileRange> {
  const [first = ''] = files.keys();
  const top = first.slice(0, first.indexOf('/') + 1);
  if (top === '' || files.has('bagit.txt') || ![...files.keys()].every((path) => path.startsWith(top))) return files;
  return new Map([...files].map(([path, range]) => [path.slice(top.length), range]));
}

function bagOf(files: ReadonlyMap<string, FileRange>): BagSource {
  const at = (path: string): FileRange => {
    const range = files.get(path);
    if (range === undefined) throw new Error(`There is no ${path}`);
    return range;
  };
  return {
    list: () => Promise.resolve([...files.keys()].sort(byUtf8)),
    at,
    segments: readSegments,
    hash: async (path) => {
      const hash = createHash('sha256');
      for await (const piece of readRange(at(path))) hash.update(piece);
      return hash.digest('hex');
    },
    read: async (path, limitBytes) => {
      const range = at(path);
      if (range.bytes > limitBytes) throw new Error(`${path} is longer than ${limitBytes} bytes`);
      const pieces: Buffer[] = [];
      for await (const piece of readRange(range)) pieces.push(piece);
      return new Uint8Array(Buffer.concat(pieces));
    },
  };
}

/** @throws Error when the file ends before the range does */
async function* readRange({ path, start, bytes }: FileRange): AsyncGenerator<Buffer> {
  if (bytes === 0) return;
  let left = bytes;
  for await (const piece of createReadStream(path, { start, end: start + bytes - 1, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    left -= piece.byteLength;
    yield piece;
  }
  if (left !== 0) throw new Error(`${path} ends too early`);
}
