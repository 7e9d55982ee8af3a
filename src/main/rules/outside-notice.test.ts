import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { escalatesAtMs, isNoticeDue, noticeLocks, noticeRoles, outsideNoticeText, parseProfile } from './index.ts';

const profile = parseProfile(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8'));
const fromMs = Date.UTC(2026, 10, 23, 6, 3, 7);
const open = { level: 0, levelSinceMs: fromMs, acknowledged: false };

describe('the report of a long interruption (E5)', () => {
  it('is due within a minute, while it lasts and also when it was over before anybody looked', () => {
    expect(isNoticeDue(profile, { fromMs, toMs: null }, fromMs + 44_999)).toBe(false);
    expect(isNoticeDue(profile, { fromMs, toMs: null }, fromMs + 45_000)).toBe(true);
    expect(isNoticeDue(profile, { fromMs, toMs: fromMs + 44_999 }, fromMs + 3_600_000)).toBe(false);
    expect(isNoticeDue(profile, { fromMs, toMs: fromMs + 45_000 }, fromMs + 3_600_000)).toBe(true);
    expect(isNoticeDue({ ...profile, outsideNotice: null }, { fromMs, toMs: null }, Infinity)).toBe(false);
  });

  it('goes up a level after thirty minutes, and not beyond the last, nor once it was acknowledged', () => {
    expect(escalatesAtMs(profile, open)).toBe(fromMs + 1_800_000);
    expect(escalatesAtMs(profile, { ...open, level: 1 })).toBeNull();
    expect(escalatesAtMs(profile, { ...open, acknowledged: true })).toBeNull();
    expect([noticeRoles(profile, open), noticeRoles(profile, { level: 1 })]).toEqual([['supervisor', 'chief'], ['chief']]);
  });

  it('locks the seal until it was acknowledged by whom it has gone up to', () => {
    expect(noticeLocks(profile, [])).toEqual([]);
    expect(noticeLocks(profile, [open])).toMatchObject([{ code: 'NOTICE_UNACKNOWLEDGED', locks: 'seal', opensBy: ['supervisor', 'chief'] }]);
    expect(noticeLocks(profile, [{ ...open, acknowledged: true }, { ...open, level: 1 }])).toMatchObject([{ opensBy: ['chief'] }]);
    expect(noticeLocks(profile, [{ ...open, acknowledged: true }])).toEqual([]);
  });

  it('says what was measured, and names neither the interviewee nor a cause in somebody’s words', () => {
    const content = { roomName: '讯问室', sessionId: 'S1', caseNumber: 'A1', fromMs, toMs: null, reasons: ['STREAM_LOST', 'CAMERA_UNREACHABLE', 'STATION_STOPPED'], remedies: ['repair', 'repair'] as const, unrecordedApprovedBy: null, nowMs: fromMs + 60_000 };
    const { zh, en } = outsideNoticeText(content, 'Asia/Shanghai');
    expect(zh).toContain('自 2026-11-23 14:03:07 起未能按规定进行,截至 2026-11-23 14:04:07 尚未恢复。机器测得的原因:摄像机没有图像、录制主机停止运行。已采取的措施:排除故障。');
    expect(en).toContain('had not resumed at 2026-11-23 14:04:07. Measured cause: no picture from a camera, the station stopped. Tried: repair.');
    expect(outsideNoticeText({ ...content, toMs: fromMs + 50_000, remedies: [], unrecordedApprovedBy: '丁' }, 'Asia/Shanghai').en).toContain('resumed at 2026-11-23 14:03:57. Measured cause: no picture from a camera, the station stopped. Tried: nothing noted yet. With the approval of 丁');
  });
});
