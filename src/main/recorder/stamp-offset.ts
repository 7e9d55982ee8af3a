/** Small corrections come from the estimate and go in unnoticed; large ones come from the room clock, which slews by itself. */
const gentleMs = 50;
const gentlePerSecondMs = 5;
const briskPerSecondMs = 100;

/**
 * Room time minus media time, as the stamp uses it. Follows its target so slowly that the stamp never goes back and never leaps.
 */
export class StampOffset {
  #appliedMs: number;
  #atMs: number;

  constructor(targetMs: number, atMonotonicMs: number) {
    this.#appliedMs = targetMs;
    this.#atMs = atMonotonicMs;
  }

  get appliedMs(): number {
    return this.#appliedMs;
  }

  /** Takes a new target at once: only while nothing is kept, after the room clock has been set. */
  step(targetMs: number, monotonicMs: number): void {
    this.#appliedMs = targetMs;
    this.#atMs = monotonicMs;
  }

  follow(targetMs: number, monotonicMs: number): void {
    const seconds = Math.max(0, monotonicMs - this.#atMs) / 1000;
    this.#atMs = monotonicMs;
    const away = targetMs - this.#appliedMs;
    const most = seconds * (Math.abs(away) > gentleMs ? briskPerSecondMs : gentlePerSecondMs);
    this.#appliedMs += Math.max(-most, Math.min(most, away));
  }
}
