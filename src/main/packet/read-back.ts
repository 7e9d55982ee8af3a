import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
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
export function readBackFiles(files: readonly ContentSum[], advance: Advance): ReadBack {
  const piece = alignedPiece();
  let all: ReadBack = files.length === 0 ? 'cache' : 'medium';
  for (const file of files) {
    const { descriptor, readBack } = openPastCache(file.path, piece);
    if (readBack === 'cache') all = 'cache';
    try {
      if (!matches(descriptor, piece, file, advance)) throw new DeliveryProblem('read-back-differs', file.path);
    } finally {
      closeSync(descriptor);
    }
  }
  return all;
}

function matches(descriptor: number, piece: Uint8Array, { bytes, sha256 }: ContentSum, advance: Advance): boolean {
  const hash = createHash('sha256');
  let done = 0;
  for (;;) {
    const bytesRead = readSync(descriptor, piece, 0, piece.byteLength, done);
    hash.update(piece.subarray(0, bytesRead));
    done += bytesRead;
    advance(bytesRead);
    // Past the cache only whole blocks can be asked for, so a short answer is the end of the file.
    if (bytesRead < piece.byteLength) break;
  }
  return done === bytes && hash.digest('hex') === sha256;
}

function openPastCache(path: string, piece: Uint8Array): { readonly descriptor: number; readonly readBack: ReadBack } {
  const past = process.platform === 'linux' ? openDirect(path, piece) : undefined;
  return past === undefined ? { descriptor: openSync(path, constants.O_RDONLY), readBack: 'cache' } : { descriptor: past, readBack: 'medium' };
}

/** Some file systems refuse to open it so, and some open it and refuse to read. */
function openDirect(path: string, piece: Uint8Array): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECT);
    readSync(descriptor, piece, 0, piece.byteLength, 0);
    return descriptor;
  } catch {
    if (descriptor !== undefined) closeSync(descriptor);
    return undefined;
  }
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
