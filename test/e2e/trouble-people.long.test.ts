import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot, TimelineItem, TrainingSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { Browser } from '../support/browser.ts';
import { ConsoleWalk, sayInRoom } from '../support/console-walk.ts';
import { madeIdentityNumber } from '../support/made-identity.ts';
import { readyRoom } from '../support/ready-room.ts';
import { SignedProfiles } from '../support/signed-profiles.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const seconds = (n: number) => n * 1_000;
const hour = 3_600_000;
const breaks = {
  allowedKinds: ['meal', 'rest', 'toilet', 'medical', 'prayer', 'lawyer'], breakStopsRecording: false, continuousQuestioning: { warnMs: seconds(5), alarmMs: seconds(10), lockMs: seconds(15) },
  minimumMs: { meal: seconds(50), rest: seconds(50) }, mealWindows: [], mealLockAfterMs: 0, voidingSpeechMs: seconds(3), dailyRestMs: null,
};
/** A girl, born on 2010-11-24. */
const identityNumber = madeIdentityNumber('99000020101124002');

// A session in which everybody who must be there is missing once and every clock runs out, by a profile with short limits; another room of the site looks on. Each step needs the one before.
describe('a session with trouble about people and time, in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-people-'));
  const profiles = new SignedProfiles(join(folder, 'profiles'));
  const registry = join(folder, 'registry');
  let station: StationProcess;
  let neighbour: StationProcess;
  let line: StationLine;
  let browser: Browser;
  let officer: ConsoleWalk;
  let attendant: ConsoleWalk;

  const room = () => line.call<RoomSnapshot>('room.status');
  const session = async () => (await room()).session as SessionSnapshot;
  const timeline = async () => (await line.call<{ timeline: readonly TimelineItem[] }>('session.get', { sessionId: (await session()).sessionId })).timeline.map(({ type }) => type);
  const leaves = async (name: string) => {
    await officer.click('tab-persons');
    await officer.page.locator('[data-testid="persons-present"] li', { hasText: name }).getByRole('button').click();
  };
  const officerComes = async (account: string, pin: string) => {
    await officer.pick('person-capacity', '办案人员');
    await officer.fill({ 'person-officer-account': account, 'person-officer-pin': pin });
    await officer.click('action-person-enter');
  };
  const front = async (walk: ConsoleWalk) => {
    await walk.page.bringToFront();
    return walk;
  };

  beforeAll(async () => {
    profiles.write('cn-zaozhuang', { breaks, officers: { minimum: 2, absenceMs: seconds(3) } });
    const shared = ['--training', '--registry', registry, '--profiles', profiles.folder];
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), shared);
    neighbour = await StationProcess.start(join(folder, 'neighbour'), join(folder, 'neighbour.log'), shared);
    line = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    const admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await readyRoom(admin, line);
    admin.close();
    const next = await StationLine.open(neighbour.ready.rpc, 'admin', '5555');
    await next.call('room.register', { roomName: '讯问二室', kind: 'case-area' });
    next.close();
    browser = await Browser.open();
    officer = await ConsoleWalk.open(browser, station.ready.url, 'people');
    attendant = await ConsoleWalk.open(browser, station.ready.url, 'people-attendant');
  });
  afterAll(async () => {
    await browser.close();
    line.close();
    expect([await station.stop(), await neighbour.stop()]).toEqual([0, 0]);
    rmSync(folder, { recursive: true });
  });

  it('a girl alone: the start stays shut until her guardian is here', async () => {
    await front(officer);
    await officer.enter('officer');
    await officer.here('next-open');
    const arrivedAt = formatRoomTime((await room()).clock.roomTimeMs - 12 * hour - 60_000, 'Asia/Shanghai').slice(0, 16);
    await officer.fill({ 'open-case-number': 'TRAIN-2026-061', 'open-interviewee': '受训人员', 'open-arrived-at': arrivedAt });
    await officer.click('open-more');
    await officer.fill({ 'open-identity': identityNumber });
    await officer.pick('open-limit', '治安案件询问查证');
    await officer.click('open-second-training');
    await officer.look('01-open');
    await officer.click('action-open');
    await officer.here('lock-MINOR_UNACCOMPANIED');
    expect(await officer.at('action-start').count()).toBe(0);
    await officer.look('02-alone');
    await officer.pick('person-capacity', '法定代理人');
    await officer.fill({ 'person-name': '母亲' });
    await officer.click('action-person-enter');
    await officer.click('action-start');
    await officer.here('notice-panel', 120_000);
  });

  it('the legal clock is at zero: the transcript is shut, the alarm is up, and recording goes on', async () => {
    expect(await officer.at('legal-clock').getAttribute('data-tone')).toBe('over');
    await officer.here('alarm-LIMIT_REACHED');
    expect(await officer.locks()).toContain('LIMIT_REACHED');
    await officer.recordingGoesOn();
    await officer.look('03-limit-over');
  });

  it('is extended step by step, by the role that the law names and nobody else', async () => {
    const extend = async (account: string, pin: string) => {
      await officer.fill({ 'limit-reason': '涉案人数众多', 'limit-approver-account': account, 'limit-approver-pin': pin });
      await officer.click('action-extend');
    };
    expect(await officer.at('limit-extend').innerText()).toContain('延长至 12 小时');
    await extend('officer2', '2222');
    await officer.refused('ROLE_REQUIRED');
    await officer.look('04-extend-wrong-role');
    await extend('supervisor', '6666');
    await waitUntil('the next step', 30_000, async () => (await officer.at('limit-extend').innerText()).includes('延长至 24 小时'));
    expect(await officer.at('legal-clock').getAttribute('data-tone')).toBe('over');
    await extend('supervisor', '6666');
    await officer.gone('lock-LIMIT_REACHED');
    expect(await officer.at('legal-clock').getAttribute('data-tone')).toBe('far');
    await officer.gone('limit-extend');
  });

  it('the notices are heard', async () => {
    for (const code of ['RECORDING_NOTICE_MISSING', 'RIGHTS_NOTICE_MISSING']) {
      await officer.click('action-notice-begin');
      await officer.here('action-notice-end');
      await sayInRoom(line, 'explanation-camera');
      await officer.click('action-notice-end');
      await officer.gone(`lock-${code}`);
    }
    await officer.gone('notice-panel');
  });

  it('the woman officer leaves: one officer too few beside a girl, until she is back by her own PIN', async () => {
    await leaves('训练民警乙');
    await officer.here('lock-MINOR_NEEDS_WOMAN_OFFICER');
    await officer.here('lock-OFFICERS_TOO_FEW');
    await officer.here('alarm-OFFICERS_TOO_FEW');
    await officer.look('05-one-officer');
    await officerComes('legal', '4444');
    await officer.refused('NOT_AN_OFFICER');
    await officerComes('officer2', '2222');
    await officer.gone('lock-OFFICERS_TOO_FEW');
    await officer.gone('lock-MINOR_NEEDS_WOMAN_OFFICER');
  });

  it('rest is overdue: the transcript is shut on every page, and recording goes on', async () => {
    await officer.here('lock-REST_REQUIRED');
    await officer.click('nav-transcript');
    await officer.here('lock-REST_REQUIRED');
    expect(await officer.at('action-line-question').isDisabled()).toBe(true);
    await officer.look('06-transcript-shut');
    await officer.click('action-go-room');
    await officer.recordingGoesOn();
    await front(attendant);
    await attendant.enter('attendant');
    await attendant.page.locator('[data-testid="due-rest"][data-state="locked"]').waitFor();
    await attendant.look('07-rest-due');
  });

  it('a break that was begun by mistake is taken back within ten seconds, which is a fact of its own', async () => {
    await attendant.click('board-begin-toilet');
    await attendant.here('board-break-open');
    await attendant.click('board-undo');
    await attendant.gone('board-break-open');
    expect((await session()).breaks).toMatchObject([{ kind: 'toilet', withdrawn: true }]);
    expect(await timeline()).toEqual(expect.arrayContaining(['break.started', 'break.corrected']));
    await front(officer);
    await officer.at('session-log').getByText('登记后已撤回').waitFor();
  });

  it('a break in which somebody speaks is no rest, and says so on both consoles while it goes on', async () => {
    await front(attendant);
    await attendant.page.keyboard.press('2');
    await attendant.here('board-break-open');
    await waitUntil('it is voided', 180_000, async () => {
      if ((await line.call<TrainingSnapshot>('training.status')).playing === null) await line.call('training.play', { clip: 'explanation-network' });
      return (await attendant.at('board-voided').count()) > 0;
    });
    await attendant.look('08-voided');
    await front(officer);
    await officer.here('break-remark');
    expect(await officer.at('break-remark').innerText()).toContain('不计入休息');
    await officer.look('09-voided-officer');
    expect(await officer.locks()).toContain('REST_REQUIRED');
    await front(attendant);
    await attendant.click('board-end');
    await attendant.gone('board-break-open');
    await waitUntil('the voice is silent', 60_000, async () => (await line.call<TrainingSnapshot>('training.status')).playing === null);
  });

  it('a meal that is offered and refused needs both texts, and a real rest opens the transcript', async () => {
    await attendant.click('nav-room');
    await attendant.choose('break-kind-meal');
    await attendant.click('break-declined');
    await attendant.click('action-break-start');
    await attendant.page.getByText('请填写').first().waitFor();
    await attendant.fill({ 'break-offered': '盒饭、热水', 'break-answered': '不饿' });
    await attendant.look('10-meal-refused');
    await attendant.click('action-break-start');
    await attendant.here('action-break-end');
    await attendant.here('break-remark');
    await attendant.fill({ 'break-note': '其间无人发问' });
    await front(officer);
    await officer.gone('lock-REST_REQUIRED', 180_000);
    await officer.here('lock-BREAK_OPEN');
    await front(attendant);
    await attendant.click('action-break-end');
    await attendant.gone('action-break-end');
    await attendant.here('break-kind-meal');
  });

  it('the attendant calls an officer, here and in the next room, where it is seen as well', async () => {
    await attendant.click('nav-board');
    await attendant.here('other-room-讯问二室');
    await attendant.page.keyboard.press('c');
    await front(officer);
    await officer.here('call-banner');
    await officer.look('11-called');
    await officer.page.locator('[data-testid^="action-answer-"]').click();
    await officer.gone('call-banner');
    const next = await StationLine.open(neighbour.ready.rpc, 'attendant', '3333');
    await next.call('officer.call', { note: '请来人' });
    await front(attendant);
    await attendant.here('other-room-call-讯问二室');
    await attendant.look('12-next-room-calls');
    next.close();
  });

  it('the refusal to sign is logged by two officers, never by one twice', async () => {
    await front(officer);
    await officer.click('refuse-open');
    await officer.fill({ 'refuse-reason': '认为笔录有误', 'refuse-witness-account': 'officer1', 'refuse-witness-pin': '1111' });
    await officer.click('action-refuse');
    await officer.refused('OFFICER_OF_SESSION_REQUIRED');
    await officer.look('13-refusal-one-officer');
    await officer.fill({ 'refuse-witness-account': 'officer2', 'refuse-witness-pin': '2222' });
    await officer.click('action-refuse');
    await officer.here('signature-refused');
  });

  it('an early end tells what is missing and takes a reason; then the attendant logs the leaving', async () => {
    await officer.click('action-finish');
    await officer.here('lock-SIGN_OFF_MISSING');
    await officer.fill({ 'finish-reason': '被讯问人身体不适' });
    await officer.look('14-early-end');
    await officer.click('action-finish-confirm');
    await officer.here('transcript-panel', 120_000);
    await front(attendant);
    await attendant.click('nav-room');
    await attendant.here('left-panel');
    await attendant.look('15-leaving');
    await attendant.click('action-left-now');
    await attendant.here('left-at');
  });

  it('had no error, nothing that axe calls a barrier, and no words cut off', () => expect([...officer.problems, ...attendant.problems]).toEqual([]));
});
