/** Digital silence and everything below. */
export const silenceDbfs = -120;

const samplesPerLevel = 16_000;

/** Loudness of each second of sound (RMS, dB relative to full scale) from 16 kHz mono signed 16-bit little-endian. */
export class LevelMeter {
  #odd: Uint8Array = new Uint8Array();
  #squares = 0;
  #samples = 0;

  push(chunk: Uint8Array): number[] {
    const bytes = Buffer.concat([this.#odd, chunk]);
    const levels: number[] = [];
    const whole = bytes.byteLength - (bytes.byteLength % 2);
    for (let at = 0; at < whole; at += 2) {
      const sample = bytes.readInt16LE(at) / 32_768;
      this.#squares += sample * sample;
      this.#samples += 1;
      if (this.#samples === samplesPerLevel) levels.push(this.#take());
    }
    this.#odd = bytes.subarray(whole);
    return levels;
  }

  #take(): number {
    const level = 10 * Math.log10(this.#squares / this.#samples);
    this.#squares = 0;
    this.#samples = 0;
    return Math.max(silenceDbfs, Math.round(level * 10) / 10);
  }
}
