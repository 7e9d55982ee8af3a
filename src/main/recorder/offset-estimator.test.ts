import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OffsetEstimator } from './offset-estimator.ts';

const trueOffsetMs = 50_000;
const frameMs = 40;

/** Feeds pictures whose delays come from `delayOf`; media time runs at `ppm` against the station. Returns the estimator after each. */
function feed(estimator: OffsetEstimator, count: number, delayOf: (n: number) => number, ppm = 0, from = 0): void {
  for (let n = from; n < from + count; n += 1) {
    const arrivedMs = trueOffsetMs + n * frameMs + delayOf(n);
    estimator.add(n * frameMs * (1 - ppm / 1e6), arrivedMs);
  }
}

describe('the estimate of where media time zero lies', () => {
  it('follows the least delayed picture through any jitter', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 100, maxLength: 400 }), (jitter) => {
      const estimator = new OffsetEstimator();
      const delays = jitter.map((delay, n) => (n % 10 === 0 ? 0 : delay));
      feed(estimator, delays.length, (n) => 5 + (delays[n] ?? 0));
      expect(Math.abs((estimator.estimate?.offsetMs ?? 0) - trueOffsetMs - 5)).toBeLessThan(0.2);
      expect(estimator.jumped).toBe(false);
    }));
  });

  it('waits until the pictures held back while connecting are over', () => {
    const estimator = new OffsetEstimator();
    // 30 pictures were held and come at once at second 1.2; only then is the delay the real one.
    const held = (n: number) => Math.max(3, 1_200 - n * frameMs);
    feed(estimator, 30, held);
    expect(estimator.estimate).toBeUndefined();
    feed(estimator, 8, held, 0, 30);
    expect(estimator.estimate).toBeUndefined();
    feed(estimator, 10, held, 0, 38);
    expect(estimator.estimate?.offsetMs).toBeCloseTo(trueOffsetMs + 3, 1);
  });

  it('settles after four seconds even on a machine too busy to be calm, and says what that is worth', () => {
    const estimator = new OffsetEstimator();
    const busy = (n: number) => 400 - n * 2 + (n % 2) * 60;
    feed(estimator, 95, busy);
    expect(estimator.estimate).toBeUndefined();
    feed(estimator, 20, busy, 0, 95);
    expect(estimator.estimate?.jitterMs).toBeGreaterThan(20);
  });

  it('keeps up with a camera clock that runs 200 ppm slow or fast, within a few milliseconds', () => {
    for (const ppm of [200, -200]) {
      const estimator = new OffsetEstimator();
      const count = (3_600 * 1_000) / frameMs;
      feed(estimator, count, (n) => 2 + (n % 7), ppm);
      const nowOffsetMs = trueOffsetMs + 2 + ((count - 1) * frameMs * ppm) / 1e6;
      expect(Math.abs((estimator.estimate?.offsetMs ?? 0) - nowOffsetMs)).toBeLessThan(4);
      expect(estimator.jumped).toBe(false);
    }
  });

  it('does not move, nor call it a jump, while the network holds everything up for a while', () => {
    const estimator = new OffsetEstimator();
    feed(estimator, 500, () => 4);
    // Five minutes: what every picture is late by is not believed, and the bound grows meanwhile.
    feed(estimator, 7_500, () => 2_500, 0, 500);
    expect((estimator.estimate?.offsetMs ?? 0) - trueOffsetMs - 4).toBeLessThan(80);
    expect(estimator.estimate?.jitterMs).toBeGreaterThan(70);
    feed(estimator, 2, () => 4, 0, 8_000);
    expect(Math.abs((estimator.estimate?.offsetMs ?? 0) - trueOffsetMs - 4)).toBeLessThan(0.1);
    expect(estimator.jumped).toBe(false);
  });

  it('calls it a jump when media time leaps ahead or goes back', () => {
    const ahead = new OffsetEstimator();
    feed(ahead, 100, () => 4);
    ahead.add(100 * frameMs + 5_000, trueOffsetMs + 100 * frameMs + 4);
    expect(ahead.jumped).toBe(true);
    const back = new OffsetEstimator();
    feed(back, 100, () => 4);
    back.add(50 * frameMs, trueOffsetMs + 100 * frameMs + 4);
    expect(back.jumped).toBe(true);
  });
});
