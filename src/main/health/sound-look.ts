/** What one piece of sound holds. */
export interface SoundLook {
  /** RMS without the constant part, dB of full scale; −120 is digital silence. */
  readonly levelDb: number;
  /** The same without its strongest lines: what a room leaves when a hum is taken away. */
  readonly restDb: number;
  /** The line hangs at one value; what swings around it is the encoder's. */
  readonly isStuck: boolean;
  /** So much of it lies at full scale that words are distorted. */
  readonly isClipped: boolean;
}

const silenceDb = -120;
const silentBelowDb = -75;
/** Below this share of a hum or tone, what is left is the encoder's and not a room's. */
const humLeavesDb = 48;
/** A microphone's own offset stays far below this. */
const stuckAboveDb = -32;
const stuckOverDb = 12;
/**
 * What was cut off at full scale comes out of an encoder and a resampler with ripples on it: of speech four times too loud 1.2 to 6 samples in a
 * hundred lie above the first, of speech that touches full scale with its peaks alone 0.2 in a hundred or less. Without one near full scale it was a
 * limiter, which cuts nothing off.
 */
const nearFullScale = 28_000;
const fullScale = 31_000;
const clippedShare = 0.0115;
const windowSamples = 8_192;
const lines = 16;
const lineWidth = 4;

/** @param samples 16 kHz mono, at least half a second */
export function listenTo(samples: Int16Array): SoundLook {
  const level = decibel(powerOf(samples));
  const constantDb = decibel(meanOf(samples) ** 2 / 32_768 ** 2);
  const isStuck = constantDb > stuckAboveDb && constantDb - level > stuckOverDb;
  const isClipped = isCutOff(samples);
  const middle = Math.max(0, Math.floor((samples.length - windowSamples) / 2));
  if (samples.length < windowSamples || level <= silentBelowDb) return { levelDb: level, restDb: level, isStuck, isClipped };
  return { levelDb: level, restDb: restOf(samples.subarray(middle, middle + windowSamples)), isStuck, isClipped };
}

/** No more than a line that nobody speaks into: digital silence, a constant value, the noise of a converter. */
export function isSilent({ levelDb, isStuck }: SoundLook): boolean {
  return levelDb < silentBelowDb || isStuck;
}

/** Nothing but a few steady tones: mains hum or a test tone where a room should be heard. */
export function isHum(sound: SoundLook): boolean {
  return !isSilent(sound) && (sound.restDb < silentBelowDb || sound.levelDb - sound.restDb > humLeavesDb);
}

function isCutOff(samples: Int16Array): boolean {
  let [near, peak] = [0, 0];
  for (const sample of samples) {
    const size = Math.abs(sample);
    if (size >= nearFullScale) near += 1;
    if (size > peak) peak = size;
  }
  return peak >= fullScale && near > samples.length * clippedShare;
}

function powerOf(samples: Int16Array): number {
  let [sum, squares] = [0, 0];
  for (const sample of samples) {
    sum += sample;
    squares += sample * sample;
  }
  const count = Math.max(1, samples.length);
  return Math.max(0, squares / count - (sum / count) ** 2) / 32_768 ** 2;
}

function meanOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample;
  return sum / Math.max(1, samples.length);
}

function decibel(power: number): number {
  return power <= 0 ? silenceDb : Math.max(silenceDb, 10 * Math.log10(power));
}

function restOf(samples: Int16Array): number {
  const re = new Float64Array(windowSamples);
  const im = new Float64Array(windowSamples);
  let mean = 0;
  for (const sample of samples) mean += sample / windowSamples;
  // Blackman–Harris: its side lobes are 92 dB down, so a line does not spill over the floor that is measured.
  for (let n = 0; n < windowSamples; n += 1) {
    const t = (2 * Math.PI * n) / (windowSamples - 1);
    re[n] = (((samples[n] ?? 0) - mean) / 32_768) * (0.358_75 - 0.488_29 * Math.cos(t) + 0.141_28 * Math.cos(2 * t) - 0.011_68 * Math.cos(3 * t));
  }
  transform(re, im);
  const half = windowSamples / 2;
  const power = Float64Array.from({ length: half }, (_, n) => (re[n] ?? 0) ** 2 + (im[n] ?? 0) ** 2);
  let left = half;
  for (let k = 0; k < lines; k += 1) {
    let peak = 0;
    for (let n = 1; n < half; n += 1) if ((power[n] ?? 0) > (power[peak] ?? 0)) peak = n;
    for (let n = Math.max(0, peak - lineWidth); n <= Math.min(half - 1, peak + lineWidth); n += 1) if ((power[n] ?? 0) > 0) {
      power[n] = 0;
      left -= 1;
    }
  }
  const total = power.reduce((sum, value) => sum + value, 0) * (half / Math.max(1, left));
  // Parseval, one-sided, and the mean square of the window.
  return decibel((2 * total) / (windowSamples ** 2 * 0.257_96));
}

/** Fast Fourier transform in place; the length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j], im[i], im[j]] = [re[j] ?? 0, re[i] ?? 0, im[j] ?? 0, im[i] ?? 0];
  }
  for (let length = 2; length <= size; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let k = 0; k < length / 2; k += 1) {
      const [c, s] = [Math.cos(angle * k), Math.sin(angle * k)];
      for (let i = k; i < size; i += length) {
        const j = i + length / 2;
        const [a, b] = [re[j] ?? 0, im[j] ?? 0];
        const [x, y] = [a * c - b * s, a * s + b * c];
        re[j] = (re[i] ?? 0) - x;
        im[j] = (im[i] ?? 0) - y;
        re[i] = (re[i] ?? 0) + x;
        im[i] = (im[i] ?? 0) + y;
      }
    }
  }
}
