import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Advance } from './deliver.ts';
import { DeliveryProblem, type ContentSum } from './delivery-problem.ts';
import type { DeliveryFile } from './delivery.ts';
import { readHashed } from './hashed-read.ts';
import type { OpenToWrite, OutputFile } from './output-file.ts';

/**
 * Copies files into the folder of a packet, and syncs each before the next one begins: what waits to be written stays small, so that the
 * progress told is true on a slow medium and a recording beside it does not have to wait. When it returns, all are on the disk.
 */
export function pourIntoFolder(files: readonly DeliveryFile[], to: string, advance: Advance, open: OpenToWrite): readonly ContentSum[] {
  return files.map((file) => {
    const path = join(to, file.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
    const output = open(path);
    try {
      pourFile(file, output, 0, advance);
      output.sync();
    } finally {
      output.close();
    }
    return { path, bytes: file.bytes, sha256: file.sha256 };
  });
}

/** Writes one file at a position of an output and compares what was read with what it must be. @throws DeliveryProblem altered */
export function pourFile(file: DeliveryFile, output: OutputFile, at: number, advance: Advance, also: (piece: Uint8Array) => void = () => undefined): void {
  let position = at;
  for (const piece of checkedPieces(file, advance)) {
    output.write(piece, position);
    also(piece);
    position += piece.byteLength;
  }
}

/** What a file holds, piece by piece, as `readHashed`. @throws DeliveryProblem altered, at its end at the latest */
export function* checkedPieces(file: DeliveryFile, advance: Advance, fresh = false): Generator<Buffer, void> {
  const pieces = readHashed(file.from, fresh);
  let bytes = 0;
  try {
    for (let step = pieces.next(); ; step = pieces.next()) {
      if (step.done === true) {
        if (step.value.sha256 !== file.sha256 || step.value.bytes !== file.bytes) throw new DeliveryProblem('altered', file.from);
        return;
      }
      bytes += step.value.byteLength;
      // A file that grew is not the one that was sealed, and must not run over its neighbour.
      if (bytes > file.bytes) throw new DeliveryProblem('altered', file.from);
      yield step.value;
      advance(step.value.byteLength);
    }
  } finally {
    pieces.return({ bytes: 0, sha256: '' });
  }
}
