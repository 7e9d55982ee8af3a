import type { FaultChange } from './fault-watch.ts';
import type { HeardLately } from './heard-lately.ts';

/** Of a stretch in which others heard somebody: whether this one did. `unknown`: nobody was heard, or it cannot be told. */
export type Hearing = 'heard' | 'deaf' | 'unknown';

export interface HearingWindow {
  readonly hearing: Hearing;
  /** Room time. */
  readonly fromMs: number;
  readonly toMs: number;
}

const samplesPerMs = 16;
const stepMs = 50;
const windowMs = 1_500;
const everyMs = 500;
const confirm = 2;
const floor = 10;
/** How much the loudness of 50 ms swells and fades: speech by more than the first (the training room's by 4 to 8 dB), pink noise by less than the second in 97 of 100 stretches. */
const speechDb = 3.8;
const noiseDb = 2.2;
/** Two that hear the same speech swell and fade together, though one be a little later. */
const mostShiftSteps = 8;
const likeness = 0.6;
/** So alike is no noise to speech by chance, however little it swells. */
const faintLikeness = 0.85;

/**
 * What one microphone heard in each half second since `afterMs` in which others heard speech: one that is muted, covered or broken has a noise of
 * its own, and does not follow what the others hear. Where there are two others, both must have heard the same: a knock at one is no speech.
 */
export function hearingSince(own: HeardLately, others: readonly HeardLately[], afterMs: number): { readonly windows: readonly HearingWindow[]; readonly untilMs: number } {
  const endMs = Math.min(own.endMs ?? 0, ...others.map((other) => other.endMs ?? 0));
  const windows: HearingWindow[] = [];
  let untilMs = Math.max(afterMs, endMs - windowMs - everyMs);
  while (others.length > 0 && untilMs + everyMs <= endMs) {
    untilMs += everyMs;
    const [fromMs, toMs] = [untilMs - windowMs, untilMs];
    const mine = own.stretch(fromMs, toMs);
    const theirs = others.flatMap((other) => other.stretch(fromMs, toMs) ?? []);
    windows.push({ hearing: mine === undefined ? 'unknown' : hearingOf(mine, theirs), fromMs, toMs });
  }
  return { windows, untilMs };
}

/** @param own and @param others the same stretch of room time, 16 kHz */
export function hearingOf(own: Int16Array, others: readonly Int16Array[]): Hearing {
  const mine = loudness(own);
  const lively = others.map(loudness).filter((theirs) => spread(theirs) >= speechDb);
  const [first, second] = lively;
  if (first === undefined || lively.length < Math.min(2, others.length)) return 'unknown';
  if (second !== undefined && !isLike(first, second)) return 'unknown';
  if (spread(mine) < noiseDb) return isLike(first, mine, faintLikeness) ? 'heard' : 'deaf';
  return isLike(first, mine) ? 'heard' : 'unknown';
}

/** Says where a microphone stopped to hear what others hear, and where it does again. Silence says neither. */
export class DeafWatch {
  #deaf: readonly HearingWindow[] = [];
  #heard: readonly HearingWindow[] = [];
  #sinceMs: number | undefined;

  get sinceMs(): number | undefined {
    return this.#sinceMs;
  }

  observe(window: HearingWindow): FaultChange | undefined {
    if (window.hearing === 'unknown') return undefined;
    const isDeaf = window.hearing === 'deaf';
    this.#deaf = isDeaf ? [...this.#deaf, window].slice(-confirm) : [];
    this.#heard = isDeaf ? [] : [...this.#heard, window].slice(-confirm);
    const [first] = isDeaf ? this.#deaf : this.#heard;
    const isSure = (isDeaf ? this.#deaf : this.#heard).length === confirm;
    if (first === undefined || !isSure || isDeaf === (this.#sinceMs !== undefined)) return undefined;
    if (!isDeaf) return this.close(first.fromMs);
    this.#sinceMs = first.fromMs;
    return { kind: 'began', fault: 'MICROPHONE_DEAF', fromMs: first.fromMs, toMs: window.toMs };
  }

  /** Nothing more is recorded: what lasts ends here. */
  close(toMs: number): FaultChange | undefined {
    const fromMs = this.#sinceMs;
    this.#sinceMs = undefined;
    return fromMs === undefined ? undefined : { kind: 'ended', fault: 'MICROPHONE_DEAF', fromMs, toMs };
  }
}

/** In dB, step after step. */
function loudness(samples: Int16Array): Float64Array {
  const perStep = stepMs * samplesPerMs;
  return Float64Array.from({ length: Math.floor(samples.length / perStep) }, (_, n) => {
    let squares = 0;
    for (let k = n * perStep; k < (n + 1) * perStep; k += 1) squares += (samples[k] ?? 0) ** 2;
    return 20 * Math.log10(Math.sqrt(squares / perStep) + floor);
  });
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}

function isLike(a: Float64Array, b: Float64Array, least = likeness): boolean {
  return Array.from({ length: 2 * mostShiftSteps + 1 }, (_, n) => correlation(a, b, n - mostShiftSteps)).some((value) => value >= least);
}

function correlation(a: Float64Array, b: Float64Array, late: number): number {
  const from = Math.max(0, -late);
  const to = Math.min(a.length, b.length - late);
  const [x, y] = [a.subarray(from, to), b.subarray(from + late, to + late)];
  const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
  const [meanX, meanY] = [mean(x), mean(y)];
  let product = 0;
  for (let n = 0; n < x.length; n += 1) product += ((x[n] ?? 0) - meanX) * ((y[n] ?? 0) - meanY);
  const size = spread(x) * spread(y) * x.length;
  return size === 0 ? 0 : product / size;
}
