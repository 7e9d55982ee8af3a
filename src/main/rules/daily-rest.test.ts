import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HeldBreak } from './break-clock.ts';
import { dailyRest, dailyRestLocks } from './daily-rest.ts';
import { parseProfile } from './profile.ts';

const read = (id: string) => parseProfile(readFileSync(`resources/profiles/${id}.json`, 'utf8'));
const uk = read('uk-pace-draft');
const hour = 3_600_000;
const arrivedAtMs = 100_000 * hour;
const slept = (from: number, to: number | null, more: Partial<HeldBreak> = {}): HeldBreak => ({ kind: 'rest', startedAtMs: arrivedAtMs + from * hour, endedAtMs: to === null ? null : arrivedAtMs + to * hour, voided: false, withdrawn: false, ...more });
const at = (hours: number, breaks: readonly HeldBreak[] = [], earlierStays: readonly { fromMs: number; toMs: number }[] = []) => dailyRest(uk, { arrivedAtMs, earlierStays, breaks, nowMs: arrivedAtMs + hours * hour });

describe('rest in every 24 hours (requirement F5)', () => {
  it.each([[13.9, 'open'], [14, 'soon'], [15.4, 'soon'], [15.5, 'overdue'], [15.9, 'overdue'], [16, 'locked'], [30, 'locked']] as const)('is, %d hours after arrival without it, %s', (hours, state) => {
    expect(at(hours)).toEqual({ state, beginsByMs: arrivedAtMs + 16 * hour });
  });

  it('locks the transcript until eight hours of rest have been held', () => {
    expect(dailyRestLocks(at(16)).map(({ code, locks }) => [code, locks])).toEqual([['DAILY_REST_REQUIRED', 'transcript']]);
    expect(dailyRestLocks(at(23.9, [slept(16, null)]))).toHaveLength(1);
    expect(dailyRestLocks(at(24, [slept(16, null)]))).toEqual([]);
    expect(at(24, [slept(16, 24)])?.beginsByMs).toBe(arrivedAtMs + 40 * hour);
    for (const none of [slept(16, 23), slept(16, 24, { voided: true }), slept(16, 24, { withdrawn: true }), slept(16, 24, { kind: 'meal' })]) expect(at(24, [none])?.state).toBe('locked');
  });

  it('counts from the first of several stays that lie closer than a rest', () => {
    const stay = (from: number, to: number) => ({ fromMs: arrivedAtMs + from * hour, toMs: arrivedAtMs + to * hour });
    expect(at(0, [], [stay(-20, -7)])?.state).toBe('locked');
    expect(at(0, [], [stay(-20, -8)])?.state).toBe('open');
    expect(at(0, [], [stay(-30, -22), stay(-13, -1)])?.state).toBe('open');
  });

  it('is asked for by no profile that does not name it', () => {
    expect(dailyRest(read('cn-zaozhuang'), { arrivedAtMs, earlierStays: [], breaks: [], nowMs: arrivedAtMs + 100 * hour })).toBeNull();
    expect(dailyRestLocks(null)).toEqual([]);
  });
});
