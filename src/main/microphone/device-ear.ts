import { spawnMedia, type FfmpegTools, type MediaProcess } from '../ffmpeg/index.ts';
import type { Logger } from '../platform/index.ts';

export interface DeviceEarOptions {
  readonly tools: FfmpegTools;
  readonly log: Logger;
  readonly input: readonly string[];
}

const samplesPerSecond = 16_000;
const silenceDb = -120;
/** A person who taps on a microphone must see it at once. */
const levelSamples = samplesPerSecond / 10;

/** Listens to a device without recording anything of it, so that a person sees which one it is. */
export class DeviceEar {
  readonly #process: MediaProcess;
  #odd = Buffer.alloc(0);
  #peakDb: number | null = null;
  #ended = false;

  constructor({ tools, log, input }: DeviceEarOptions) {
    const args = ['-hide_banner', '-nostats', '-loglevel', 'warning', ...input, '-map', '0:a:0', '-af', 'asetpts=N/SR/TB', '-f', 's16le', '-ar', String(samplesPerSecond), '-ac', '1', '-flush_packets', '1', 'pipe:1'];
    this.#process = spawnMedia({ tools, stdin: 'pipe', log, pipes: [1], args });
    this.#process.pipes.get(1)?.on('data', (chunk: Buffer) => this.#hear(chunk));
    void this.#process.exited.then(() => (this.#ended = true));
  }

  /** Nothing more will come: the device went, or did not open. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What ffmpeg said last. */
  get complaint(): string {
    return this.#process.stderrTail();
  }

  /** The loudest tenth of a second since this was asked before, dB of full scale; null while nothing has come. */
  takeLevel(): number | null {
    const level = this.#peakDb;
    if (level !== null) this.#peakDb = null;
    return level;
  }

  async close(): Promise<void> {
    await this.#process.stop('terminate');
  }

  #hear(chunk: Buffer): void {
    let bytes = Buffer.concat([this.#odd, chunk]);
    for (; bytes.byteLength >= levelSamples * 2; bytes = bytes.subarray(levelSamples * 2)) {
      let squares = 0;
      for (let n = 0; n < levelSamples; n += 1) squares += (bytes.readInt16LE(n * 2) / 32_768) ** 2;
      const level = squares === 0 ? silenceDb : Math.max(silenceDb, 10 * Math.log10(squares / levelSamples));
      this.#peakDb = Math.max(this.#peakDb ?? silenceDb, Math.round(level));
    }
    this.#odd = Buffer.from(bytes);
  }
}
