import { failureOf } from './delivery-problem.ts';
import type { LaneJob, LaneOutcome } from './folder-lanes.ts';
import { pourIntoFolder } from './folder-pour.ts';
import { openToWrite } from './output-file.ts';

/** What a lane tells of itself is worth a message. */
const tellEveryBytes = 16 << 20;

/** Copies one share of a delivery. What stops it is a value: of an error that crosses threads the message alone arrives. */
export function pourLane({ files, to }: LaneJob, tell: (bytes: number) => void): LaneOutcome {
  let untold = 0;
  const advance = (bytes: number) => {
    untold += bytes;
    if (untold < tellEveryBytes) return;
    tell(untold);
    untold = 0;
  };
  try {
    const sums = pourIntoFolder(files, to, advance, openToWrite);
    tell(untold);
    return { sums };
  } catch (error) {
    return { failed: failureOf(error, to) };
  }
}
