/** Samples per second of what is compared. */
const samplesPerSecond = 16_000;
const stepMs = 5;
const samplesPerStep = (samplesPerSecond * stepMs) / 1000;
const mostShiftMs = 700;
/** Louder and softer by so much: somebody speaks. What a fan or an amplifier does cannot be told apart in time. */
const leastLivelinessDb = 4;
const floor = 30;
const leastLikeness = 0.6;
/** A second shift that fits almost as well: nothing is known. */
const clearlyBetter = 1.12;
const peakWidthMs = 90;

/**
 * How much later one microphone recorded the sound of the room than another, by how it swells and fades; undefined where that cannot be told,
 * as in a silent room. Loudness is compared and not the wave: microphones stand in different places.
 * @param reference and @param other the same stretch of room time, 16 kHz, at least two seconds
 */
export function soundShift(reference: Int16Array, other: Int16Array): number | undefined {
  const a = envelope(reference);
  const b = envelope(other);
  if (liveliness(a) < leastLivelinessDb || liveliness(b) < leastLivelinessDb) return undefined;
  const most = Math.min(mostShiftMs / stepMs, Math.floor(a.length / 3));
  const likeness = Array.from({ length: 2 * most + 1 }, (_, n) => likenessAt(a, b, n - most));
  const best = indexOfGreatest(likeness);
  const second = Math.max(...likeness.filter((_, n) => Math.abs(n - best) * stepMs > peakWidthMs));
  const top = likeness[best] ?? 0;
  if (top < leastLikeness || top < second * clearlyBetter) return undefined;
  return (best - most) * stepMs;
}

/** Loudness in dB, step after step. */
function envelope(samples: Int16Array): Float64Array {
  return Float64Array.from({ length: Math.floor(samples.length / samplesPerStep) }, (_, n) => {
    let squares = 0;
    for (let k = n * samplesPerStep; k < (n + 1) * samplesPerStep; k += 1) squares += (samples[k] ?? 0) ** 2;
    return 20 * Math.log10(Math.sqrt(squares / samplesPerStep) + floor);
  });
}

function liveliness(values: Float64Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}

/** Correlation coefficient of what overlaps when the other is that many steps late. */
function likenessAt(a: Float64Array, b: Float64Array, late: number): number {
  const from = Math.max(0, -late);
  const to = Math.min(a.length, b.length - late);
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let n = from; n < to; n += 1) {
    const [x, y] = [a[n] ?? 0, b[n + late] ?? 0];
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const count = to - from;
  const spread = Math.sqrt(Math.max(0, count * sumAA - sumA ** 2) * Math.max(0, count * sumBB - sumB ** 2));
  return spread === 0 ? 0 : (count * sumAB - sumA * sumB) / spread;
}

function indexOfGreatest(values: readonly number[]): number {
  return values.reduce((best, value, n) => (value > (values[best] ?? -Infinity) ? n : best), 0);
}
