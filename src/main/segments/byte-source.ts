import { open, type FileHandle } from 'node:fs/promises';
import { createHash, type Hash } from 'node:crypto';

/** Bytes that can be read piece by piece, so that a file of any size is checked in little memory. */
export interface ByteSource {
  readonly size: number;
  /** Fewer bytes only at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** From `position` on, at least one byte and at most `length`, none at the end. Good until the next call alone. Quickest when asked for in order. */
  view(position: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** A file that lies within another one, such as in a zip or an ISO image: its bytes stand there in one row, as they are. */
export interface FileRange {
  readonly path: string;
  readonly start: number;
  readonly bytes: number;
}

/** A file, a file within a file, or bytes in memory. */
export type ByteOrigin = string | FileRange | Uint8Array;

/**
 * Lends the bytes of a file (or bytes in memory) to `work` and closes the file afterwards. The size is the one at opening.
 * @param inOrder all of it will be read from start to end
 */
export async function withBytes<T>(from: ByteOrigin, work: (source: ByteSource) => Promise<T>, inOrder = false): Promise<T> {
  if (from instanceof Uint8Array) return work(bytesInMemory(from));
  const handle = await open(pathOf(from), 'r');
  try {
    const { size, start } = await extentOf(handle, from);
    return await work(new FileBytes(handle, { size, start, slabBytes: inOrder ? streamSlabBytes : searchSlabBytes }));
  } finally {
    await handle.close();
  }
}

function bytesInMemory(bytes: Uint8Array): ByteSource {
  const view = (position: number, length: number) => bytes.subarray(position, position + length);
  return { size: bytes.byteLength, read: (position, length) => Promise.resolve(view(position, length)), view };
}

/** The same, and SHA-256 of all of it, from one reading; and whether `twin`, when it is given, is a file with the same bytes. */
export async function withHashedBytes<T>(from: ByteOrigin, work: (source: ByteSource) => Promise<T>, twin?: string): Promise<{ readonly value: T; readonly sha256: string; readonly twinIsSame: boolean }> {
  if (from instanceof Uint8Array) return { value: await work(bytesInMemory(from)), sha256: createHash('sha256').update(from).digest('hex'), twinIsSame: false };
  const handle = await open(pathOf(from), 'r');
  // One that cannot be opened is not the same.
  const other = twin === undefined ? undefined : await open(twin, 'r').catch(() => undefined);
  try {
    const { size, start } = await extentOf(handle, from);
    const twinHasSize = other !== undefined && (await other.stat()).size === size;
    const source = new FileBytes(handle, { size, start, slabBytes: streamSlabBytes, hash: createHash('sha256'), ...(twinHasSize ? { twin: other } : {}) });
    const value = await work(source);
    return { value, sha256: await source.digest(), twinIsSame: source.twinIsSame };
  } finally {
    await handle.close();
    await other?.close();
  }
}

function pathOf(from: string | FileRange): string {
  return typeof from === 'string' ? from : from.path;
}

/** The size is the one at opening; of a range, as much of it as is there. */
async function extentOf(handle: FileHandle, from: string | FileRange): Promise<{ readonly size: number; readonly start: number }> {
  const { size } = await handle.stat();
  return typeof from === 'string' ? { size, start: 0 } : { size: Math.max(0, Math.min(from.bytes, size - from.start)), start: from.start };
}

const streamSlabBytes = 1024 * 1024;
/** Holds a moof or a chain box: all that looking for places needs. */
const searchSlabBytes = 8 * 1024;

interface FileBytesOptions {
  readonly size: number;
  /** Where its first byte lies in the file. */
  readonly start: number;
  readonly slabBytes: number;
  readonly hash?: Hash;
  /** A file of the same length, to be compared with what is hashed. */
  readonly twin?: FileHandle;
}

interface Slab {
  readonly buffer: Buffer;
  readonly start: number;
  readonly length: number;
}

/** Reads ahead: while one slab is being hashed the system brings the next. */
class FileBytes implements ByteSource {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #start: number;
  readonly #slabBytes: number;
  readonly #hash: Hash | undefined;
  readonly #twin: FileHandle | undefined;
  #twinBuffer: Buffer = Buffer.alloc(0);
  #twinIsSame: boolean;
  #hashedUntil = 0;
  #now: Slab = { buffer: Buffer.alloc(0), start: 0, length: 0 };
  #spare: Buffer = Buffer.alloc(0);
  #ahead: Promise<Slab | undefined> | undefined;

  constructor(handle: FileHandle, { size, start, slabBytes, hash, twin }: FileBytesOptions) {
    this.#handle = handle;
    this.#start = start;
    this.size = size;
    this.#slabBytes = slabBytes;
    this.#hash = hash;
    this.#twin = twin;
    this.#twinIsSame = twin !== undefined;
  }

  /** To be asked after `digest`. */
  get twinIsSame(): boolean {
    return this.#twinIsSame;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - position)));
    if (bytes.byteLength > this.#slabBytes) return bytes.subarray(0, await this.#pull(bytes, position));
    for (let done = 0; done < bytes.byteLength; ) {
      const piece = await this.view(position + done, bytes.byteLength - done);
      if (piece.byteLength === 0) return bytes.subarray(0, done);
      bytes.set(piece, done);
      done += piece.byteLength;
    }
    return bytes;
  }

  view(position: number, length: number): Uint8Array | Promise<Uint8Array> {
    const { buffer, start, length: held } = this.#now;
    if (position >= start && position < start + held) return buffer.subarray(position - start, Math.min(position - start + length, held));
    return position >= this.size ? new Uint8Array() : this.#viewNext(position, length);
  }

  /** Of the whole file, whatever was looked at. */
  async digest(): Promise<string> {
    await this.#hashUntil(this.size);
    return this.#hash?.digest('hex') ?? '';
  }

  async #viewNext(position: number, length: number): Promise<Uint8Array> {
    // What was jumped over still counts for the hash of the whole.
    if (this.#hash !== undefined && position > this.#now.start + this.#now.length) await this.#hashUntil(position);
    await this.#load(position);
    const { buffer, start, length: held } = this.#now;
    return buffer.subarray(position - start, Math.min(position - start + length, held));
  }

  async #hashUntil(end: number): Promise<void> {
    while (this.#hashedUntil < end && this.#hash !== undefined) {
      const before = this.#hashedUntil;
      await this.#load(before);
      if (this.#hashedUntil === before) return;
    }
  }

  async #load(position: number): Promise<void> {
    const ahead = await this.#ahead;
    this.#ahead = undefined;
    const fits = ahead !== undefined && position >= ahead.start && position < ahead.start + ahead.length;
    const slab = fits ? ahead : await this.#fill(ahead?.buffer ?? this.#spareBuffer(), position);
    this.#spare = this.#now.buffer;
    this.#now = slab;
    await this.#take(slab);
    const next = slab.start + slab.length;
    // A failed reading ahead is told by the reading that needs it.
    if (next < this.size && slab.length > 0 && this.#slabBytes === streamSlabBytes) this.#ahead = this.#fill(this.#spareBuffer(), next).catch(() => undefined);
  }

  async #take({ buffer, start, length }: Slab): Promise<void> {
    if (this.#hash === undefined || start > this.#hashedUntil || start + length <= this.#hashedUntil) return;
    const bytes = buffer.subarray(this.#hashedUntil - start, length);
    this.#hash.update(bytes);
    if (this.#twin !== undefined && this.#twinIsSame) this.#twinIsSame = await this.#sameInTwin(this.#twin, bytes);
    this.#hashedUntil = start + length;
  }

  async #sameInTwin(twin: FileHandle, bytes: Buffer): Promise<boolean> {
    if (this.#twinBuffer.byteLength < bytes.byteLength) this.#twinBuffer = Buffer.allocUnsafeSlow(this.#slabBytes);
    const into = this.#twinBuffer.subarray(0, bytes.byteLength);
    // What cannot be read is not the same.
    const read = await pull(twin, into, this.#hashedUntil).catch(() => 0);
    return read === bytes.byteLength && bytes.equals(into);
  }

  #spareBuffer(): Buffer {
    const spare = this.#spare;
    this.#spare = Buffer.alloc(0);
    return spare.byteLength > 0 ? spare : Buffer.allocUnsafeSlow(Math.max(1, Math.min(this.#slabBytes, this.size)));
  }

  async #fill(buffer: Buffer, start: number): Promise<Slab> {
    return { buffer, start, length: await this.#pull(buffer.subarray(0, Math.min(buffer.byteLength, this.size - start)), start) };
  }

  #pull(into: Buffer, position: number): Promise<number> {
    return pull(this.#handle, into, this.#start + position);
  }
}

/** Fewer bytes only at the end of the file. */
async function pull(handle: FileHandle, into: Buffer, position: number): Promise<number> {
  let done = 0;
  while (done < into.byteLength) {
    const { bytesRead } = await handle.read(into, done, into.byteLength - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
