import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const chunkBytes = 1 << 20;

export interface MasterCopyOrder {
  readonly from: string;
  readonly to: string;
  /** What the seal says, to judge how long the copy may take. */
  readonly bytes: number;
}

export interface MasterCopyResult {
  readonly bytes: number;
  readonly sha256: string;
}

/** Copies a file byte for byte, hashing what it reads, and syncs the copy. The master is opened for reading alone; the copy must not exist. */
export async function copyMaster({ from, to }: MasterCopyOrder): Promise<MasterCopyResult> {
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const target = await open(to, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o640);
    try {
      return await pour(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function pour(source: FileHandle, target: FileHandle): Promise<MasterCopyResult> {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(chunkBytes);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, chunkBytes, bytes);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    await target.writeFile(piece);
    bytes += bytesRead;
  }
  await target.sync();
  return { bytes, sha256: hash.digest('hex') };
}
