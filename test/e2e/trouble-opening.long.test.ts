import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { Browser } from '../support/browser.ts';
import { ConsoleWalk, sayInRoom } from '../support/console-walk.ts';
import { linkTranscript, sealSession } from '../support/linked-and-sealed.ts';
import { madeIdentityNumber } from '../support/made-identity.ts';
import { readyRoom } from '../support/ready-room.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';

const identityNumber = madeIdentityNumber('99000019800101001');

// Where a session may be held, for whom and how often, and what another class of case may do that a must-record one may not. Each step needs the one before.
describe('the opening of sessions that something speaks against, in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-opening-'));
  let station: StationProcess;
  let line: StationLine;
  let admin: StationLine;
  let browser: Browser;
  let walk: ConsoleWalk;

  const current = async () => (await line.call<RoomSnapshot>('room.status')).session as SessionSnapshot;
  const register = async (kind: string) => {
    await walk.enter('administrator');
    await walk.here('room-panel');
    await walk.choose(`register-${kind}`);
    await walk.click('action-register');
    await walk.here('registered');
  };
  const openForm = async (caseNumber: string, identity = '') => {
    await walk.enter('officer');
    await readyRoom(admin, line);
    if (await walk.at('action-open-next').count() > 0) await walk.click('action-open-next');
    await walk.here('next-open');
    await walk.fill({ 'open-case-number': caseNumber, 'open-interviewee': '受训人员' });
    await walk.click('open-second-training');
    if (identity === '') return;
    await walk.click('open-more');
    await walk.fill({ 'open-identity': identity });
  };
  const record = async () => {
    await walk.click('action-start');
    await walk.here('notice-panel', 120_000);
    await walk.recordingGoesOn();
  };
  const finishEarly = async (lookAs: string) => {
    await walk.click('action-finish');
    await walk.here('finish-reason');
    await walk.click('action-finish-confirm');
    await walk.page.getByText('请填写').first().waitFor();
    await walk.fill({ 'finish-reason': '被讯问人突发疾病,提前结束' });
    await walk.look(lookAs);
    await walk.click('action-finish-confirm');
    await walk.here('transcript-panel');
  };

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    line = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await readyRoom(admin, line);
    browser = await Browser.open();
    walk = await ConsoleWalk.open(browser, station.ready.url, 'opening');
  });
  afterAll(async () => {
    await browser.close();
    for (const each of [line, admin]) each.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('in a room that nobody registered is refused, and the administrator registers it by hand', async () => {
    await register('unregistered');
    await walk.look('01-unregistered');
    await openForm('TRAIN-2026-051');
    await walk.click('action-open');
    await walk.refused('PLACE_NOT_REGISTERED');
    await walk.look('02-not-registered');
  });

  it('outside a room needs a listed reason and an approver of the right role', async () => {
    await walk.choose('open-place-mobile');
    expect(await walk.at('open-place').inputValue()).toBe('');
    await walk.pick('open-mobile-reason', '在医院');
    await walk.fill({ 'open-place': '市立医院 3 号病房' });
    await walk.fill({ 'open-place-account': 'attendant', 'open-place-pin': '3333' });
    await walk.click('action-open');
    await walk.refused('ROLE_REQUIRED');
    await walk.look('03-mobile-wrong-role');
    await walk.fill({ 'open-place-account': 'supervisor', 'open-place-pin': '6666' });
    await walk.click('action-open');
    await walk.here('action-start');
    await walk.look('04-mobile-open');
  });

  it('can be given up before the start, and stays in sight with its number and reason', async () => {
    await walk.click('abandon-open');
    await walk.click('action-abandon');
    await walk.page.getByText('请填写').first().waitFor();
    await walk.fill({ 'abandon-reason': '被讯问人就医' });
    await walk.look('05-abandon');
    await walk.click('action-abandon');
    await walk.here('next-open');
    await walk.click('nav-sessions');
    await walk.page.locator('[data-testid="session-row"][data-status="abandoned"]').waitFor();
    await walk.look('06-sessions');
    await walk.click('session-open');
    await walk.here('abandoned-reason');
    expect(await walk.at('abandoned-reason').innerText()).toContain('被讯问人就医');
    await walk.look('07-abandoned');
  });

  it('of a detained person asks for the warrant and the hand-over, and is sealed only after the hand-back', async () => {
    await register('detention');
    await openForm('TRAIN-2026-052');
    await walk.click('action-open');
    await walk.page.getByText('请填写').first().waitFor();
    await walk.fill({ 'open-warrant': '提讯-2026-001', 'open-handed-over': formatRoomTime((await line.call<RoomSnapshot>('room.status')).clock.roomTimeMs - 60_000, 'Asia/Shanghai').slice(0, 16) });
    await walk.look('08-detention');
    await walk.click('action-open');
    await record();
    expect((await current()).detained).toBe(true);
    await finishEarly('09-early-stop');
    const { sessionId } = await current();
    await linkTranscript(line, sessionId);
    await walk.here('next-seal');
    await walk.here('handed-back-panel');
    await walk.fill({ 'seal-pin': '1111' });
    await walk.click('action-seal');
    await walk.refused('HAND_BACK_MISSING');
    await walk.look('10-hand-back');
    await walk.click('action-handed-back-now');
    await walk.here('handed-back-at');
    await sealSession(line, sessionId);
    await walk.here('sealed-panel');
    await walk.look('11-sealed');
  });

  it('of the same person waits until the last leaving is logged, and counts them through', async () => {
    await register('case-area');
    await openForm('TRAIN-2026-053', identityNumber);
    await walk.click('action-open');
    await record();
    expect(await walk.at('interviewee-number').innerText()).toContain('第 1 次');
    await finishEarly('12-early-stop');
    const { sessionId } = await current();
    await linkTranscript(line, sessionId);
    await sealSession(line, sessionId);
    await openForm('TRAIN-2026-053', identityNumber);
    await walk.click('action-open');
    await walk.refused('LEAVING_MISSING');
    await walk.here('left-panel');
    await walk.look('13-leaving-missing');
    await walk.at('left-earlier').first().locator('summary').click();
    await walk.fill({ 'left-at-time': '昨天' });
    await walk.click('action-left');
    await walk.page.getByText('请写成 2026-11-23 14:03').waitFor();
    await walk.click('action-left-now');
    await walk.here('left-at');
  });

  it('within twelve hours of the last needs a reason and an approver; the screen asks for both by itself', async () => {
    await walk.click('action-open');
    await walk.refused('SUMMONS_TOO_SOON');
    await walk.here('open-summons');
    await walk.fill({ 'open-summons-reason': '发现新证据', 'open-summons-account': 'officer2', 'open-summons-pin': '2222' });
    await walk.click('action-open');
    await walk.refused('ROLE_REQUIRED');
    await walk.look('14-early-summons');
    await walk.fill({ 'open-summons-account': 'supervisor', 'open-summons-pin': '6666' });
    await walk.click('action-open');
    await walk.here('action-start');
    expect(await walk.at('interviewee-number').innerText()).toContain('第 2 次');
    await walk.click('abandon-open');
    await walk.fill({ 'abandon-reason': '改期' });
    await walk.click('action-abandon');
    await walk.here('next-open');
  });

  it('of somebody of the same name asks who it is, and a lower class asks legal staff', async () => {
    await openForm('TRAIN-2026-053');
    await walk.page.locator('[data-testid="open-legal-class"] label', { hasText: '其他案件' }).click();
    await walk.fill({ 'open-approver-account': 'supervisor', 'open-approver-pin': '6666' });
    await walk.click('action-open');
    await walk.refused('ROLE_REQUIRED');
    await walk.fill({ 'open-approver-account': 'legal', 'open-approver-pin': '4444' });
    await walk.click('action-open');
    await walk.refused('NAMESAKE_UNDECIDED');
    await walk.look('15-namesake');
    await walk.click('namesake-another');
    await walk.click('action-open');
    await record();
    expect(await walk.at('interviewee-number').innerText()).toContain('第 1 次');
  });

  it('of another class may go on unrecorded: remedies first, then a reason and an approver, and the text to sign', async () => {
    await line.call('training.fault', { camera: 'interviewee', fault: 'drop', on: true });
    await walk.here('remedies', 120_000);
    expect(await walk.page.locator('.remedies li').allInnerTexts()).toEqual([expect.stringContaining('存储介质'), expect.stringContaining('排除故障'), expect.stringContaining('调换讯问室'), expect.stringContaining('移动设备')]);
    await walk.click('remedy-medium');
    await walk.page.locator('.remedies li').first().locator('.muted').waitFor();
    await walk.at('unrecorded-form').locator('summary').click();
    await walk.choose('unrecorded-urgent');
    await walk.fill({ 'unrecorded-note': '同案人在逃', 'unrecorded-approver-account': 'officer2', 'unrecorded-approver-pin': '2222' });
    await walk.click('action-unrecorded');
    await walk.refused('ROLE_REQUIRED');
    await walk.look('16-unrecorded-wrong-role');
    await walk.fill({ 'unrecorded-approver-account': 'supervisor', 'unrecorded-approver-pin': '6666' });
    await walk.click('action-unrecorded');
    await walk.here('unrecorded');
    expect(await walk.at('sign-text').innerText()).toContain('未录音录像');
    await walk.gone('lock-INTERRUPTION_OPEN');
    await walk.look('17-unrecorded');
    await line.call('training.fault', { camera: 'interviewee', fault: 'drop', on: false });
    await walk.here('interruption-cause', 120_000);
    await walk.choose('interruption-cause-network');
    await walk.click('action-explain-begin');
    await sayInRoom(line, 'explanation-network');
    await walk.click('action-explain-finish');
    await walk.here('statement-panel');
    expect(await walk.at('statement-text').innerText()).toContain('未录音录像');
    await walk.choose('statement-en');
    expect(await walk.at('statement-text').innerText()).toMatch(/unrecorded|without recording|not recorded/);
    await walk.look('18-statement-english');
    expect(await walk.isInSight('action-pad-done')).toBe(true);
    await walk.sign();
    await walk.here('statement-settled');
    await finishEarly('19-early-stop-other');
  });

  it('had no error, nothing that axe calls a barrier, and no words cut off', () => expect(walk.problems).toEqual([]));
});
