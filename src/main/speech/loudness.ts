const silenceDb = -120;

/**
 * How loud the samples are on average (RMS), in whole dB of full scale: 0 for a square wave that fills the scale, −3 for a sine that
 * does, −120 for digital silence and for no samples at all.
 */
export function loudnessDb(samples: Int16Array | Float32Array): number {
  const scale = samples instanceof Int16Array ? 32_768 : 1;
  let sum = 0;
  for (const sample of samples) sum += (sample / scale) ** 2;
  if (sum === 0) return silenceDb;
  return Math.max(silenceDb, Math.round(10 * Math.log10(sum / samples.length)));
}
