import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProfile } from './index.ts';

const read = (id: string) => parseProfile(readFileSync(new URL(`../../../resources/profiles/${id}.json`, import.meta.url), 'utf8'));
const uk = read('uk-pace-draft');
const hour = 3_600_000;

describe('the profile uk-pace-draft', () => {
  it('says that it is a draft of which nothing is confirmed, in both languages', () => {
    expect([uk.standing, uk.unconfirmed]).toEqual(['draft', ['*']]);
    expect([uk.title.zh, uk.title.en]).toEqual([expect.stringContaining('草稿'), expect.stringContaining('draft')]);
    expect(uk.timeLimits.every((limit) => limit.unconfirmed)).toBe(true);
  });

  it('stops the recording for a break, and wants 8 hours of rest a day', () => expect([uk.breaks.breakStopsRecording, uk.breaks.dailyRestMs]).toEqual([true, 8 * hour]));
  it('breaks questioning about every two hours', () => expect(uk.breaks.continuousQuestioning.lockMs).toBe(2 * hour));
  it('lets one officer question alone, and lets any class go on unrecorded', () => expect([uk.officers.minimum, uk.unrecorded.classes]).toEqual([1, ['must-record', 'other']]));
  it('differs from the Chinese profile in what a session can feel', () => {
    const cn = read('cn-zaozhuang');
    expect(uk.sha256).not.toBe(cn.sha256);
    expect([uk.timeLimits.map(({ id }) => id), uk.requiredCameraRoles, uk.summonsInterval]).not.toEqual([cn.timeLimits.map(({ id }) => id), cn.requiredCameraRoles, cn.summonsInterval]);
  });
});
