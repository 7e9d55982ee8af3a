import type { MediaFragment } from '../segments/index.ts';
import type { StampedPicture } from './media-time-line.ts';

/** A stretch of a run in which no picture came although the connection stood. Media time, with the offset of the picture before. */
export interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimedFragment {
  readonly media: MediaFragment;
  readonly first: StampedPicture;
  /** Room times. */
  readonly holes: readonly Hole[];
}

const holeMs = 1_000;
const joinToleranceMs = 5;

/**
 * Joins fragments with the pictures in them: picture after picture goes through the stamp into the encoder and out again, none is
 * dropped or doubled, so counting finds the first picture of every fragment. Media times are compared as a check.
 */
export class FragmentTimes {
  #pictures: StampedPicture[] = [];
  #waiting: MediaFragment[] = [];
  #shiftMs: number | undefined;
  #fragments = 0;

  addPicture(picture: StampedPicture): TimedFragment[] {
    this.#pictures.push(picture);
    return this.#join();
  }

  addFragment(media: MediaFragment): TimedFragment[] {
    this.#waiting.push(media);
    return this.#join();
  }

  /** @throws Error when pictures and fragments do not fit: the run's times cannot be trusted */
  #join(): TimedFragment[] {
    const joined: TimedFragment[] = [];
    for (let media = this.#waiting[0]; media !== undefined; media = this.#waiting[0]) {
      const first = this.#pictures[0];
      // The pictures travel on another pipe and may arrive after the fragment that they are in.
      if (first === undefined || this.#pictures.length < media.samples) break;
      this.#waiting.shift();
      this.#checkShift(first.ptsMs - media.mediaMs);
      joined.push({ media, first, holes: holesOf(this.#pictures.slice(0, media.samples + 1)) });
      this.#pictures = this.#pictures.slice(media.samples);
    }
    return joined;
  }

  /** The muxer moves the very first picture to media time zero and stretches it; from the second fragment on the distance must stay. */
  #checkShift(shiftMs: number): void {
    this.#fragments += 1;
    if (this.#fragments === 1) return;
    this.#shiftMs ??= shiftMs;
    if (Math.abs(shiftMs - this.#shiftMs) > joinToleranceMs)
      throw new Error(`Pictures and fragments have come apart by ${Math.round(shiftMs - this.#shiftMs)} ms`);
  }
}

function holesOf(pictures: readonly StampedPicture[]): readonly Hole[] {
  return pictures.flatMap((picture, n) => {
    const next = pictures[n + 1];
    if (next === undefined || picture.offsetMs === undefined || next.ptsMs - picture.ptsMs <= holeMs) return [];
    return [{ fromMs: Math.round(picture.ptsMs + picture.offsetMs), toMs: Math.round(next.ptsMs + picture.offsetMs) }];
  });
}
