const samplesPerMs = 16;
const keptMs = 6_000;
/** Sound that is missing in between sounds like a pause: with more than this nothing is compared. */
const leastShare = 0.9;

/** The latest sound that was read back of one microphone or camera, laid out by room time. */
export class HeardLately {
  #pieces: readonly { readonly fromMs: number; readonly samples: Int16Array }[] = [];

  /** Room time of the end of what was heard last; undefined before anything was. */
  get endMs(): number | undefined {
    const last = this.#pieces.at(-1);
    return last === undefined ? undefined : last.fromMs + last.samples.length / samplesPerMs;
  }

  /** @param samples 16 kHz */
  note(fromMs: number, samples: Int16Array): void {
    const endMs = fromMs + samples.length / samplesPerMs;
    this.#pieces = [...this.#pieces, { fromMs, samples }].filter((piece) => piece.fromMs > endMs - keptMs);
  }

  /** The sound between two moments of room time; undefined when too little of it was heard. */
  stretch(fromMs: number, toMs: number): Int16Array | undefined {
    const whole = new Int16Array(Math.round((toMs - fromMs) * samplesPerMs));
    let heard = 0;
    for (const piece of this.#pieces) {
      const at = Math.round((piece.fromMs - fromMs) * samplesPerMs);
      const part = piece.samples.subarray(Math.max(0, -at), Math.max(0, Math.min(piece.samples.length, whole.length - at)));
      if (part.length === 0) continue;
      whole.set(part, Math.max(0, at));
      heard += part.length;
    }
    return heard < whole.length * leastShare ? undefined : whole;
  }
}
