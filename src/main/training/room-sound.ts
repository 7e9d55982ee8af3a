import { randomBytes } from 'node:crypto';
import { startTimer, type Clock } from '../platform/index.ts';
import type { PreparedClip } from './prepared-speech.ts';
import { clipSamplesPerSecond } from './scene-arguments.ts';

const toneSeconds = 5;
/** About -58 dBFS: a quiet room with a fan, far above digital silence and far below speech. */
const toneAmplitude = 120;

/** What is heard in the room, at every moment the same for all cameras and microphones: its tone always, and a clip while one plays. */
export class RoomSound {
  readonly #tone = makeRoomTone();
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly #onClipEnded: () => void;
  #playing: string | null = null;
  /** Kept after its end for who is a little behind. */
  #clip: { readonly samples: Int16Array; readonly from: number } | null = null;
  #cancelEnd: () => void = () => undefined;

  constructor(clock: Clock, onClipEnded: () => void) {
    this.#clock = clock;
    this.#startedAtMs = clock.monotonicMs();
    this.#onClipEnded = onClipEnded;
  }

  get playing(): string | null {
    return this.#playing;
  }

  /** Begins a clip; one that is playing ends there. */
  play({ clip, samples, durationMs }: PreparedClip): void {
    this.#cancelEnd();
    this.#playing = clip;
    this.#clip = { samples, from: this.#indexAt(this.#clock.monotonicMs()) };
    this.#cancelEnd = startTimer(durationMs, () => {
      this.#playing = null;
      this.#onClipEnded();
    });
  }

  /** So many samples of the room from a moment of the monotonic clock on. */
  at(fromMs: number, count: number): Int16Array {
    const first = this.#indexAt(fromMs);
    const samples = new Int16Array(count);
    for (let n = 0; n < count; n += 1) {
      const tone = this.#tone[(((first + n) % this.#tone.length) + this.#tone.length) % this.#tone.length] ?? 0;
      const sum = tone + (this.#clip === null ? 0 : (this.#clip.samples[first + n - this.#clip.from] ?? 0));
      samples[n] = Math.max(-32_768, Math.min(32_767, sum));
    }
    return samples;
  }

  close(): Promise<void> {
    this.#cancelEnd();
    return Promise.resolve();
  }

  #indexAt(ms: number): number {
    return Math.round(((ms - this.#startedAtMs) * clipSamplesPerSecond) / 1000);
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
