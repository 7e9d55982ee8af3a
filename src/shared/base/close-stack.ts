export interface Closer {
  readonly name: string;
  readonly close: () => Promise<void>;
}

type Timer = (ms: number, onElapsed: () => void) => () => void;

/**
 * Owns what was opened. `close()` closes everything once, in reverse order, each within `deadlineMs`, and reports every failure
 * by the name of its resource; a second call returns the same promise.
 */
export class CloseStack {
  readonly #items: Closer[] = [];
  readonly #timer: Timer;
  readonly #deadlineMs: number;
  #closing: Promise<void> | undefined;

  /** @param timer starts a timer and returns how to cancel it (platform's `startTimer` in production). */
  constructor(timer: Timer, deadlineMs = 10_000) {
    this.#timer = timer;
    this.#deadlineMs = deadlineMs;
  }

  add(name: string, close: () => Promise<void>): void {
    if (this.#closing !== undefined) throw new Error(`Already closing; cannot own ${name}`);
    this.#items.push({ name, close });
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#closeAll());
  }

  async #closeAll(): Promise<void> {
    const failures: Error[] = [];
    for (const item of [...this.#items].reverse()) {
      try {
        await this.#withDeadline(item);
      } catch (cause) {
        failures.push(new Error(`close ${item.name}`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `Did not close: ${failures.map((f) => f.message).join(', ')}`);
  }

  #withDeadline(item: Closer): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#timer(this.#deadlineMs, () => reject(new Error(`${item.name} did not close within ${this.#deadlineMs} ms`)));
      item.close().then(resolve, reject).finally(cancel);
    });
  }
}
