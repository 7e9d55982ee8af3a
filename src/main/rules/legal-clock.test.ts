import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingStays, legalClock, parseProfile } from './index.ts';

const profile = parseProfile(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8'));
const hour = 3_600_000;
const arrivedAtMs = 100_000 * hour;
const clock = (more: { readonly nowMs: number } & Partial<Parameters<typeof legalClock>[1]>) =>
  legalClock(profile, { timeLimitId: 'criminal-summons', arrivedAtMs, leftAtMs: undefined, earlierStays: [], extensions: [], ...more });

describe('the legal clock', () => {
  it('runs from arrival', () => expect(clock({ nowMs: arrivedAtMs + 3 * hour })).toMatchObject({ usedMs: 3 * hour, allowedMs: 12 * hour, leftMs: 9 * hour, endsAtMs: arrivedAtMs + 12 * hour }));
  it('goes on below zero', () => expect(clock({ nowMs: arrivedAtMs + 13 * hour })?.leftMs).toBe(-hour));
  it('stops when the session has ended', () => expect(clock({ nowMs: arrivedAtMs + 20 * hour, leftAtMs: arrivedAtMs + 2 * hour })?.usedMs).toBe(2 * hour));
  it('sums earlier stays, counting no moment twice', () =>
    expect(clock({ nowMs: arrivedAtMs + hour, earlierStays: [{ fromMs: arrivedAtMs - 5 * hour, toMs: arrivedAtMs - 2 * hour }, { fromMs: arrivedAtMs - 3 * hour, toMs: arrivedAtMs }] })?.usedMs).toBe(6 * hour));
  it('is extended step by step: 12 to 24 to 48, never further, and never 12 to 48', () => {
    const questioned = (extensions: readonly { allowedMs: number }[]) => clock({ nowMs: arrivedAtMs + 11 * hour, timeLimitId: 'continued-questioning', extensions });
    expect(questioned([])?.nextStep?.toMs).toBe(24 * hour);
    expect(questioned([{ allowedMs: 24 * hour }])).toMatchObject({ allowedMs: 24 * hour, leftMs: 13 * hour, nextStep: { toMs: 48 * hour } });
    expect(questioned([{ allowedMs: 24 * hour }, { allowedMs: 48 * hour }])?.nextStep).toBeUndefined();
  });
  it('of a protected person cannot be extended', () => expect(clock({ nowMs: arrivedAtMs, timeLimitId: 'continued-questioning-protected' })).toMatchObject({ allowedMs: 4 * hour, nextStep: undefined }));
  it('takes the profile’s first limit where none is named, and is none for one it does not know', () => {
    expect(clock({ nowMs: arrivedAtMs, timeLimitId: '' })?.limit.id).toBe('criminal-summons');
    expect(clock({ nowMs: arrivedAtMs, timeLimitId: 'forever' })).toBeUndefined();
  });
  it('never gives back what was used, however room time goes', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(48), fc.nat(12)), { maxLength: 6 }), fc.nat(30), fc.nat(30), (stays, a, b) => {
      const earlierStays = stays.map(([back, length]) => ({ fromMs: arrivedAtMs - back * hour, toMs: arrivedAtMs - back * hour + length * hour }));
      const used = (hours: number) => clock({ nowMs: arrivedAtMs + hours * hour, earlierStays })?.usedMs ?? NaN;
      expect(used(Math.max(a, b))).toBeGreaterThanOrEqual(used(Math.min(a, b)));
      expect(used(a)).toBeGreaterThanOrEqual(a * hour);
    }), { numRuns: 300 });
  });
});

describe('earlier stays', () => {
  const stay = (from: number, to: number) => ({ fromMs: arrivedAtMs + from * hour, toMs: arrivedAtMs + to * hour });
  it('count while less than 12 hours lie between one and the next', () => {
    expect(countingStays(profile, arrivedAtMs, [stay(-30, -28), stay(-14, -10), stay(-5, -3)])).toEqual([stay(-14, -10), stay(-5, -3)]);
    expect(countingStays(profile, arrivedAtMs, [stay(-14, -12)])).toEqual([]);
  });
});
