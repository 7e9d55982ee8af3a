import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Large enough that the calls cost nothing beside the bytes; small enough that reading, hashing and writing overlap in files of a few megabytes. */
export const pieceBytes = 1 << 20;
const slots = 4;

export interface HashedRead {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Reads a file once, in order, and hashes what it hands out. The next piece is already being read while this one is hashed and written by
 * the caller. A piece is the caller's until it has asked for two more; `fresh` gives each a buffer of its own.
 * The file is opened for reading alone, and a link is never followed.
 */
export async function* readHashed(path: string, fresh = false): AsyncGenerator<Buffer, HashedRead> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return yield* pieces(file, createHash('sha256'), fresh);
  } finally {
    await file.close();
  }
}

async function* pieces(file: FileHandle, hash: Hash, fresh: boolean): AsyncGenerator<Buffer, HashedRead> {
  const ring = fresh ? [] : Array.from({ length: slots }, () => Buffer.allocUnsafeSlow(pieceBytes));
  const read = (n: number) => file.read(ring[n % slots] ?? Buffer.allocUnsafeSlow(pieceBytes), 0, pieceBytes, n * pieceBytes);
  let bytes = 0;
  let next = read(0);
  try {
    for (let n = 0; ; n += 1) {
      const { buffer, bytesRead } = await next;
      if (bytesRead === 0) break;
      next = read(n + 1);
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      bytes += bytesRead;
      yield piece;
      // A read in the middle of a file that came back short: what follows would land in the wrong place.
      if (bytesRead < pieceBytes) break;
    }
  } finally {
    // Nobody may close the file under a read that is still under way.
    await next.catch(() => undefined);
  }
  return { bytes, sha256: hash.digest('hex') };
}
