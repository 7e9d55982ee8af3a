import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProfile } from './index.ts';

const profile = parseProfile(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8'));
const hour = 3_600_000;

// The numbers are those of requirements.md, section 4: what the law says, not what the program happens to do.
describe('the profile cn-zaozhuang', () => {
  it.each([
    ['criminal-summons', 12, [[24, 'supervisor']]],
    ['criminal-compelled', 12, [[24, 'chief']]],
    ['administrative', 8, [[24, 'supervisor']]],
    ['public-order-2025', 8, [[12, 'supervisor'], [24, 'supervisor']]],
    ['continued-questioning', 12, [[24, 'chief'], [48, 'chief']]],
    ['continued-questioning-protected', 4, []],
    ['supervision-compelled', 12, [[24, 'chief']]],
  ] as const)('limits %s to %i hours, with these extensions', (id, hours, steps) => {
    const limit = profile.timeLimits.find((each) => each.id === id);
    expect([limit?.limitMs, limit?.steps.map(({ toMs, approvers }) => [toMs / hour, ...approvers])]).toEqual([hours * hour, steps]);
  });

  it('marks the law of 2025 as not confirmed, and nothing else of the table', () =>
    expect(profile.timeLimits.filter((limit) => limit.unconfirmed).map(({ id }) => id)).toEqual(['public-order-2025']));

  it('warns at 120, 60, 30 and 10 minutes', () => expect(profile.limitWarningsMs.map((ms) => ms / 60_000)).toEqual([120, 60, 30, 10]));
  it('asks for 12 hours between two summonses', () => expect(profile.summonsInterval?.minimumMs).toBe(12 * hour));
  it('asks for the first interrogation within 24 hours, with warnings at 18, 22 and 23', () =>
    expect([profile.firstInterrogation?.limitMs, ...(profile.firstInterrogation?.warningsAfterMs ?? [])]).toEqual([24, 18, 22, 23].map((h) => h * hour)));
  it('has no way to go on unrecorded in the must-record class (article 29)', () => expect(profile.unrecorded.classes).toEqual(['other']));
  it('tries the remedies in the order of article 29', () => expect(profile.remedies).toEqual(['medium', 'repair', 'room', 'portable']));
  it('records its breaks (articles 24 and 28)', () => expect(profile.breaks.breakStopsRecording).toBe(false));
  it('asks for two officers, an adult beside a minor and a woman officer for a girl', () =>
    expect([profile.officers.minimum, profile.minors]).toEqual([2, { adultAge: 18, needsSuitableAdult: true, femaleNeedsWomanOfficer: true }]));
});
