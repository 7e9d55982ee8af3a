import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomDateTimeToMs, type BreakKind } from '../../shared/domain/index.ts';
import { announcementMs, breakDues, countsAsRest, speechWithin, type HeldBreak } from './break-clock.ts';
import { parseProfile } from './profile.ts';

const timeZone = 'Asia/Shanghai';
const { breaks: rules } = parseProfile(readFileSync('resources/profiles/cn-zaozhuang.json', 'utf8'));
const at = (hour: number, minute = 0, day = 24) => roomDateTimeToMs({ year: 2026, monthOfYear: 11, day, hour, minute, second: 0 }, timeZone);
const minutes = (n: number) => n * 60_000;
const held = (kind: BreakKind, fromMs: number, toMs: number | null, more: Partial<HeldBreak> = {}): HeldBreak => ({ kind, startedAtMs: fromMs, endedAtMs: toMs, voided: false, withdrawn: false, ...more });
const dues = (startedAtMs: number, nowMs: number, ...breaks: readonly HeldBreak[]) => breakDues({ rules, timeZone, startedAtMs, breaks, nowMs });

describe('rest (article 28, requirement F4)', () => {
  const start = at(13, 40);
  const { warnMs, alarmMs, lockMs } = rules.continuousQuestioning;

  it.each([[warnMs - 1, 'open'], [warnMs, 'soon'], [alarmMs - 1, 'soon'], [alarmMs, 'overdue'], [lockMs - 1, 'overdue'], [lockMs, 'locked'], [lockMs * 3, 'locked']] as const)('after %i ms of questioning it is %s', (ms, state) => {
    expect(dues(start, start + ms).rest).toEqual({ what: 'rest', state, dueAtMs: start + alarmMs, lockAtMs: start + lockMs });
  });

  it('starts again after a break that was long enough, also while it goes on', () => {
    const from = start + lockMs;
    const long = rules.minimumMs.rest ?? 0;
    expect(dues(start, from + long - 1, held('rest', from, null)).rest.state).toBe('locked');
    expect(dues(start, from + long, held('rest', from, null)).rest.state).toBe('open');
    expect(dues(start, from + long + minutes(5), held('rest', from, from + long)).rest).toMatchObject({ state: 'open', dueAtMs: from + long + alarmMs });
  });

  it.each([
    ['was too short', held('rest', start + minutes(60), start + minutes(60) + (rules.minimumMs.rest ?? 0) - 1)],
    ['was voided by speech', held('rest', start + minutes(60), start + minutes(90), { voided: true })],
    ['was taken back', held('rest', start + minutes(60), start + minutes(90), { withdrawn: true })],
    ['is of a kind that is no rest', held('toilet', start + minutes(60), start + minutes(90))],
  ])('does not start again for one that %s', (_what, one) => {
    expect(countsAsRest(one, rules, start + lockMs)).toBe(false);
    expect(dues(start, start + lockMs, one).rest.state).toBe('locked');
  });

  it('is never due later for having been interrupted by breaks that do not count', () => {
    fc.assert(fc.property(fc.array(fc.record({ from: fc.integer({ min: 0, max: 300 }), long: fc.integer({ min: 0, max: 100 }), kind: fc.constantFrom<BreakKind>('toilet', 'medical', 'lawyer', 'prayer') })), fc.integer({ min: 0, max: 600 }), (list, now) => {
      const breaks = list.map(({ from, long, kind }) => held(kind, start + minutes(from), start + minutes(from + long)));
      expect(dues(start, start + minutes(now), ...breaks).rest).toEqual(dues(start, start + minutes(now)).rest);
    }));
  });
});

describe('meals', () => {
  it.each([
    ['before the window', at(10), 'lunch', 'open'], ['in its first half', at(11, 30), 'lunch', 'open'], ['in its last half hour', at(13), 'lunch', 'soon'],
    ['when it is over', at(13, 30), 'lunch', 'overdue'], ['and half an hour later', at(14), 'lunch', 'locked'],
  ] as const)('%s', (_when, nowMs, what, state) => {
    expect(dues(at(9, 30), nowMs).meal).toEqual({ what, state, dueAtMs: at(13, 30), lockAtMs: at(13, 30) + rules.mealLockAfterMs });
  });

  it('is given by a meal break that was long enough, in the window or late', () => {
    expect(dues(at(9, 30), at(14), held('meal', at(12), at(12, 30))).meal).toMatchObject({ what: 'dinner', state: 'open' });
    expect(dues(at(9, 30), at(14, 40), held('meal', at(14, 10), at(14, 35))).meal).toMatchObject({ what: 'dinner', state: 'open' });
    expect(dues(at(9, 30), at(14), held('meal', at(12), at(12, 30), { voided: true })).meal).toMatchObject({ what: 'lunch', state: 'locked' });
    expect(dues(at(9, 30), at(14), held('meal', at(12), at(12, 10))).meal?.state).toBe('locked');
    expect(dues(at(9, 30), at(14), held('rest', at(12), at(13))).meal?.state).toBe('locked');
  });

  it('is not owed to somebody who came when the window was open already, and looks past midnight', () => {
    expect(dues(at(12), at(14)).meal).toMatchObject({ what: 'dinner', state: 'open' });
    expect(dues(at(20), at(23)).meal).toMatchObject({ what: 'breakfast', dueAtMs: at(9, 0, 25) });
    expect(dues(at(20), at(9, 1, 25)).meal?.state).toBe('overdue');
  });

  it('is satisfied by one that was offered and refused, once it has been as long as a rest', () => {
    const refused = (minutes: number, more: Partial<HeldBreak> = {}) => dues(at(9, 30), at(14), held('meal', at(12), at(12, minutes), { declined: true, ...more })).meal;
    expect(refused(10)).toMatchObject({ what: 'dinner', state: 'open' });
    expect(refused(9)?.state).toBe('locked');
    expect(refused(10, { voided: true })?.state).toBe('locked');
    expect(refused(10, { declined: false })?.state).toBe('locked');
  });

  it('knows no meals where the profile names none', () => {
    expect(breakDues({ rules: { ...rules, mealWindows: [] }, timeZone, startedAtMs: at(9), breaks: [], nowMs: at(15) }).meal).toBeNull();
  });
});

describe('speech in a break', () => {
  const one = held('rest', at(10), at(10, 15));

  it('leaves out the announcements at both ends', () => {
    expect(speechWithin(one, [{ fromMs: at(10), toMs: at(10) + announcementMs }, { fromMs: at(10, 15) - announcementMs, toMs: at(10, 16) }])).toEqual({ heardMs: 0, spans: [] });
    const { heardMs, spans } = speechWithin(one, [{ fromMs: at(10) + announcementMs - 500, toMs: at(10) + announcementMs + 700 }, { fromMs: at(10, 5), toMs: at(10, 5) + 900 }]);
    expect([heardMs, spans.length]).toEqual([1_600, 2]);
  });

  it('counts everything after the announcement while the break goes on', () => {
    expect(speechWithin({ ...one, endedAtMs: null }, [{ fromMs: at(10, 14), toMs: at(10, 15) }]).heardMs).toBe(60_000);
  });
});
