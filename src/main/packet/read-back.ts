import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { ReadBack } from '../../shared/domain/index.ts';
import type { Advance } from './deliver.ts';
import { DeliveryProblem, type ContentSum } from './delivery-problem.ts';

const pieceBytes = 1 << 20;
const wasmPage = 65_536;

/**
 * Reads what was written again and compares. On Linux it reads past the cache (O_DIRECT), so the bytes come from the medium itself; where
 * a file system or an operating system has no way for that, it reads through the cache and says so.
 * @throws DeliveryProblem read-back-differs
 */
export async function readBackFiles(files: readonly ContentSum[], advance: Advance): Promise<ReadBack> {
  const piece = alignedPiece();
  let all: ReadBack = files.length === 0 ? 'cache' : 'medium';
  for (const file of files) {
    const { handle, readBack } = await openPastCache(file.path, piece);
    if (readBack === 'cache') all = 'cache';
    try {
      if (!(await matches(handle, piece, file, advance))) throw new DeliveryProblem('read-back-differs', file.path);
    } finally {
      await handle.close();
    }
  }
  return all;
}

async function matches(handle: FileHandle, piece: Uint8Array, { bytes, sha256 }: ContentSum, advance: Advance): Promise<boolean> {
  const hash = createHash('sha256');
  let done = 0;
  for (;;) {
    const { bytesRead } = await handle.read(piece, 0, piece.byteLength, done);
    hash.update(piece.subarray(0, bytesRead));
    done += bytesRead;
    advance(bytesRead);
    // Past the cache only whole blocks can be asked for, so a short answer is the end of the file.
    if (bytesRead < piece.byteLength) break;
  }
  return done === bytes && hash.digest('hex') === sha256;
}

async function openPastCache(path: string, piece: Uint8Array): Promise<{ readonly handle: FileHandle; readonly readBack: ReadBack }> {
  const direct = process.platform === 'linux' ? constants.O_DIRECT : 0;
  if (direct !== 0) {
    const handle = await open(path, constants.O_RDONLY | direct).catch(() => undefined);
    // Some file systems open it and refuse to read.
    const works = await handle?.read(piece, 0, piece.byteLength, 0).then(() => true, () => false);
    if (handle !== undefined && works === true) return { handle, readBack: 'medium' };
    await handle?.close();
  }
  return { handle: await open(path, constants.O_RDONLY), readBack: 'cache' };
}

/** Node has it; the library that types here know describes the language alone. */
interface WebAssemblyMemory {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
}

/** Reading past the cache takes memory that begins at a page; of all that JavaScript can ask for, only that of WebAssembly promises it. */
function alignedPiece(): Uint8Array {
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyMemory }).WebAssembly;
  return new Uint8Array(new Memory({ initial: pieceBytes / wasmPage }).buffer);
}
