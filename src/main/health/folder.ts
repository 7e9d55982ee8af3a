import { open, readFile, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

export interface FolderHealth {
  readonly ok: boolean;
  /** What a person without special rights may still write; 0 when it cannot be asked. */
  readonly freeBytes: number;
  readonly code: 'FOLDER_NOT_WRITABLE' | null;
}

const probeBytes = 4_096;

/**
 * Proves that a folder can be recorded into: writes a small file, syncs it, reads it back and takes it away. Touches no other file and
 * makes no folder: where a disk is not mounted, making one would hide it. Never throws for a bad folder.
 */
export async function checkFolder(path: string): Promise<FolderHealth> {
  try {
    await writeAndReadBack(join(path, `.shilu-probe-${randomBytes(6).toString('hex')}`));
    return { ok: true, freeBytes: await freeBytesOf(path), code: null };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ok: false, freeBytes: await freeBytesOf(path).catch(() => 0), code: 'FOLDER_NOT_WRITABLE' };
  }
}

/** Whether two folders lie on one disk, so that it can take both copies with it. Partitions of one disk are not recognised. */
export async function sameDisk(pathA: string, pathB: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(pathA), stat(pathB)]);
  return a.dev === b.dev;
}

/** Whole hours that can still be recorded at this rate; Infinity when nothing is written. */
export function hoursLeft(freeBytes: number, bytesPerSecond: number): number {
  return bytesPerSecond <= 0 ? Infinity : Math.floor(freeBytes / bytesPerSecond / 3600);
}

async function writeAndReadBack(path: string): Promise<void> {
  const written = randomBytes(probeBytes);
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(written);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const found = await readFile(path).finally(() => unlink(path));
  if (!found.equals(written)) throw Object.assign(new Error(`${path} reads back differently`), { code: 'EIO' });
}

async function freeBytesOf(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
