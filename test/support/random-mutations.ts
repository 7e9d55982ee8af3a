/** Numbers that look random and are the same for the same seed (mulberry32), so that what was found can be found again. */
export class RandomMutations {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error('Nothing to choose from');
    return chosen;
  }

  /** Two different numbers below `limit`. */
  two(limit: number): readonly [number, number] {
    const first = this.below(limit);
    const second = this.below(limit - 1);
    return [first, second < first ? second : second + 1];
  }

  fill(bytes: Uint8Array): void {
    for (let n = 0; n < bytes.byteLength; n += 1) bytes[n] = this.below(256);
  }
}
