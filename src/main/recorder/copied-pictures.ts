import type { Hole } from './fragment-times.ts';
import { NativeFragments, type NativeFragment } from './native-fragments.ts';
import { PacketLines } from './packet-lines.ts';

export interface CopiedFragment extends NativeFragment {
  /** Stretches without pictures that have been seen since the fragment before, media time. */
  readonly holes: readonly Hole[];
}

const holeMs = 1_000;

/** The pictures of a camera that stamps them itself, as it sent them: nothing is decoded, so their times are read from their packets. */
export class CopiedPictures {
  readonly #lines = new PacketLines();
  readonly #fragments = new NativeFragments();
  #lastPtsMs: number | undefined;
  #holes: Hole[] = [];
  #begun = false;

  /** Takes lines about packets; returns the media times of their pictures, in milliseconds. */
  pushLines(chunk: Uint8Array): readonly number[] {
    const times = this.#lines.push(chunk);
    for (const ptsMs of times) {
      if (this.#lastPtsMs !== undefined && ptsMs - this.#lastPtsMs > holeMs) this.#holes.push({ fromMs: this.#lastPtsMs, toMs: ptsMs });
      this.#lastPtsMs = ptsMs;
    }
    return times;
  }

  /** @throws Error when the bytes are no fragmented MP4, or hold no H.264: what every player and browser of a packet can show */
  pushMedia(chunk: Uint8Array): void {
    this.#fragments.push(chunk);
  }

  /** Everything that has come since, in order, beginning with a key picture. */
  take(): readonly CopiedFragment[] {
    const all = this.#fragments.take();
    const from = this.#begun ? 0 : all.findIndex(({ media }) => media.startsWithKey);
    const taken = from < 0 ? [] : all.slice(from);
    const first = taken[0];
    if (first === undefined) return [];
    if (!Buffer.from(first.init.bytes).includes('avc1')) throw new Error('The pictures of the camera are not H.264');
    this.#begun = true;
    const holes = this.#holes;
    this.#holes = [];
    return taken.map((fragment, n) => ({ ...fragment, holes: n === 0 ? holes : [] }));
  }
}
