const windowMs = 1_000;
const lostMs = 120;
/** A machine out of breath is late as well, but by more now and by less then, and makes up for it. */
const confirm = 8;
const steadyMs = 40;
/** No sound card's crystal is slower than this. */
const mostDrift = 250e-6;

/**
 * Finds that a device has lost sound. Its media time is counted in samples, so what is lost makes everything after it late, and keeps it late
 * by just as much. A piece of sound can come late but never early: the least delayed of each second tells.
 */
export class SampleLoss {
  #bestMs = Number.POSITIVE_INFINITY;
  #leastMs = Number.POSITIVE_INFINITY;
  #startedAtMs: number | undefined;
  /** The least delays of the latest seconds that were late, one after the other. */
  #late: readonly number[] = [];

  /** Whether sound has been lost: from then on the count is worth nothing. */
  add(ptsMs: number, arrivalMs: number): boolean {
    this.#startedAtMs ??= arrivalMs;
    this.#leastMs = Math.min(this.#leastMs, arrivalMs - ptsMs);
    if (arrivalMs - this.#startedAtMs < windowMs) return false;
    this.#late = this.#leastMs > this.#bestMs + lostMs ? [...this.#late, this.#leastMs].slice(-confirm) : [];
    this.#bestMs = Math.min(this.#bestMs + (arrivalMs - this.#startedAtMs) * mostDrift, this.#leastMs);
    this.#leastMs = Number.POSITIVE_INFINITY;
    this.#startedAtMs = arrivalMs;
    return this.#late.length === confirm && Math.max(...this.#late) - Math.min(...this.#late) <= steadyMs;
  }
}
