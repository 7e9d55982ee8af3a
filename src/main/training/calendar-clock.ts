import type { Clock } from '../platform/index.ts';

/** A calendar clock of the room's equipment, which can be set, set wrong and made to drift. Right when made. */
export class CalendarClock {
  readonly #clock: Clock;
  #offsetMs = 0;
  #gain = 0;
  #anchorMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#anchorMs = clock.monotonicMs();
  }

  /** What it shows, in ms since 1970 UTC. */
  nowMs(): number {
    return this.#clock.wallMs() + this.#errorMs();
  }

  /** How many ms it advances in one true ms. */
  rate(): number {
    return 1 + this.#gain;
  }

  setTo(atMs: number): void {
    this.#replace(atMs - this.#clock.wallMs(), this.#gain);
  }

  step(byMs: number): void {
    this.#replace(this.#errorMs() + byMs, this.#gain);
  }

  /** @param gain ms gained per true ms: 0.1 is one second in ten */
  drift(gain: number): void {
    this.#replace(this.#errorMs(), gain);
  }

  /** Right again. A drift that is on goes on from there. */
  correct(): void {
    this.#replace(0, this.#gain);
  }

  #errorMs(): number {
    return this.#offsetMs + (this.#clock.monotonicMs() - this.#anchorMs) * this.#gain;
  }

  #replace(offsetMs: number, gain: number): void {
    this.#offsetMs = offsetMs;
    this.#gain = gain;
    this.#anchorMs = this.#clock.monotonicMs();
  }
}
