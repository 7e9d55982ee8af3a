import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepWatch } from './step-watch.ts';

const windowMs = 800;

/** Feeds windows of 0.8 s; returns every change with the moment at which it was told. */
function watch(lates: readonly number[]) {
  const step = new StepWatch();
  return lates.flatMap((lateMs, n) => {
    const change = step.observe({ lateMs, fromMs: n * windowMs, toMs: (n + 1) * windowMs });
    return change === undefined ? [] : [{ ...change, toldMs: (n + 1) * windowMs }];
  });
}

describe('sound in step with its pictures', () => {
  it('tells a skew of more than 80 ms within two windows, with its bounds', () => {
    const changes = watch([...Array<number>(20).fill(60), ...Array<number>(10).fill(-140), ...Array<number>(10).fill(62)]);
    expect(changes).toMatchObject([
      { kind: 'began', fault: 'SOUND_APART', fromMs: 16_000, toldMs: 17_600 },
      { kind: 'ended', fault: 'SOUND_APART', fromMs: 16_000, toMs: 24_000, toldMs: 25_600 },
    ]);
  });

  it('finds a drift of eight hours when it passes 80 ms, and not before', () => {
    // 10 ppm between the clocks of sound and picture: 80 ms after 8000 s.
    const changes = watch(Array.from({ length: 36_000 }, (_, n) => 40 + n * windowMs * 10e-6));
    expect(changes).toHaveLength(1);
    expect(changes[0]?.toldMs).toBeGreaterThan(7_900_000);
    expect(changes[0]?.toldMs).toBeLessThan(8_200_000);
  });

  it('tells nothing of a healthy camera, whatever its own difference and the jitter, nor of one window that is off', () => {
    fc.assert(fc.property(fc.integer({ min: -250, max: 250 }), fc.array(fc.integer({ min: -35, max: 35 }), { minLength: 20, maxLength: 300 }), fc.nat(19), (own, jitter, off) => {
      expect(watch(jitter.map((ms, n) => own + (n % 20 === off && n > 10 ? ms * 20 : ms)))).toEqual([]);
    }));
  });

  it('learns nothing while the machine is out of breath, and so does not accuse the camera afterwards', () => {
    expect(watch([...[0, 210, 260, 20, 240, 250, 30, 220, 190], ...Array<number>(40).fill(40)])).toEqual([]);
  });

  it('is told of a camera that was never in step', () => {
    expect(watch(Array<number>(10).fill(900))).toMatchObject([{ kind: 'began', toldMs: 1_600 }]);
  });
});
