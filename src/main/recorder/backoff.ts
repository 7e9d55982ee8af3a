import { randomInt } from 'node:crypto';

const firstMs = 500;
const longestMs = 5_000;

/** How long to wait before the next attempt: longer each time, and never in step with other cameras that failed at the same moment. */
export class Backoff {
  #nextMs = firstMs;

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(longestMs, ms * 2);
    return Math.round(ms * (0.75 + randomInt(0, 500) / 1000));
  }

  reset(): void {
    this.#nextMs = firstMs;
  }
}
