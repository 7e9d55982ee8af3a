import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../platform/index.ts';
import { withBytes } from './byte-source.ts';

const pieceBytes = 1024 * 1024;

export type CopyCompletion =
  | { readonly kind: 'completed'; readonly bytes: number; readonly sha256: string; readonly addedBytes: number }
  | { readonly kind: 'differs'; readonly detail: string };

/**
 * Brings the shorter copy of a segment up to the longer one after a crash: appends what is missing, synced, and only when everything
 * that is there already is the same. Creates the copy when there is none. Never changes a byte that exists.
 * @param from the longer copy; `to` must not be open for writing elsewhere
 */
export async function completeCopy(from: string, to: string): Promise<CopyCompletion> {
  await mkdir(dirname(to), { recursive: true });
  const handle = await open(to, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o640);
  try {
    return await withBytes(from, async (source) => {
      const hash = createHash('sha256');
      const { size } = await handle.stat();
      if (size > source.size) return { kind: 'differs', detail: `${to} is longer` } as const;
      for (let position = 0; position < source.size; position += pieceBytes) {
        const piece = await source.read(position, pieceBytes);
        hash.update(piece);
        const there = Math.max(0, Math.min(piece.byteLength, size - position));
        const existing = new Uint8Array(there);
        if (there > 0) await handle.read(existing, 0, there, position);
        if (Buffer.compare(existing, piece.subarray(0, there)) !== 0) return { kind: 'differs', detail: `${to} differs near byte ${position}` } as const;
        if (there < piece.byteLength) await handle.appendFile(piece.subarray(there));
      }
      await handle.sync();
      await syncFolder(dirname(to));
      return { kind: 'completed', bytes: source.size, sha256: hash.digest('hex'), addedBytes: source.size - size } as const;
    });
  } finally {
    await handle.close();
  }
}
