import { randomBytes } from 'node:crypto';
import type { PreparedClip } from './prepared-speech.ts';
import { clipSamplesPerSecond } from './scene-arguments.ts';

const toneSeconds = 5;
/** About -58 dBFS: a quiet room with a fan, far above digital silence and far below speech. */
const toneAmplitude = 120;

/** What is heard in the room: its tone always, and a clip while one plays. */
export class RoomSound {
  readonly #tone = makeRoomTone();
  readonly #onClipEnded: () => void;
  #toneAt = 0;
  #clip: PreparedClip | null = null;
  #clipAt = 0;

  constructor(onClipEnded: () => void) {
    this.#onClipEnded = onClipEnded;
  }

  get playing(): string | null {
    return this.#clip?.clip ?? null;
  }

  /** Begins a clip; one that is playing ends there. */
  play(clip: PreparedClip): void {
    this.#clip = clip;
    this.#clipAt = 0;
  }

  /** The next samples of the room. */
  next(count: number): Int16Array {
    const samples = new Int16Array(count);
    for (let index = 0; index < count; index += 1) {
      const sum = (this.#tone[this.#toneAt] ?? 0) + (this.#clip?.samples[this.#clipAt + index] ?? 0);
      samples[index] = Math.max(-32_768, Math.min(32_767, sum));
      this.#toneAt = (this.#toneAt + 1) % this.#tone.length;
    }
    this.#clipAt += count;
    if (this.#clip !== null && this.#clipAt >= this.#clip.samples.length) {
      this.#clip = null;
      this.#onClipEnded();
    }
    return samples;
  }
}

/** Low-passed noise whose end runs into its beginning. */
function makeRoomTone(): Int16Array {
  const noise = randomBytes(toneSeconds * clipSamplesPerSecond);
  const samples = new Int16Array(noise.length);
  let level = 0;
  for (let round = 0; round < 2; round += 1)
    for (const [index, byte] of noise.entries()) {
      level = level * 0.85 + ((byte - 127.5) / 127.5) * toneAmplitude * 0.4;
      samples[index] = Math.round(level);
    }
  return samples;
}
