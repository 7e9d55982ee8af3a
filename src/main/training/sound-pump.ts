import type { Writable } from 'node:stream';
import { startTimer, type Clock } from '../platform/index.ts';
import { clipSamplesPerSecond } from './scene-arguments.ts';

interface SoundPumpOptions {
  readonly clock: Clock;
  readonly output: Writable;
  /** Exactly that many samples, in the order of time; the first stands for this moment of the monotonic clock. */
  readonly next: (count: number, fromMs: number) => Int16Array;
  /** While it is, time passes and nothing is given: what would have been is lost. */
  readonly isStill?: () => boolean;
}

const everyMs = 40;
const maxWaitingBytes = 64 * 1024;

/** Feeds an encoder with sound as fast as time passes. When the encoder stalls, it waits and then makes up for the time lost. */
export class SoundPump {
  /** The monotonic time that its first sample stands for. */
  readonly startedAtMs: number;
  readonly #options: SoundPumpOptions;
  #written = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(options: SoundPumpOptions) {
    this.#options = options;
    this.startedAtMs = options.clock.monotonicMs();
    this.#pump();
  }

  close(): void {
    this.#cancelTimer();
    this.#options.output.destroy();
  }

  #pump(): void {
    const { clock, output, next, isStill } = this.#options;
    const due = Math.floor(((clock.monotonicMs() - this.startedAtMs) * clipSamplesPerSecond) / 1000);
    const count = Math.min(due - this.#written, clipSamplesPerSecond);
    if (isStill?.() === true) this.#written = due;
    else if (count > 0 && output.writableLength < maxWaitingBytes) {
      const samples = next(count, this.startedAtMs + (this.#written * 1000) / clipSamplesPerSecond);
      output.write(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
      this.#written += count;
    }
    this.#cancelTimer = startTimer(everyMs, () => this.#pump());
  }
}
