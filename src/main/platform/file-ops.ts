import { constants } from 'node:fs';
import { link, mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** An open file of evidence. Every call resolves only when the operating system has answered. */
export interface OpenFile {
  readonly path: string;
  append(bytes: Uint8Array): Promise<void>;
  /** fdatasync: the bytes and the length are on the disk when it resolves. After a failure the file must not be trusted again. */
  sync(): Promise<void>;
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The file operations of the recording path: the seam at which fault tests fail, fill and slow a disk. */
export interface FileOps {
  /** Creates a new file and makes its name durable; fails with EEXIST when it exists. */
  create(path: string): Promise<OpenFile>;
  makeFolder(path: string): Promise<void>;
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
};

function openFile(path: string, handle: FileHandle): OpenFile {
  return {
    path,
    append: async (bytes) => {
      let written = 0;
      while (written < bytes.byteLength) written += (await handle.write(bytes, written, bytes.byteLength - written)).bytesWritten;
    },
    sync: () => handle.datasync(),
    read: async (position, length) => {
      const buffer = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return buffer.subarray(0, done);
    },
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
 * Writes a new file so that after any crash it is there whole or not at all: temporary name, sync, link to the final name, sync of the folder.
 * Never overwrites: fails with EEXIST when the final name exists.
 */
export async function writeFileDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
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
