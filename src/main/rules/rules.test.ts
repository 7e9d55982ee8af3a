import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProfile, readAloudText, sealLocks, startLocks, statementText, transcriptLocks } from './index.ts';

const profile = parseProfile(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8'));
const readyRoom = { cameraRoles: ['overview', 'interviewee'] as const, hasSound: true, checkPassed: true, clockReady: true, hoursLeft: 12 };
const readySession = { finished: true, interruptionLasting: false, unexplainedInterruptions: 0, breakOpen: false, transcriptLinked: true, transcriptAgrees: true };

describe('the profile', () => {
  it('has a hash that a change of any rule changes', () => {
    const changed = parseProfile(JSON.stringify({ ...JSON.parse(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8')), reserveHours: 1 }));
    expect(changed.sha256).not.toBe(profile.sha256);
  });

  it('refuses a word it does not know', () => {
    expect(() => parseProfile(JSON.stringify({ id: 'x', pauseAllowed: true }))).toThrow();
  });
});

describe('locks before the start', () => {
  it('are none in a ready room', () => expect(startLocks(profile, readyRoom)).toEqual([]));
  it.each([
    ['no overview camera', { cameraRoles: ['interviewee'] as const }, 'CHECK_NO_CAMERA'],
    ['no sound', { hasSound: false }, 'SOUND_MISSING'],
    ['no room check', { checkPassed: false }, 'CHECK_REQUIRED'],
    ['an unset clock', { clockReady: false }, 'CLOCK_UNSYNCED'],
    ['too little disk', { hoursLeft: 11 }, 'DISK_FULL'],
  ])('hold with %s', (_what, change, code) => expect(startLocks(profile, { ...readyRoom, ...change }).map((l) => l.code)).toEqual([code]));

  it('carry what their sentences name', () => {
    const locks = startLocks(profile, { ...readyRoom, cameraRoles: ['interviewee'], hoursLeft: 3 });
    expect(locks.map((l) => [l.code, l.params])).toEqual([['CHECK_NO_CAMERA', { roles: 'overview' }], ['DISK_FULL', { hoursLeft: 3, hoursNeeded: 12 }]]);
  });
});

describe('locks before the seal', () => {
  it('are none when all is done', () => expect(sealLocks(readySession)).toEqual([]));
  it.each([
    ['the session running', { finished: false }, 'STATE_REFUSED'],
    ['an interruption lasting', { interruptionLasting: true }, 'INTERRUPTION_UNEXPLAINED'],
    ['an interruption unexplained', { unexplainedInterruptions: 1 }, 'INTERRUPTION_UNEXPLAINED'],
    ['a break open', { breakOpen: true }, 'BREAK_OPEN'],
    ['an interruption that was neither signed nor refused', { unsignedInterruptions: 1 }, 'INTERRUPTION_UNSIGNED'],
    ['nobody handed back to the detention centre', { handBackMissing: true }, 'HAND_BACK_MISSING'],
    ['no transcript', { transcriptLinked: false, transcriptAgrees: false }, 'TRANSCRIPT_REQUIRED'],
    ['a transcript with other times', { transcriptAgrees: false }, 'TRANSCRIPT_DIFFERS'],
  ])('hold with %s', (_what, change, code) => expect(sealLocks({ ...readySession, ...change }).map((l) => l.code)).toEqual([code]));
});

describe('locks on the transcript', () => {
  it.each([
    ['nothing is recorded', { interruptionLasting: true }, 'INTERRUPTION_OPEN'],
    ['an interruption is unexplained', { unexplainedInterruptions: 1 }, 'INTERRUPTION_UNEXPLAINED'],
    ['a break is open', { breakOpen: true }, 'BREAK_OPEN'],
  ])('hold while %s', (_what, change, code) => expect(transcriptLocks({ ...readySession, ...change }).map((l) => l.code)).toEqual([code]));

  it('open while nothing is recorded only when somebody approved it', () => expect(transcriptLocks({ ...readySession, interruptionLasting: true, unrecordedApproved: true })).toEqual([]));

  it('hold while an interruption is unexplained', () =>
    expect(transcriptLocks({ ...readySession, unexplainedInterruptions: 1 }).map((l) => l.article)).toEqual(['30']));
});

describe('the text about an interruption that the interviewee signs', () => {
  const measured = { fromMs: Date.UTC(2026, 10, 23, 6, 3, 7), toMs: Date.UTC(2026, 10, 23, 6, 5, 0), cause: 'network', note: '', unrecorded: null } as const;

  it('has the times as they were measured, the cause, and that nobody was questioned', () => {
    const text = statementText(measured, 'Asia/Shanghai');
    for (const part of ['2026年11月23日14时03分07秒', '2026年11月23日14时05分00秒', '网络', '中断期间没有进行讯(询)问']) expect(text.zh).toContain(part);
    for (const part of ['2026-11-23 14:03:07', '2026-11-23 14:05:00', 'network', 'No questions']) expect(text.en).toContain(part);
  });

  it('says who approved that questioning went on unrecorded, and why', () => {
    const text = statementText({ ...measured, unrecorded: { reason: 'urgent', approvedBy: '训练负责人' } }, 'Asia/Shanghai');
    expect(text.zh).toContain('因案情紧急,经训练负责人批准,中断期间在未录音录像的情况下继续讯(询)问');
    expect(text.zh).not.toContain('没有进行讯(询)问');
    expect(readAloudText('network', measured, 'Asia/Shanghai', true).zh).not.toContain('没有进行讯(询)问');
  });

  it('says that recording never came back, with the reason in writing', () => {
    const text = statementText({ ...measured, cause: null, note: '摄像机损坏' }, 'Asia/Shanghai');
    expect(text.zh).toContain('本次讯(询)问结束时未能恢复。中断原因是:摄像机损坏');
  });
});

describe('the text to read aloud', () => {
  it('names the measured times of the room and the cause', () => {
    const text = readAloudText('network', { fromMs: Date.UTC(2026, 10, 23, 6, 3, 7), toMs: Date.UTC(2026, 10, 23, 6, 5, 0) }, 'Asia/Shanghai');
    expect(text.zh).toContain('2026年11月23日14时03分07秒');
    expect(text.zh).toContain('网络');
    expect(text.en).toContain('2026-11-23 14:05:00');
  });
});
