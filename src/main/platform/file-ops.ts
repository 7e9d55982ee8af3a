import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** An open file of evidence. Every call resolves only when the operating system has answered. */
export interface OpenFile {
  readonly path: string;
  append(bytes: Uint8Array): Promise<void>;
  /** fdatasync: the bytes and the length are on the disk when it resolves. After a failure the file must not be trusted again. */
  sync(): Promise<void>;
  /** @param into memory of the caller's that may be used for it, of at least that length */
  read(position: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
  /** Bytes that it holds now. */
  size(): Promise<number>;
  /** Ends the file here. Only recovery does this, after it has kept what it cuts off. */
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** The file operations of the recording path: the seam at which fault tests fail, fill and slow a disk. */
export interface FileOps {
  /** Creates a new file and makes its name durable; fails with EEXIST when it exists. */
  create(path: string): Promise<OpenFile>;
  makeFolder(path: string): Promise<void>;
  /** Opens a file that is there, to read it or to append; fails with ENOENT when it is not. */
  reopen(path: string): Promise<OpenFile>;
  /** Writes a whole small file so that after any crash it is there whole or not at all; fails with EEXIST when it exists. */
  writeWhole(path: string, bytes: Uint8Array | string): Promise<void>;
  /** Gives a file that can no longer be trusted another name beside its own, durably; nothing is deleted. Resolves with the new name, or undefined when there was no file. */
  setAside(path: string): Promise<string | undefined>;
}

export const nodeFileOps: FileOps = {
  create: async (path) => {
    const handle = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_APPEND, 0o640);
    await syncFolder(dirname(path));
    return openFile(path, handle);
  },
  makeFolder: async (path) => {
    const first = await mkdir(path, { recursive: true });
    if (first !== undefined) await syncFolder(dirname(first));
  },
  reopen: async (path) => openFile(path, await open(path, constants.O_RDWR | constants.O_APPEND)),
  writeWhole: writeFileDurably,
  setAside: async (path) => {
    if (!(await isThere(path))) return undefined;
    let aside = `${path}.aside`;
    for (let n = 2; await isThere(aside); n += 1) aside = `${path}.aside.${n}`;
    await rename(path, aside);
    await syncFolder(dirname(path));
    return aside;
  },
};

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function openFile(path: string, handle: FileHandle): OpenFile {
  return {
    path,
    append: async (bytes) => {
      let written = 0;
      while (written < bytes.byteLength) written += (await handle.write(bytes, written, bytes.byteLength - written)).bytesWritten;
    },
    sync: () => handle.datasync(),
    read: async (position, length, into) => {
      const buffer = into ?? new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
    size: async () => (await handle.stat()).size,
    truncate: (bytes) => handle.truncate(bytes),
    close: () => handle.close(),
  };
}

/** Makes names in a folder durable. Windows cannot open folders for this and does it by itself, so there it does nothing. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a new file so that after any crash it is there whole or not at all: a temporary name of its own (two stations may share a folder), sync, link to the final name, sync of the folder.
 * Never overwrites: fails with EEXIST when the final name exists.
 */
export async function writeFileDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', 0o640);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, path);
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(path));
}
