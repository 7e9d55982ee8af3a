import type { ClockSample } from './clock-sample.ts';
import { growthUnmeasured, SampleFilter } from './sample-filter.ts';
import type { Aim } from './time-line.ts';

/** A server is not followed further than this from its own history without several rounds that agree. */
export const jumpMs = 1000;
const agreeingRounds = 3;

/** What one time server has said so far, and whether it contradicts itself. */
export class ServerTrack {
  #filter = new SampleFilter();
  #suspects: readonly ClockSample[] = [];

  /** Rounds in a row in which it told another time than it used to; 0 while it is consistent. */
  get disputedRounds(): number {
    return this.#suspects.length;
  }

  get latest(): ClockSample | null {
    return this.#filter.latest;
  }

  /** Takes a round's sample. After three rounds that agree on a new time the old one is forgotten. */
  add(sample: ClockSample): void {
    const expected = this.#filter.aimAt(sample.atMonotonicMs);
    if (expected === null || Math.abs(sample.serverMs - expected.roomMs) <= jumpMs + expected.errorMs + sample.errorMs) {
      this.#suspects = [];
      this.#filter.add(sample);
      return;
    }
    this.#suspects = [...this.#suspects.filter((other) => agree(other, sample)), sample].slice(-agreeingRounds);
    if (this.#suspects.length < agreeingRounds) return;
    this.#filter = new SampleFilter();
    for (const suspect of this.#suspects) this.#filter.add(suspect);
    this.#suspects = [];
  }

  /** Where it says that time is now; null before its first sample and while it contradicts itself. */
  aimAt(monotonicMs: number): Aim | null {
    return this.#suspects.length > 0 ? null : this.#filter.aimAt(monotonicMs);
  }
}

function agree(one: ClockSample, other: ClockSample): boolean {
  const elapsedMs = other.atMonotonicMs - one.atMonotonicMs;
  const apartMs = Math.abs(other.serverMs - one.serverMs - elapsedMs);
  return apartMs <= one.errorMs + other.errorMs + Math.abs(elapsedMs) * growthUnmeasured + 50;
}
