import type { FileHandle } from 'node:fs/promises';
import type { FileRange } from '../segments/index.ts';

/** Files inside another, by their paths; undefined when they do not all stand there as they are. */
export type PackedFiles = ReadonlyMap<string, FileRange> | undefined;

/** Exactly so many bytes, or fewer at the end of the file. */
export async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
