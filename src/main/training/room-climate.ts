import { writeFile } from 'node:fs/promises';
import { startTimer, type Clock, type Logger } from '../platform/index.ts';

const everyMs = 2_000;

/** The room's temperature and humidity sensor: a program that writes a line with every reading. */
export class RoomClimate {
  readonly path: string;
  readonly #clock: Clock;
  readonly #log: Logger;
  #cancelTimer: () => void = () => undefined;
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(path: string, clock: Clock, log: Logger) {
    this.path = path;
    this.#clock = clock;
    this.#log = log;
    this.#tick();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    await this.#writing;
  }

  #tick(): void {
    // A room that warms and cools a little, over some minutes.
    const swing = Math.sin(this.#clock.monotonicMs() / 120_000);
    this.#writing = writeFile(this.path, `${(23.5 + swing).toFixed(1)} ${Math.round(46 - 3 * swing)}\n`)
      .catch((error: unknown) => this.#log.error('the training sensor cannot write', error))
      .then(() => {
        if (!this.#isClosed) this.#cancelTimer = startTimer(everyMs, () => this.#tick());
      });
  }
}
