interface KeepAwakeParts {
  readonly isRecording: () => boolean;
  /** Keeps the machine and its display awake; returns what `release` takes. */
  readonly block: () => number;
  readonly release: (id: number) => void;
  /** Looks again later; returns how to cancel that. */
  readonly after: (look: () => void) => () => void;
}

/** Keeps the machine awake exactly while it records. */
export class KeepAwake {
  readonly #parts: KeepAwakeParts;
  #held: number | undefined;
  #cancel: () => void = () => undefined;

  constructor(parts: KeepAwakeParts) {
    this.#parts = parts;
    this.#look();
  }

  stop(): void {
    this.#cancel();
    this.#release();
  }

  #look(): void {
    if (!this.#parts.isRecording()) this.#release();
    else this.#held ??= this.#parts.block();
    this.#cancel = this.#parts.after(() => this.#look());
  }

  #release(): void {
    if (this.#held !== undefined) this.#parts.release(this.#held);
    this.#held = undefined;
  }
}
