import { describe, expect, it } from 'vitest';
import { StepWatch, type FaultChange } from '../../src/main/health/index.ts';
import { StepMeter } from '../../src/main/recorder/step-meter.ts';

// Pain 10: sound and picture come apart after long runs or pauses (Recordly #782, frigate #8288, wf-recorder #241).
const hourMs = 3_600_000;
const limitMs = 80;

/** Eight hours of a camera whose sound clock is off against its picture clock, in one stream that jitters, through meter and judge. */
function record(hours: number, apartMs: (takenMs: number) => number, seed = 5): readonly (FaultChange & { readonly apartMs: number })[] {
  const meter = new StepMeter((ms) => ms);
  const watch = new StepWatch();
  const told: (FaultChange & { apartMs: number })[] = [];
  let state = seed;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  let [pictures, frames, arrivedMs] = [0, 0, 0];
  while (pictures * 40 < hours * hourMs) {
    const isPicture = pictures * 40 <= frames * 21.333 + 60;
    const takenMs = isPicture ? pictures++ * 40 : frames++ * 21.333 + 60;
    arrivedMs = Math.max(arrivedMs, takenMs + 5 + random() * 12 + (random() < 0.002 ? 150 : 0));
    const step = isPicture ? meter.picture(takenMs, arrivedMs) : meter.sound(takenMs - 60 + apartMs(takenMs), arrivedMs);
    const change = step === undefined ? undefined : watch.observe(step);
    if (change !== undefined) told.push({ ...change, apartMs: apartMs(takenMs) });
  }
  return told;
}

describe('sound and picture that come apart', () => {
  it('by ten millionths over eight hours: nothing is told before 80 ms, and it is told soon after', () => {
    const told = record(8, (ms) => ms * 10e-6);
    expect(told.map(({ kind }) => kind)).toEqual(['began']);
    expect(told[0]?.apartMs).toBeGreaterThan(limitMs * 0.8);
    expect(told[0]?.apartMs).toBeLessThan(limitMs * 1.25);
  }, 120_000);

  it('by nothing over eight hours: nothing is told', () => {
    expect(record(8, () => 0)).toEqual([]);
  }, 120_000);

  it('by a leap, within five seconds, and its end', () => {
    const leap = (ms: number) => (ms > 60_000 && ms < 120_000 ? -150 : 0);
    const told = record(0.1, leap);
    expect(told.map(({ kind }) => kind)).toEqual(['began', 'ended']);
    expect((told[0]?.toMs ?? Infinity) - 60_000).toBeLessThan(5_000);
    expect(Math.abs((told[0]?.fromMs ?? 0) - 60_000)).toBeLessThan(1_800);
    expect(Math.abs((told[1]?.toMs ?? 0) - 120_000)).toBeLessThan(1_800);
  });
});
