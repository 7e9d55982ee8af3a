import { open } from 'node:fs/promises';
import { startTimer, type Clock } from '../platform/index.ts';
import { parseClimate, type ClimateReading } from './climate-reading.ts';

interface ClimateSensorOptions {
  /** A file that the sensor's program writes again, or adds a line to, with every reading. */
  readonly path: string;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly everyMs?: number;
}

/** An old value must never stand in the picture for a new one (requirement D6: two dashes within 10 s). */
export const climateFreshMs = 8_000;
const lookEveryMs = 1_000;
const tailBytes = 256;

/** Watches a sensor's file. A reading counts from the moment the file was seen to change, on the monotonic clock: the file's own times are the system clock's. */
export class ClimateSensor {
  readonly #options: ClimateSensorOptions;
  #reading: ClimateReading | null = null;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #changedNs = -1n;
  #shown = '';
  #looking: Promise<void> = Promise.resolve();
  #cancelTimer: () => void = () => undefined;
  #isClosed = false;

  constructor(options: ClimateSensorOptions) {
    this.#options = options;
    this.#tick();
  }

  /** The last reading; null when there is none, when it makes no sense, or when it is more than 8 s old. */
  get reading(): ClimateReading | null {
    return this.ageMs > climateFreshMs ? null : this.#reading;
  }

  /** Since the file last changed; Infinity before the first time. */
  get ageMs(): number {
    return this.#options.clock.monotonicMs() - this.#readAtMs;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    await this.#looking;
  }

  #tick(): void {
    this.#looking = this.#look().then(() => {
      const { reading } = this;
      const shown = JSON.stringify(reading);
      if (shown !== this.#shown) this.#options.onChange();
      this.#shown = shown;
      if (!this.#isClosed) this.#cancelTimer = startTimer(this.#options.everyMs ?? lookEveryMs, () => this.#tick());
    });
  }

  /** A file that is away or cannot be read is a sensor that says nothing: its reading grows old. */
  async #look(): Promise<void> {
    const file = await open(this.#options.path, 'r').catch(() => undefined);
    if (file === undefined) return;
    try {
      const stat = await file.stat({ bigint: true });
      if (!stat.isFile() || stat.mtimeNs === this.#changedNs) return;
      const isFirst = this.#changedNs === -1n;
      this.#changedNs = stat.mtimeNs;
      // What lay there before the first look may be of any age.
      if (isFirst) return;
      const size = Number(stat.size);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, Math.max(0, size - tailBytes));
      this.#reading = parseClimate(buffer.subarray(0, bytesRead).toString('latin1'));
      this.#readAtMs = this.#options.clock.monotonicMs();
    } catch {
      // As above: it is away in the middle of the reading.
    } finally {
      await file.close();
    }
  }
}
