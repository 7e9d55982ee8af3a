import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { nodeFileOps, syncFolder, type FileOps, type OpenFile } from '../platform/index.ts';
import { withBytes, type ByteSource } from './byte-source.ts';

const pieceBytes = 1024 * 1024;

export type CopyCompletion =
  | { readonly kind: 'completed'; readonly bytes: number; readonly sha256: string; readonly addedBytes: number }
  | { readonly kind: 'differs'; readonly detail: string };

export interface CopyOptions {
  readonly fileOps?: FileOps;
  /** Waited for before each piece of a megabyte, so that copying stays out of the way of recording. */
  readonly pace?: () => Promise<void>;
}

/**
 * Brings the shorter copy of a segment up to the longer one: appends what is missing, synced, and only when everything that is there
 * already is the same. Creates the copy when there is none. Never changes a byte that exists. `completed` means that the whole copy was
 * read back and has the hash of the other.
 * @param from the longer copy; `to` must not be open for writing elsewhere
 */
export async function completeCopy(from: string, to: string, options: CopyOptions = {}): Promise<CopyCompletion> {
  const { fileOps = nodeFileOps, pace = () => Promise.resolve() } = options;
  await fileOps.makeFolder(dirname(to));
  const file = await openCopy(fileOps, to);
  try {
    return await withBytes(from, async (source) => {
      const size = await file.size();
      if (size > source.size) return { kind: 'differs', detail: `${to} is longer` } as const;
      const hash = createHash('sha256');
      for (let position = 0; position < source.size; position += pieceBytes) {
        await pace();
        const piece = await source.read(position, pieceBytes);
        hash.update(piece);
        const there = Math.max(0, Math.min(piece.byteLength, size - position));
        const existing = there === 0 ? new Uint8Array() : await file.read(position, there);
        if (Buffer.compare(existing, piece.subarray(0, there)) !== 0) return { kind: 'differs', detail: `${to} differs near byte ${position}` } as const;
        if (there < piece.byteLength) await file.append(piece.subarray(there));
      }
      await file.sync();
      await syncFolder(dirname(to));
      const sha256 = hash.digest('hex');
      if ((await hashBack(file, source, pace)) !== sha256) return { kind: 'differs', detail: `${to} reads back differently` } as const;
      return { kind: 'completed', bytes: source.size, sha256, addedBytes: source.size - size } as const;
    });
  } finally {
    await file.close();
  }
}

async function openCopy(fileOps: FileOps, path: string): Promise<OpenFile> {
  try {
    return await fileOps.reopen(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fileOps.create(path);
    throw error;
  }
}

async function hashBack(file: OpenFile, { size }: ByteSource, pace: () => Promise<void>): Promise<string> {
  const hash = createHash('sha256');
  for (let position = 0; position < size; position += pieceBytes) {
    await pace();
    hash.update(await file.read(position, Math.min(pieceBytes, size - position)));
  }
  return hash.digest('hex');
}
