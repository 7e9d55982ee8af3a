import { startTimer } from '../platform/index.ts';

/** What a camera sends between two pictures fits; more than this does not wait for the end of its picture. */
const mostBytes = 64 * 1024;
/** A picture that does not end is not kept back. */
const longestMs = 20;

/**
 * Hands packets on in one write for each picture instead of one for each packet: to write costs more than to send. Nothing is kept back
 * that a decoder could use without what follows. What is pushed may be a view of bytes that change: it is copied.
 */
export class GatheredWrites {
  readonly #write: (bytes: Buffer) => void;
  readonly #held = Buffer.allocUnsafe(mostBytes);
  #heldBytes = 0;
  #cancel: () => void = () => undefined;

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.copy(this.#held, this.#heldBytes, at);
      at += taken;
      if (this.#heldBytes === 0) this.#cancel = startTimer(longestMs, () => this.flush());
      this.#heldBytes += taken;
      if (this.#heldBytes === mostBytes) this.flush();
    }
  }

  flush(): void {
    if (this.#heldBytes === 0) return;
    this.#cancel();
    const bytes = Buffer.from(this.#held.subarray(0, this.#heldBytes));
    this.#heldBytes = 0;
    this.#write(bytes);
  }

  /** Nothing more is written. */
  close(): void {
    this.#cancel();
    this.#heldBytes = 0;
  }
}
