import { createHash } from 'node:crypto';
import type { Advance } from './deliver.ts';
import { DeliveryProblem, type ContentSum } from './delivery-problem.ts';
import type { Delivery } from './delivery.ts';
import { pourFile } from './folder-pour.ts';
import { isoLayout, type IsoLayout } from './iso-layout.ts';
import { sectorBytes } from './iso-records.ts';
import type { OpenToWrite, OutputFile } from './output-file.ts';

/** Writes the packet as one ISO image, from its first byte to its last. When it resolves, it is on the disk. */
export function pourIntoIso(delivery: Delivery, advance: Advance, syncing: () => void, open: OpenToWrite): readonly ContentSum[] {
  const layout = isoLayout(delivery.files, delivery.volumeName, delivery.atMs);
  if ('refused' in layout) throw new DeliveryProblem('iso-cannot-hold', layout.path);
  const output = open(delivery.to);
  try {
    const sha256 = writeImage(delivery, layout, output, advance);
    syncing();
    output.sync();
    return [{ path: delivery.to, bytes: layout.sectors * sectorBytes, sha256 }];
  } finally {
    output.close();
  }
}

/** @returns SHA-256 of the image when it is going to be read back; otherwise nobody needs it */
function writeImage({ files, readBack }: Delivery, { head, sectors, sectorOf }: IsoLayout, output: OutputFile, advance: Advance): string {
  const hash = createHash('sha256');
  const also = readBack ? (piece: Uint8Array) => void hash.update(piece) : undefined;
  const write = (bytes: Uint8Array, position: number) => {
    output.write(bytes, position);
    also?.(bytes);
  };
  write(head, 0);
  let end = head.byteLength;
  for (const file of files) {
    const at = (sectorOf.get(file.path) ?? 0) * sectorBytes;
    write(Buffer.alloc(at - end), end);
    pourFile(file, output, at, advance, also);
    end = at + file.bytes;
  }
  write(Buffer.alloc(sectors * sectorBytes - end), end);
  return hash.digest('hex');
}
