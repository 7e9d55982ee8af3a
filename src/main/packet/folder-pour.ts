import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Advance } from './deliver.ts';
import { DeliveryProblem, type ContentSum } from './delivery-problem.ts';
import type { Delivery, DeliveryFile } from './delivery.ts';
import { readHashed } from './hashed-read.ts';
import type { OpenToWrite, OutputFile } from './output-file.ts';

/** Copied at the same time: while one file waits for the disk, another is read. */
const lanes = 2;
/** A file is synced this many files later: by then the disk has most of it, and nobody waits long. */
const syncedLater = 16;

/** Copies files into the folder of a packet. When it resolves, all of them are on the disk. */
export async function pourIntoFolder({ files, to }: Delivery, advance: Advance, syncing: () => void, open: OpenToWrite): Promise<readonly ContentSum[]> {
  const queue = [...files];
  const unsynced: OutputFile[] = [];
  const sums: ContentSum[] = [];
  const settle = async (down: number) => {
    while (unsynced.length > down) await syncAndClose(unsynced.shift());
  };
  const lane = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const { sum, output } = await copyInto(to, file, advance, open);
      sums.push(sum);
      unsynced.push(output);
      await settle(syncedLater);
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  try {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    syncing();
    await settle(0);
  } finally {
    for (const output of unsynced) await output.close();
  }
  return sums;
}

async function syncAndClose(output: OutputFile | undefined): Promise<void> {
  try {
    await output?.sync();
  } finally {
    await output?.close();
  }
}

async function copyInto(folder: string, file: DeliveryFile, advance: Advance, open: OpenToWrite) {
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true, mode: 0o750 });
  const output = await open(path);
  try {
    await pourFile(file, output, 0, advance);
    return { output, sum: { path, bytes: file.bytes, sha256: file.sha256 } };
  } catch (error) {
    await output.close();
    throw error;
  }
}

/** Writes one file at a position of an output and compares what was read with what it must be. */
export async function pourFile(file: DeliveryFile, output: OutputFile, at: number, advance: Advance, also: (piece: Uint8Array) => void = () => undefined): Promise<void> {
  const pieces = readHashed(file.from);
  let position = at;
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let step = await pieces.next(); ; step = await pieces.next()) {
      if (step.done === true) {
        if (step.value.sha256 !== file.sha256 || step.value.bytes !== file.bytes) throw new DeliveryProblem('altered', file.from);
        break;
      }
      const piece = step.value;
      await writing;
      writing = output.write(piece, position);
      // Told where it is awaited; until then it must not end the process.
      writing.catch(() => undefined);
      also(piece);
      position += piece.byteLength;
      advance(piece.byteLength);
      // A file that grew is not the one that was sealed, and must not run over its neighbour.
      if (position - at > file.bytes) throw new DeliveryProblem('altered', file.from);
    }
  } finally {
    await writing.catch(() => undefined);
    await pieces.return({ bytes: 0, sha256: '' });
  }
  await writing;
}
