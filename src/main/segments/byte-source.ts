import { open } from 'node:fs/promises';

/** Bytes that can be read piece by piece, so that a file of any size is checked in little memory. */
export interface ByteSource {
  readonly size: number;
  /** Fewer bytes only at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** Lends the bytes of a file (or bytes in memory) to `work` and closes the file afterwards. The size is the one at opening. */
export async function withBytes<T>(from: string | Uint8Array, work: (source: ByteSource) => Promise<T>): Promise<T> {
  if (typeof from !== 'string')
    return work({ size: from.byteLength, read: (position, length) => Promise.resolve(from.subarray(position, position + length)) });
  const handle = await open(from, 'r');
  try {
    const { size } = await handle.stat();
    return await work({
      size,
      read: async (position, length) => {
        const buffer = new Uint8Array(Math.max(0, Math.min(length, size - position)));
        let done = 0;
        while (done < buffer.byteLength) {
          const { bytesRead } = await handle.read(buffer, done, buffer.byteLength - done, position + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return buffer.subarray(0, done);
      },
    });
  } finally {
    await handle.close();
  }
}
