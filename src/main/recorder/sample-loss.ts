const windowMs = 1_000;
const lostMs = 120;
/** A machine out of breath is late as well, but makes up for it. */
const confirm = 5;
/** No sound card's crystal is slower than this. */
const mostDrift = 250e-6;

/**
 * Finds that a device has lost sound. Its media time is counted in samples, so what is lost makes everything after it late, and keeps it late.
 * A piece of sound can come late but never early: the least delayed of each second tells.
 */
export class SampleLoss {
  #bestMs = Number.POSITIVE_INFINITY;
  #leastMs = Number.POSITIVE_INFINITY;
  #startedAtMs: number | undefined;
  #late = 0;

  /** Whether sound has been lost: from then on the count is worth nothing. */
  add(ptsMs: number, arrivalMs: number): boolean {
    this.#startedAtMs ??= arrivalMs;
    this.#leastMs = Math.min(this.#leastMs, arrivalMs - ptsMs);
    if (arrivalMs - this.#startedAtMs < windowMs) return false;
    this.#late = this.#leastMs > this.#bestMs + lostMs ? this.#late + 1 : 0;
    this.#bestMs = Math.min(this.#bestMs + (arrivalMs - this.#startedAtMs) * mostDrift, this.#leastMs);
    this.#leastMs = Number.POSITIVE_INFINITY;
    this.#startedAtMs = arrivalMs;
    return this.#late >= confirm;
  }
}
