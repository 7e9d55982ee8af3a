import { FragmentReader, type Init, type MediaFragment } from '../segments/index.ts';

/** ffmpeg adds this to the camera's times, so that none is ever below zero and the muxer has nothing to move: media time less this is that of the pictures. */
export const nativeShiftMs = 10_000;

/** What waits for the first stamped fragment of its run; a camera of 40 Mbit/s sends less in a whole connection attempt. */
const mostWaitingBytes = 64_000_000;

export interface NativeFragment {
  readonly init: Init;
  readonly media: MediaFragment;
  /** Of its first picture, on the media time of the run's pictures. */
  readonly ptsMs: number;
}

/** Reads the stream that the camera sent. It waits until the run is live: only then is media time tied to room time. */
export class NativeFragments {
  readonly #reader = new FragmentReader();
  #init: Init | undefined;
  #waiting: NativeFragment[] = [];
  #waitingBytes = 0;

  /** @returns how many fragments became whole. @throws Error when the bytes are no fragmented MP4 */
  push(chunk: Uint8Array): number {
    let whole = 0;
    for (const piece of this.#reader.push(chunk)) {
      if (piece.kind === 'init') this.#init = piece;
      else if (this.#init !== undefined) {
        whole += 1;
        this.#wait({ init: this.#init, media: piece, ptsMs: piece.mediaMs - nativeShiftMs });
      }
    }
    return whole;
  }

  /** Everything that has come since, in order. */
  take(): readonly NativeFragment[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return taken;
  }

  #wait(fragment: NativeFragment): void {
    this.#waiting.push(fragment);
    this.#waitingBytes += fragment.media.bytes.byteLength;
    while (this.#waitingBytes > mostWaitingBytes && this.#waiting.length > 1) this.#waitingBytes -= this.#waiting.shift()?.media.bytes.byteLength ?? 0;
  }
}
