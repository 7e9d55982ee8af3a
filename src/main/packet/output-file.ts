import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs';

/**
 * A file of a delivery that is being written. It blocks its thread, which is the delivery's own: what a slow stick holds up must never be the
 * four threads in which the recording's files are written and synced.
 */
export interface OutputFile {
  /** Whole, or it throws. */
  write(bytes: Uint8Array, position: number): void;
  sync(): void;
  close(): void;
}

export type OpenToWrite = (path: string) => OutputFile;

/** A new file; throws EEXIST when it exists. */
export const openToWrite: OpenToWrite = (path) => {
  const file = openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o640);
  return {
    write: (bytes, position) => {
      for (let written = 0; written < bytes.byteLength; ) written += writeSync(file, bytes, written, bytes.byteLength - written, position + written);
    },
    sync: () => fdatasyncSync(file),
    close: () => closeSync(file),
  };
};
