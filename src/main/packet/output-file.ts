import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A file of a delivery that is being written. */
export interface OutputFile {
  /** Whole, or it rejects. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type OpenToWrite = (path: string) => Promise<OutputFile>;

/** A new file; fails with EEXIST when it exists. */
export const openToWrite: OpenToWrite = async (path) => {
  const handle = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o640);
  return {
    write: async (bytes, position) => {
      let written = 0;
      while (written < bytes.byteLength) written += (await handle.write(bytes, written, bytes.byteLength - written, position + written)).bytesWritten;
    },
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
};
