import { assertNever } from '../../shared/base/index.ts';
import type { ReadBack } from '../../shared/domain/index.ts';
import { failureOf, type ContentSum } from './delivery-problem.ts';
import type { Delivery, DeliveryOutcome, DeliveryProgress } from './delivery.ts';
import { pourInLanes, worthLanes } from './folder-lanes.ts';
import { pourIntoFolder } from './folder-pour.ts';
import { pourIntoIso } from './iso-pour.ts';
import { openToWrite, type OpenToWrite } from './output-file.ts';
import { readBackFiles } from './read-back.ts';
import { pourIntoZip } from './zip-pour.ts';

/** Counts bytes and tells at most twice a second. */
export type Advance = (bytes: number) => void;

/**
 * Copies the files of a delivery, each read once and compared with its hash, syncs them and, if asked, reads everything back. When the
 * outcome is `none`, all of it is on the disk under the temporary name; otherwise what lies there is rubbish to be removed by the caller.
 * Never rejects for what a disk does. Meant for a worker: it blocks its thread.
 * @param open the seam at which tests fail a disk; with another one nothing is shared among threads
 */
export async function deliver(delivery: Delivery, tell: (progress: DeliveryProgress) => void, monotonicMs: () => number, open: OpenToWrite = openToWrite): Promise<DeliveryOutcome> {
  try {
    const bytesTotal = total(delivery.files);
    const sums = await pour(delivery, advancing('copying', bytesTotal, tell, monotonicMs), () => tell({ phase: 'syncing', bytesDone: bytesTotal, bytesTotal }), open);
    const readBack = delivery.readBack ? readAll(delivery, sums, tell, monotonicMs) : 'none';
    return { problem: 'none', bytes: bytesTotal, readBack };
  } catch (error) {
    return failureOf(error, delivery.to);
  }
}

async function pour(delivery: Delivery, advance: Advance, syncing: () => void, open: OpenToWrite): Promise<readonly ContentSum[]> {
  const { files, to, packaging } = delivery;
  switch (packaging) {
    case 'folder': {
      const sums = open === openToWrite && worthLanes(files) ? await pourInLanes(files, to, advance) : pourIntoFolder(files, to, advance, open);
      // Each file was synced already; what is left is the folders themselves.
      syncing();
      return sums;
    }
    case 'iso':
      return pourIntoIso(delivery, advance, syncing, open);
    case 'zip':
      return pourIntoZip(delivery, advance, syncing, open);
    default:
      return assertNever(packaging, 'packaging');
  }
}

function readAll({ inPlace }: Delivery, sums: readonly ContentSum[], tell: (progress: DeliveryProgress) => void, monotonicMs: () => number): ReadBack {
  const all = [...inPlace.map(({ from, sha256, bytes }) => ({ path: from, sha256, bytes })), ...sums];
  return readBackFiles(all, advancing('reading-back', total(all), tell, monotonicMs));
}

function advancing(phase: DeliveryProgress['phase'], bytesTotal: number, tell: (progress: DeliveryProgress) => void, monotonicMs: () => number): Advance {
  let bytesDone = 0;
  let toldMs = -Infinity;
  return (bytes) => {
    bytesDone += bytes;
    const nowMs = monotonicMs();
    if (nowMs - toldMs < 500) return;
    toldMs = nowMs;
    tell({ phase, bytesDone, bytesTotal });
  };
}

function total(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
