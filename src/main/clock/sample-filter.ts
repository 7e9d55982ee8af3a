import type { ClockSample } from './clock-sample.ts';
import { maxSlew, type Aim } from './time-line.ts';

/** Error growth between samples while the speed of this machine's clock is still unknown, and when it has been measured. */
export const growthUnmeasured = 300e-6;
export const growthMeasured = 100e-6;

const keptSamples = 32;
const usedSamples = 8;
const frequencySpanMs = 60_000;
const frequencyCertainty = 20e-6;

/** The last rounds with one server: which of them to believe now, and how fast this machine's clock runs against it. */
export class SampleFilter {
  #samples: readonly ClockSample[] = [];

  get empty(): boolean {
    return this.#samples.length === 0;
  }

  get latest(): ClockSample | null {
    return this.#samples.at(-1) ?? null;
  }

  add(sample: ClockSample): void {
    this.#samples = [...this.#samples, sample].slice(-keptSamples);
  }

  /** Where true time is at a moment: the sample that is least wrong now, carried on at the measured speed. Null before the first sample. */
  aimAt(monotonicMs: number): Aim | null {
    const measured = this.#frequency();
    const frequency = measured ?? 0;
    const errorGrowth = measured === null ? growthUnmeasured : growthMeasured;
    const errorNow = (sample: ClockSample) => sample.errorMs + Math.abs(monotonicMs - sample.atMonotonicMs) * errorGrowth;
    const recent = this.#samples.slice(-usedSamples);
    const best = least(recent, errorNow);
    if (best === null) return null;
    return {
      atMonotonicMs: monotonicMs,
      roomMs: best.serverMs + (monotonicMs - best.atMonotonicMs) * (1 + frequency),
      frequency,
      errorMs: errorNow(best),
      errorGrowth,
    };
  }

  /** From the least delayed sample of the older half to that of the newer half; null until both are far enough apart to be worth it. */
  #frequency(): number | null {
    const half = Math.floor(this.#samples.length / 2);
    const first = least(this.#samples.slice(0, half), (sample) => sample.delayMs);
    const last = least(this.#samples.slice(half), (sample) => sample.delayMs);
    if (first === null || last === null) return null;
    const spanMs = last.atMonotonicMs - first.atMonotonicMs;
    if (spanMs < frequencySpanMs || (first.delayMs + last.delayMs) / 2 / spanMs > frequencyCertainty) return null;
    const frequency = (last.serverMs - first.serverMs) / spanMs - 1;
    return Math.abs(frequency) > maxSlew * 0.8 ? null : frequency;
  }
}

function least<T>(items: readonly T[], weight: (item: T) => number): T | null {
  let best: T | null = null;
  for (const item of items) if (best === null || weight(item) < weight(best)) best = item;
  return best;
}
