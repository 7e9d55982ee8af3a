import { sleep } from './clock.ts';

interface RoundsParts {
  readonly everyMs: number;
  /** One look, or whatever is to be done again and again. */
  readonly round: () => void | Promise<void>;
  /** A round that failed is told, and the next one comes: a watch that died in silence would be taken for one that sees nothing wrong. */
  readonly onError: (error: unknown) => void;
}

/** Does the same again and again, resting before each time; never twice at once. */
export class Rounds {
  readonly #parts: RoundsParts;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Aborted once nothing new may begin. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Resolves when no round runs and none will. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { everyMs, round, onError } = this.#parts;
    for (;;) {
      await sleep(everyMs, this.#closing.signal);
      if (this.closing.aborted) return;
      try {
        await round();
      } catch (error) {
        onError(error);
      }
    }
  }
}
