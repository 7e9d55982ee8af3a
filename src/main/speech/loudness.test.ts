import { describe, expect, it } from 'vitest';
import { loudnessDb } from './loudness.ts';

const sine = (gain: number) => Float32Array.from({ length: 16_000 }, (_, i) => gain * Math.sin((2 * Math.PI * 440 * i) / 16_000));

describe('loudnessDb', () => {
  it.each([
    ['full square wave', Float32Array.from([1, -1, 1, -1]), 0],
    ['full sine', sine(1), -3],
    ['sine at a tenth', sine(0.1), -23],
    ['half scale in 16 bits', Int16Array.from([16_384, -16_384]), -6],
    ['one step of 16 bits', Int16Array.from([1, -1]), -90],
    ['below every scale', sine(1e-9), -120],
    ['digital silence', new Float32Array(100), -120],
    ['nothing', new Int16Array(0), -120],
  ])('%s', (_name, samples, db) => expect(loudnessDb(samples)).toBe(db));
});
