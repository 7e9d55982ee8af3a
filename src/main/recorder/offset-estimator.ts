interface Bucket {
  readonly second: number;
  leastMs: number;
}

export interface OffsetEstimate {
  /** Monotonic time of the station minus media time: what the least delayed picture says. */
  readonly offsetMs: number;
  /** How much the least delay of a second varies: part of the error bound. */
  readonly jitterMs: number;
}

/** Nothing better came for this long: the pictures that ffmpeg held back while probing are over. */
const settleMs = 500;
const settledMs = 15;
/** A machine too busy to settle must record all the same: after this long the best that was seen counts, and the jitter says what it is worth. */
const settleAtLatestMs = 4_000;
/** Follows drift: at 200 ppm the estimate is at most 2 ms old news. */
const shortWindowSeconds = 10;
/** A congested network delays every picture for a while; that alone must not move the stamp. */
const longWindowSeconds = 60;
const driftMs = 100;
const jumpMs = 1_000;

/**
 * Finds at which monotonic time media time zero lies, from when pictures arrive. A picture can come late but never early, so the
 * least delayed one is right (Moonfire's `design/time.md` argues the same way). What remains is the camera's own latency.
 */
export class OffsetEstimator {
  readonly #buckets: Bucket[] = [];
  #bestMs = Number.POSITIVE_INFINITY;
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
    if (this.#settled && (ptsMs <= this.#lastPtsMs || delayMs < this.#leastMs(longWindowSeconds) - jumpMs)) this.#jumped = true;
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
    const [short, long] = [this.#leastMs(shortWindowSeconds), this.#leastMs(longWindowSeconds)];
    const recent = this.#buckets.slice(-shortWindowSeconds).map((bucket) => bucket.leastMs);
    const offsetMs = short - long <= driftMs ? short : long;
    return { offsetMs, jitterMs: Math.min(...[Math.max(...recent) - Math.min(...recent), driftMs]) };
  }

  /** Media time no longer means what it meant: the run must end. */
  get jumped(): boolean {
    return this.#jumped;
  }

  #note(delayMs: number, second: number): void {
    const last = this.#buckets.at(-1);
    if (last?.second === second) last.leastMs = Math.min(last.leastMs, delayMs);
    else this.#buckets.push({ second, leastMs: delayMs });
    while ((this.#buckets[0]?.second ?? second) <= second - longWindowSeconds) this.#buckets.shift();
  }

  #leastMs(windowSeconds: number): number {
    const from = Math.floor(this.#lastArrivalMs / 1000) - windowSeconds;
    return this.#buckets.reduce((least, bucket) => (bucket.second > from ? Math.min(least, bucket.leastMs) : least), Number.POSITIVE_INFINITY);
  }
}
