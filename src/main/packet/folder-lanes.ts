import { availableParallelism } from 'node:os';
import { runLongWorker } from '../platform/index.ts';
import type { Advance } from './deliver.ts';
import { errorOf, type ContentSum } from './delivery-problem.ts';
import type { DeliveryFailure, DeliveryFile } from './delivery.ts';

/** One share of the files of a folder, for the worker `deliver-packet`. */
export interface LaneJob {
  readonly job: 'lane';
  readonly files: readonly DeliveryFile[];
  readonly to: string;
}

export type LaneOutcome = { readonly sums: readonly ContentSum[] } | { readonly failed: DeliveryFailure };

/** Below this a thread costs more than it saves. */
const worthAThreadBytes = 64 << 20;
/** One more than the processor can run: while one waits for the disk, the others hash. */
const mostLanes = 4;
const stallMs = 20 * 60_000;

/** Whether copying these in several threads saves anything. */
export function worthLanes(files: readonly DeliveryFile[]): boolean {
  return files.length > 1 && total(files) >= worthAThreadBytes;
}

/**
 * `pourIntoFolder` in several threads, each with files of its own. The first failure ends the others, and all of them are gone when it is told.
 * @throws what stopped the first of them
 */
export async function pourInLanes(files: readonly DeliveryFile[], to: string, advance: Advance): Promise<readonly ContentSum[]> {
  const stop = new AbortController();
  const lane = async (share: readonly DeliveryFile[]) => {
    try {
      const outcome = await runLongWorker<LaneOutcome, number>('deliver-packet', { job: 'lane', files: share, to } satisfies LaneJob, { stallMs, onProgress: advance, signal: stop.signal });
      if ('failed' in outcome) throw errorOf(outcome.failed);
      return outcome.sums;
    } catch (error) {
      // The others are ended for the same reason; a second abort changes nothing.
      stop.abort(error);
      return [];
    }
  };
  const sums = await Promise.all(shares(files, Math.min(mostLanes, availableParallelism() + 1)).map(lane));
  stop.signal.throwIfAborted();
  return sums.flat();
}

/** Of about the same length. The largest first, so that what is left at the end is small. */
function shares(files: readonly DeliveryFile[], count: number): readonly (readonly DeliveryFile[])[] {
  const made = Array.from({ length: count }, () => ({ bytes: 0, files: [] as DeliveryFile[] }));
  for (const file of files.toSorted((a, b) => b.bytes - a.bytes)) {
    const least = made.reduce((one, other) => (other.bytes < one.bytes ? other : one));
    least.bytes += file.bytes;
    least.files.push(file);
  }
  return made.map((share) => share.files).filter((share) => share.length > 0);
}

function total(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
