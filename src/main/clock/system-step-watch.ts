import type { Clock } from '../platform/index.ts';

/** A jump of the system clock: someone set it, or the machine slept. */
export interface SystemStep {
  /** How far it jumped, whole ms; negative is back. */
  readonly byMs: number;
  readonly atMonotonicMs: number;
}

const smallestStepMs = 100;
const readWithinMs = 20;

/** Compares the system clock with the monotonic clock, which nobody can set. */
export class SystemStepWatch {
  readonly #clock: Clock;
  #differenceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#differenceMs = clock.wallMs() - clock.monotonicMs();
  }

  /** The step since the last look, if there was one. To be asked every second or so: slow adjustment by the system is not a step. */
  look(): SystemStep | null {
    const beforeMs = this.#clock.monotonicMs();
    const wallMs = this.#clock.wallMs();
    const afterMs = this.#clock.monotonicMs();
    // The process was put aside between the readings: they say nothing together.
    if (afterMs - beforeMs > readWithinMs) return null;
    const differenceMs = wallMs - (beforeMs + afterMs) / 2;
    const byMs = differenceMs - this.#differenceMs;
    this.#differenceMs = differenceMs;
    return Math.abs(byMs) < smallestStepMs ? null : { byMs: Math.round(byMs), atMonotonicMs: afterMs };
  }
}
