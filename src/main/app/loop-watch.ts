import { Rounds, type LoopDelay, type LoopDelayMeter } from '../platform/index.ts';
import type { Alarms } from './alarms.ts';

const lookEveryMs = 10_000;
/** A pipe holds 64 KiB: a loop that stands for a second stalls ffmpeg, and a stalled ffmpeg loses its camera. */
const longestGoodMs = 1_000;

interface LoopWatchParts {
  readonly meter: LoopDelayMeter;
  readonly alarms: Alarms;
  readonly nowMs: () => number;
  readonly everyMs?: number;
  readonly onError: (error: unknown) => void;
}

/** Watches whether the recording loop gets its turn. A loop that stood still is an alarm until a whole look was good again. */
export class LoopWatch {
  readonly #parts: LoopWatchParts;
  readonly #rounds: Rounds;
  #delay: LoopDelay = { p99Ms: 0, longestMs: 0 };

  constructor(parts: LoopWatchParts) {
    this.#parts = parts;
    this.#rounds = new Rounds({ everyMs: parts.everyMs ?? lookEveryMs, round: () => this.#look(), onError: parts.onError });
  }

  start(): void {
    // What the start itself took says nothing about recording.
    this.#parts.meter.take();
    this.#rounds.start();
  }

  /** Of the last whole look. */
  get delay(): LoopDelay {
    return this.#delay;
  }

  async close(): Promise<void> {
    await this.#rounds.close();
    this.#parts.meter.close();
  }

  #look(): void {
    const { meter, alarms, nowMs } = this.#parts;
    this.#delay = meter.take();
    const { longestMs } = this.#delay;
    if (longestMs > longestGoodMs) alarms.raise({ code: 'LOOP_DELAYED', subject: 'station', severity: 'warning', sinceMs: nowMs(), params: { ms: longestMs } });
    else alarms.clear('station', 'LOOP_DELAYED');
  }
}
