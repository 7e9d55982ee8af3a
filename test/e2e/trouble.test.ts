import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSnapshot } from '../../src/shared/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { finishedSession, interruptedSession, lock, recordingSession, roomNowMs, cameras, passedCheck } from '../support/console-snapshots.ts';
import { startConsoleStation, type ConsoleStation } from '../support/console-station.ts';
import { ConsoleWalk } from '../support/console-walk.ts';
import { projectFolder } from '../support/station-process.ts';

const hour = 3_600_000;
const both = (zh: string, en: string) => ({ zh, en });
const running = (more: Partial<SessionSnapshot> = {}): SessionSnapshot => ({ ...recordingSession(), provenUntilMs: roomNowMs + 600_000, ...more });
const notices = [lock('RECORDING_NOTICE_MISSING', 'transcript', 'SPPR 187', 'officer'), lock('RIGHTS_NOTICE_MISSING', 'transcript', 'CPL 120; GAX 203', 'officer')].map((each): SessionSnapshot['locks'][number] => ({ ...each, locks: ['transcript', 'finish'] }));

// The station says what the test tells it: what each trouble looks like, and what is asked of the station. What a real one makes of each call is in test/integration and in trouble-*.long.test.ts.
describe('a session in trouble, on the screen', () => {
  let station: ConsoleStation;
  let browser: Browser;
  let walk: ConsoleWalk;

  const asked = (method: string) => station.asked.filter((call) => call.method === method).map(({ params }) => params);
  const show = (session: SessionSnapshot | null, more: Partial<ConsoleStation['room']> = {}) => {
    station.room = { ...station.room, ...more, version: station.room.version + 1, session };
    station.pushRoom();
  };

  beforeAll(async () => {
    station = await startConsoleStation(join(projectFolder, 'dist', 'renderer'));
    station.room = { ...station.room, cameras, check: passedCheck, session: running({ locks: notices }) };
    station.answers['profile.current'] = () => ({
      profileId: 'cn-zaozhuang', version: 2, standing: 'in-force', title: both('标准', 'The standard'), sha256: 'a'.repeat(64), unconfirmed: [], timeLimits: [], mobileReasons: [], mobileApprovers: [], unrecordedReasons: [], unrecordedApprovers: [],
      minimumNoticeSpeechMs: 3_000, notices: { 'recording-notice': both('现在告知你:本次讯问全程同步录音录像。', 'You are told that this interrogation is recorded.'), rights: both('你有权委托辩护人。', 'You may have a lawyer.') },
    });
    for (const method of ['session.handBack', 'session.leave', 'session.extendLimit'] as const) station.answers[method] = () => station.room.session;
    for (const method of ['interruption.note', 'interruption.remedy'] as const) station.answers[method] = () => ({ interruption: station.room.session?.interruptionList[0] });
    for (const method of ['room.register', 'disk.replace'] as const) station.answers[method] = () => station.room;
    browser = await Browser.open();
    walk = await ConsoleWalk.open(browser, station.url, 'trouble');
    await walk.enter('officer');
    await walk.here('screen-room');
  });
  afterAll(async () => {
    await browser.close();
    await station.close();
  });

  it('tells a reason once that keeps several things shut, with its articles and who opens it', async () => {
    await expect.poll(() => walk.locks()).toEqual(['RECORDING_NOTICE_MISSING', 'RIGHTS_NOTICE_MISSING']);
    expect(await walk.at('lock-RIGHTS_NOTICE_MISSING').count()).toBe(1);
    expect(await walk.at('lock-RIGHTS_NOTICE_MISSING').getAttribute('data-locks')).toBe('transcript finish');
    expect(await walk.at('lock-RIGHTS_NOTICE_MISSING').innerText()).toMatch(/笔录、结束.*刑事诉讼法第 120 条.*办案人员/s);
    await walk.look('01-locks');
  });

  it('puts the pad in sight while the notices are still to be given', async () => {
    show({ ...interruptedSession('explained'), provenUntilMs: roomNowMs + 600_000, locks: notices });
    await walk.here('statement-panel');
    expect([await walk.isInSight('statement-text'), await walk.isInSight('pad'), await walk.isInSight('action-pad-done')]).toEqual([true, true, true]);
    await walk.look('02-pad');
    await walk.choose('statement-en');
    expect(await walk.at('statement-text').innerText()).toContain('stopped at');
    expect(await walk.isInSight('action-pad-done')).toBe(true);
  });

  it('offers what a technician found, beside the remedies and never in place of the spoken reason', async () => {
    show(interruptedSession('lasting'));
    await walk.at('note-form').locator('summary').click();
    await walk.click('action-note');
    await walk.page.getByText('请填写').first().waitFor();
    await walk.fill({ 'note-text': '交换机端口损坏' });
    await walk.look('03-remedies');
    await walk.click('action-note');
    await expect.poll(() => asked('interruption.note')).toEqual([{ sessionId: 's-1', interruptionId: 'i-1', text: '交换机端口损坏' }]);
    await walk.enter('attendant');
    await walk.click('nav-room');
    await walk.here('remedies');
    await walk.click('remedy-repair');
    await expect.poll(() => asked('interruption.remedy')).toMatchObject([{ interruptionId: 'i-1', remedy: 'repair' }]);
    expect(await walk.at('unrecorded-form').count()).toBe(0);
    await walk.look('04-attendant');
  });

  it('says that one copy is one, and that a disk is being completed', async () => {
    await walk.enter('officer');
    show(running(), { copies: 1, disks: [{ disk: 'primary', path: '/data/primary', state: 'ok', freeBytes: 512e9 }, { disk: 'mirror', path: '/data/mirror', state: 'copying', freeBytes: 511e9 }] });
    await expect.poll(() => walk.at('state-title').getAttribute('data-copies')).toBe('1');
    expect(await walk.at('disk-mirror').innerText()).toContain('正在补齐');
    await walk.look('05-one-copy');
    show(running(), { copies: 2 });
  });

  it('the limit is over: the clock counts on, and the next step asks the role that the law names', async () => {
    const clock = recordingSession().legalClock;
    if (clock === null) throw new Error('This session has no legal clock');
    show(running({ legalClock: { ...clock, leftMs: -600_000, endsAtMs: roomNowMs - 600_000, usedMs: 12 * hour + 600_000 }, locks: [lock('LIMIT_REACHED', 'transcript', 'CPL 119; GAX 200', 'supervisor')] }));
    await expect.poll(() => walk.at('legal-clock').getAttribute('data-tone')).toBe('over');
    expect(await walk.at('legal-clock-left').innerText()).toMatch(/^−1\d:\d\d$/);
    await walk.look('06-limit-over');
    await walk.fill({ 'limit-reason': '案情特别重大', 'limit-approver-account': 'supervisor', 'limit-approver-pin': '6666' });
    await walk.click('action-extend');
    await expect.poll(() => asked('session.extendLimit')).toEqual([{ sessionId: 's-1', toMs: 24 * hour, reason: '案情特别重大', approver: { account: 'supervisor', pin: '6666' } }]);
  });

  it('a detained person is handed back by one press, before the seal', async () => {
    show({ ...finishedSession('agrees'), interruptionList: [], detained: true, placeKind: 'detention', locks: [lock('HAND_BACK_MISSING', 'seal', 'DET 19, 20', 'officer', 'attendant')] });
    await walk.here('handed-back-panel');
    expect(await walk.isInSight('action-handed-back-now')).toBe(true);
    await walk.look('07-hand-back');
    await walk.click('action-handed-back-now');
    await expect.poll(() => asked('session.handBack')).toHaveLength(1);
    expect(Number(asked('session.handBack')[0]?.['handedBackAtMs'])).toBeGreaterThanOrEqual(roomNowMs - 30_000);
    await walk.at('handed-back-earlier').locator('summary').click();
    await walk.fill({ 'handed-back-at-time': '2026-11-23 14:02' });
    await walk.click('action-handed-back');
    // The minute in which the recording ended means its end.
    await expect.poll(() => asked('session.handBack').at(-1)).toEqual({ sessionId: 's-1', handedBackAtMs: roomNowMs - 28_000 });
  });

  it('an administrator registers the room and gives a dead disk another folder', async () => {
    show(null, { roomKind: 'unregistered', disks: [{ disk: 'primary', path: '/data/primary', state: 'ok', freeBytes: 512e9 }, { disk: 'mirror', path: '/data/mirror', state: 'failed', freeBytes: 0 }] });
    await walk.enter('administrator');
    await walk.here('room-panel');
    expect(await walk.isInSight('action-register')).toBe(true);
    await walk.look('08-devices');
    await walk.choose('register-case-area');
    await walk.click('action-register');
    await expect.poll(() => asked('room.register')).toEqual([{ roomName: '训练讯问室', kind: 'case-area' }]);
    await walk.click('replace-open-mirror');
    await walk.fill({ 'replace-path-mirror': '/data/new-mirror' });
    await walk.click('action-replace-mirror');
    await expect.poll(() => asked('disk.replace')).toEqual([{ disk: 'mirror', path: '/data/new-mirror' }]);
  });

  it('had no error, nothing that axe calls a barrier, and no words cut off', () => expect(walk.problems).toEqual([]));
});
