interface Bucket {
  readonly second: number;
  leastMs: number;
}

export interface OffsetEstimate {
  /** Monotonic time of the station minus media time: what the least delayed picture says. */
  readonly offsetMs: number;
  /** How much the least delay of a second varies, and what a crystal may have drifted since a picture confirmed the offset: part of the error bound. */
  readonly jitterMs: number;
}

/** Nothing better came for this long: the pictures that ffmpeg held back while probing are over. */
const settleMs = 500;
const settledMs = 15;
/** A machine too busy to settle must record all the same: after this long the best that was seen counts, and the jitter says what it is worth. */
const settleAtLatestMs = 4_000;
/** No camera's crystal is slower than this: what rises faster is delay. A network that holds everything up for five minutes moves the estimate by 75 ms. */
const mostDrift = 250e-6;
const recentSeconds = 10;
const mostJitterMs = 100;
const jumpMs = 1_000;

/**
 * Finds at which monotonic time media time zero lies, from when pictures arrive. A picture can come late but never early, so the
 * least delayed one is right (Moonfire's `design/time.md` argues the same way). The estimate falls at once, and rises no faster than a crystal
 * can drift, so that neither a congested network nor a busy machine moves the stamp. What remains is the camera's own latency.
 */
export class OffsetEstimator {
  readonly #buckets: Bucket[] = [];
  #bestMs = Number.POSITIVE_INFINITY;
  #offsetMs = Number.POSITIVE_INFINITY;
  #touchedAtMs = 0;
  #improvedAtMs = 0;
  #firstArrivalMs: number | undefined;
  #lastArrivalMs = 0;
  #lastPtsMs = Number.NEGATIVE_INFINITY;
  #settled = false;
  #jumped = false;

  /** Takes the arrival of one picture. */
  add(ptsMs: number, arrivalMs: number): void {
    const delayMs = arrivalMs - ptsMs;
    // Media time that goes back, or leaps ahead of everything seen, is no delay: the camera has a new zero.
    if (this.#settled && (ptsMs <= this.#lastPtsMs || delayMs < this.#offsetMs - jumpMs)) this.#jumped = true;
    const risenMs = this.#offsetMs + Math.max(0, arrivalMs - this.#lastArrivalMs) * mostDrift;
    this.#offsetMs = Math.min(risenMs, delayMs);
    if (delayMs <= risenMs) this.#touchedAtMs = arrivalMs;
    if (delayMs < this.#bestMs - settledMs) {
      this.#bestMs = delayMs;
      this.#improvedAtMs = arrivalMs;
    }
    this.#lastArrivalMs = arrivalMs;
    this.#lastPtsMs = ptsMs;
    this.#note(delayMs, Math.floor(arrivalMs / 1000));
    this.#firstArrivalMs ??= arrivalMs;
    const calm = arrivalMs - this.#improvedAtMs >= settleMs && delayMs < this.#bestMs + 2 * settledMs;
    this.#settled ||= calm || arrivalMs - this.#firstArrivalMs >= settleAtLatestMs;
  }

  /** From the moment the estimate can be trusted; undefined before. */
  get estimate(): OffsetEstimate | undefined {
    if (!this.#settled) return undefined;
    const recent = this.#buckets.map((bucket) => bucket.leastMs);
    const spreadMs = Math.min(Math.max(...recent) - Math.min(...recent), mostJitterMs);
    return { offsetMs: this.#offsetMs, jitterMs: spreadMs + (this.#lastArrivalMs - this.#touchedAtMs) * mostDrift };
  }

  /** Media time no longer means what it meant: the run must end. */
  get jumped(): boolean {
    return this.#jumped;
  }

  #note(delayMs: number, second: number): void {
    const last = this.#buckets.at(-1);
    if (last?.second === second) last.leastMs = Math.min(last.leastMs, delayMs);
    else this.#buckets.push({ second, leastMs: delayMs });
    while ((this.#buckets[0]?.second ?? second) <= second - recentSeconds) this.#buckets.shift();
  }
}
