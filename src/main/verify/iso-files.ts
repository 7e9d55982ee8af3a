import { open, type FileHandle } from 'node:fs/promises';
import type { FileRange } from '../segments/index.ts';
import { bytesAt, type PackedFiles } from './packed-files.ts';

const sectorBytes = 2048;
/** A packet of twelve hours has some hundreds of files, and no folder of it is this long. */
const fileLimit = 100_000;
const folderLimitBytes = 32 << 20;
const deepest = 8;

interface Extent {
  readonly start: number;
  readonly bytes: number;
}

/** Where the files of an ISO image stand in it, by their names in Joliet (ECMA-119, with the escape sequences %/@, %/C or %/E). @throws Error when it is no sound image */
export async function isoFiles(path: string): Promise<PackedFiles> {
  const handle = await open(path, 'r');
  try {
    const root = await jolietRoot(handle);
    if (root === undefined) return undefined;
    const files = new Map<string, FileRange>();
    return (await walk({ handle, path, files }, root, '', 0)) ? files : undefined;
  } finally {
    await handle.close();
  }
}

async function jolietRoot(handle: FileHandle): Promise<Extent | undefined> {
  for (let sector = 16; sector < 48; sector += 1) {
    const descriptor = await bytesAt(handle, sector * sectorBytes, sectorBytes);
    if (descriptor.length < sectorBytes || descriptor.toString('latin1', 1, 6) !== 'CD001' || descriptor[0] === 255) return undefined;
    if (descriptor[0] === 2 && /^%\/[@CE]/.test(descriptor.toString('latin1', 88, 91))) return extentAt(descriptor, 156);
  }
  return undefined;
}

interface Walk {
  readonly handle: FileHandle;
  readonly path: string;
  readonly files: Map<string, FileRange>;
}

/** @returns false when it is not of the form that an export has */
async function walk(within: Walk, folder: Extent, under: string, depth: number): Promise<boolean> {
  if (depth > deepest || folder.bytes > folderLimitBytes) return false;
  const sectors = await bytesAt(within.handle, folder.start, folder.bytes);
  if (sectors.length < folder.bytes) return false;
  for (let at = 0; at < sectors.length; ) {
    const length = sectors[at] ?? 0;
    if (length === 0) {
      at = (Math.floor(at / sectorBytes) + 1) * sectorBytes;
      continue;
    }
    if (length < 34 || at + length > sectors.length || !(await takeRecord(within, sectors.subarray(at, at + length), under, depth))) return false;
    at += length;
  }
  return true;
}

async function takeRecord(within: Walk, record: Buffer, under: string, depth: number): Promise<boolean> {
  const nameBytes = record.subarray(33, 33 + (record[32] ?? 0));
  // The folder itself and the one above it.
  if (nameBytes.length === 1) return true;
  if (nameBytes.length % 2 !== 0) return false;
  const name = Buffer.from(nameBytes).swap16().toString('utf16le').replace(/;1$/, '');
  const path = under === '' ? name : `${under}/${name}`;
  const flags = record[25] ?? 0;
  const extent = extentAt(record, 0);
  if ((flags & 2) !== 0) return walk(within, extent, path, depth + 1);
  // A file in several extents, or one of two of the same name.
  if ((flags & 0x80) !== 0 || within.files.has(path) || within.files.size >= fileLimit || name.includes('/')) return false;
  within.files.set(path, { path: within.path, ...extent });
  return true;
}

function extentAt(record: Buffer, at: number): Extent {
  return { start: record.readUInt32LE(at + 2) * sectorBytes, bytes: record.readUInt32LE(at + 10) };
}
