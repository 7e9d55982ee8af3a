import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepMeter, type SoundStep } from './step-meter.ts';

/** A stream of pictures every 40 ms and sound every 21.3 ms, whose common way delays both; `apart` is added to the sound's media time. */
function play(seconds: number, { ownMs, apartMs, busy }: { readonly ownMs: number; readonly apartMs: (ms: number) => number; readonly busy: (ms: number) => number }): readonly SoundStep[] {
  const meter = new StepMeter((ms) => ms);
  const events = [
    ...Array.from({ length: seconds * 25 }, (_, n) => ({ takenMs: n * 40, kind: 'picture' as const })),
    ...Array.from({ length: Math.floor(seconds * 46.875) }, (_, n) => ({ takenMs: n * 21.333 + ownMs, kind: 'sound' as const })),
  ].sort((a, b) => a.takenMs - b.takenMs);
  let arrivedMs = 0;
  return events.flatMap(({ takenMs, kind }) => {
    // In one stream: nothing overtakes.
    arrivedMs = Math.max(arrivedMs, takenMs + 5 + busy(takenMs));
    const step = kind === 'picture' ? meter.picture(takenMs, arrivedMs) : meter.sound(takenMs - ownMs + apartMs(takenMs), arrivedMs);
    return step === undefined ? [] : [step];
  });
}

describe('the comparison of sound and pictures', () => {
  it('finds the camera’s own difference through a busy machine', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 150 }), fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 50, maxLength: 50 }), (ownMs, delays) => {
      const steps = play(10, { ownMs, apartMs: () => 0, busy: (ms) => delays[Math.floor(ms / 97) % 50] ?? 0 });
      expect(steps.length).toBeGreaterThan(3);
      for (const { lateMs } of steps) expect(Math.abs(lateMs - ownMs)).toBeLessThan(80);
    }));
  });

  it('finds a skew of the media times to the millisecond', () => {
    const steps = play(20, { ownMs: 60, apartMs: (ms) => (ms > 10_000 ? 200 : 0), busy: () => 0 });
    for (const { lateMs, fromMs, toMs } of steps) {
      if (toMs < 10_000) expect(Math.abs(lateMs - 60)).toBeLessThan(3);
      if (fromMs > 10_000) expect(Math.abs(lateMs + 140)).toBeLessThan(3);
    }
  });
});
