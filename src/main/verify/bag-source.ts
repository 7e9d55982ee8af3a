import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteOrigin } from '../segments/index.ts';
import type { Findings } from './packet-check.types.ts';
import { readSegments, type SegmentJob } from './segment-pool.ts';

const chunkBytes = 1 << 20;

/** Where the files of a packet come from. */
export interface BagSource {
  /** Relative paths of the plain files with `/`, sorted by their UTF-8 bytes. Links, devices and empty folders are findings and are never followed. */
  list(findings: Findings): Promise<readonly string[]>;
  /** For reading it whole or in pieces: where it lies on a disk, or its bytes. */
  at(path: string): ByteOrigin;
  hash(path: string): Promise<string>;
  /** Reads files of the recording, each once. */
  segments(jobs: readonly SegmentJob[]): ReturnType<typeof readSegments>;
  /** A whole file that is known to be small. @throws Error when it is longer than `limitBytes` */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
}

/** The files of a folder. */
export function bagOnDisk(root: string): BagSource {
  return {
    list: async (findings) => {
      const files: string[] = [];
      await walk(root, '', files, findings);
      return files.sort(byUtf8);
    },
    at: (path) => join(root, path),
    segments: readSegments,
    hash: async (path) => (await hashFile(join(root, path))).sha256,
    read: (path, limitBytes) => readSmallFile(join(root, path), limitBytes),
  };
}

async function walk(root: string, under: string, files: string[], findings: Findings): Promise<void> {
  const items = await readdir(join(root, under), { withFileTypes: true });
  if (items.length === 0 && under !== '') findings.add(under, 'unexpected');
  for (const item of items) await visit(root, under === '' ? item.name : `${under}/${item.name}`, item, files, findings);
}

async function visit(root: string, path: string, item: Dirent, files: string[], findings: Findings): Promise<void> {
  if (item.isDirectory()) await walk(root, path, files, findings);
  else if (item.isFile()) files.push(path);
  else findings.add(path, 'not-a-plain-file');
}
/** SHA-256 and length of a file, read in pieces. Never follows a link. */
export async function hashFile(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const handle = await openToRead(path);
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(chunkBytes);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, bytes);
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** A whole file that is known to be small. @throws Error when it is longer than `limitBytes` */
export async function readSmallFile(path: string, limitBytes: number): Promise<Uint8Array> {
  const handle = await openToRead(path);
  try {
    const { size } = await handle.stat();
    if (size > limitBytes) throw new Error(`${path} is longer than ${limitBytes} bytes`);
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

function openToRead(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
}

/** The order in which manifests list files: by the bytes of the path. */
export function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
