import { AppError } from '../../shared/base/index.ts';

/** One press of the operator: the time that the wall display turned to, and room time as it was when they pressed. */
export interface AlignmentPress {
  readonly shownMs: number;
  readonly pressedMs: number;
}

export interface AlignmentResult {
  readonly presses: number;
  /** By how much room time was behind the display (whole ms; negative when ahead). */
  readonly byMs: number;
  /** Bound of what the operator, the console and the display can be wrong by together. */
  readonly errorMs: number;
  /** Between the earliest and the latest press, against the display. */
  readonly spreadMs: number;
}

/**
 * Who waits for a change presses 150 to 250 ms after it; who keeps time with it, up to 50 ms before. All of that is in the bound, and 50 ms for
 * the way from the key to the station. Nothing is subtracted: nobody knows which kind of person pressed.
 */
const reactionMs = 300;
const mostSpreadMs = 500;

/** The median press counts. @throws AppError CLOCK_ALIGN_UNSTEADY when the presses lie too far apart to mean anything */
export function measurePresses(presses: readonly AlignmentPress[], displayErrorMs: number): AlignmentResult {
  const offsets = presses.map(({ shownMs, pressedMs }) => shownMs - pressedMs).sort((a, b) => a - b);
  const [least = 0, most = 0] = [offsets[0], offsets.at(-1)];
  const spreadMs = Math.round(most - least);
  if (spreadMs > mostSpreadMs) throw new AppError('CLOCK_ALIGN_UNSTEADY', { ms: spreadMs });
  const median = ((offsets[Math.floor((offsets.length - 1) / 2)] ?? 0) + (offsets[Math.ceil((offsets.length - 1) / 2)] ?? 0)) / 2;
  return { presses: presses.length, byMs: Math.round(median), errorMs: Math.ceil(reactionMs + spreadMs / 2 + displayErrorMs), spreadMs };
}
