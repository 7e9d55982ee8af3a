/**
 * Time that passes only while this process runs. A station that was busy, or a machine that slept, has not read what the camera sent in the
 * meantime; its silence says nothing about the camera, and must not end a good run.
 */
export class AwakeTime {
  readonly #mostMs: number;
  #ms = 0;
  #lookedAtMs: number;

  /** @param tickMs how often `pass` is called; a pause of more than twice that was a sleep */
  constructor(nowMs: number, tickMs: number) {
    this.#mostMs = tickMs * 2;
    this.#lookedAtMs = nowMs;
  }

  /** As of the last `pass`. */
  get ms(): number {
    return this.#ms;
  }

  pass(nowMs: number): void {
    this.#ms += Math.min(nowMs - this.#lookedAtMs, this.#mostMs);
    this.#lookedAtMs = nowMs;
  }
}
