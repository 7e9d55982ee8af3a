const minute = 60_000;
const hour = 60 * minute;
const spans = [10_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 4 * hour];
const steps = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour];
const mostTicks = 9;

/** One strip of a timeline: every strip of one timeline has the same length, so all are to one scale. */
export interface TimeStrip {
  readonly fromMs: number;
  readonly toMs: number;
  readonly ticks: readonly number[];
}

/** Divides an interval into strips of a round length (at most four hours) that begin at its start, with ticks at round room time. */
export function timeStrips(startMs: number, endMs: number, offsetMs: number): readonly TimeStrip[] {
  const total = Math.max(1, endMs - startMs);
  const span = spans.find((each) => each >= total) ?? 4 * hour;
  const step = steps.find((each) => span / each <= mostTicks) ?? hour;
  return Array.from({ length: Math.ceil(total / span) }, (_, index) => {
    const fromMs = startMs + index * span;
    const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs;
    return { fromMs, toMs: fromMs + span, ticks: Array.from({ length: Math.floor((fromMs + span - first) / step) + 1 }, (__, tick) => first + tick * step) };
  });
}
