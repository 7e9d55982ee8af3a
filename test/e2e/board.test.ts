import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { startConsoleStation, type ConsoleStation } from '../support/console-station.ts';
import { interruptedSession, recordingSession, roomNowMs } from '../support/console-snapshots.ts';
import { projectFolder } from '../support/station-process.ts';
import type { OtherRoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';

const due = (what: 'rest' | 'lunch', state: 'open' | 'soon' | 'overdue' | 'locked', inMs: number) => ({ what, state, dueAtMs: roomNowMs + inMs, lockAtMs: roomNowMs + inMs + 1_800_000 });
const inBreak = (kind: 'rest' | 'meal', more: Partial<SessionSnapshot['breaks'][number]> = {}): SessionSnapshot['breaks'][number] => ({ breakId: 'b-2', kind, offered: '', answered: '', declined: false, startedAtMs: roomNowMs - 4_000, endedAtMs: null, note: '', withdrawn: false, voided: false, heardMs: 0, unrecorded: null, ...more });
const doctor = { personId: 'v-2', name: '周医生', capacity: 'doctor', sex: 'unknown', note: '', enteredAtMs: roomNowMs - 600_000, leftAtMs: roomNowMs - 400_000 } as const;
const session = (more: Partial<SessionSnapshot> = {}): SessionSnapshot => ({ ...recordingSession(), present: [...recordingSession().present, doctor], provenUntilMs: roomNowMs - 500, dues: { rest: due('rest', 'open', 5_400_000), meal: due('lunch', 'soon', 1_080_000) }, ...more });

// The console plays against a station that says what the test tells it to; what a real station makes of each call is in test/integration/breaks.long.test.ts.
describe('the attendant’s board', () => {
  let station: ConsoleStation;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const room = (name: string, more: Partial<OtherRoomSnapshot> = {}): OtherRoomSnapshot => ({
    stationId: name, roomName: name, timeZone: 'Asia/Shanghai', atMs: roomNowMs, heard: true, status: 'recording', recording: true, provenUntilMs: roomNowMs, interrupted: false,
    inside: [{ name: '甲某', capacity: 'lawyer', enteredAtMs: roomNowMs - 3_600_000 }, { name: '赵警官', capacity: 'officer', enteredAtMs: roomNowMs - 3_500_000 }],
    dues: { rest: due('rest', 'overdue', -60_000), meal: due('lunch', 'open', 3_600_000) }, break: null, alarms: [], calls: 0, ...more,
  });
  let rooms: OtherRoomSnapshot[] = [];

  const at = (id: string) => page.getByTestId(id);
  const asked = (method: string) => station.asked.filter((call) => call.method === method).map(({ params }) => params);
  const show = async (shown: SessionSnapshot | null) => {
    station.room = { ...station.room, version: station.room.version + 1, session: shown };
    station.pushRoom();
    await page.waitForFunction(() => true);
  };
  const look = async (name: string) => {
    await page.screenshot({ path: screenshotPath(name) });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  };

  beforeAll(async () => {
    station = await startConsoleStation(join(projectFolder, 'dist', 'renderer'));
    station.room = { ...station.room, session: session() };
    station.answers['session.breakStart'] = ({ kind }) => session({ breaks: [inBreak(kind as 'rest')] });
    station.answers['session.breakEnd'] = () => session();
    station.answers['session.breakUndo'] = () => session();
    station.answers['session.personEnter'] = () => session();
    station.answers['session.personLeave'] = () => session();
    station.answers['officer.call'] = () => station.room;
    station.answers['officer.answer'] = () => station.room;
    station.answers['room.others'] = () => ({ rooms });
    station.answers['session.mark'] = () => ({ marker: { markerId: 'm-9', kind: 'medical', text: 'x', atMs: roomNowMs, by: '训练值守员', media: [] } });
    browser = await Browser.open(1024, 768, true);
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.url);
    await at('login-card-attendant').tap();
    await at('screen-board').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await station.close();
  });

  it('says in one glance whether the room records, who is inside, and what is due', async () => {
    await expect.poll(() => at('board-state').getAttribute('data-stage')).toBe('recording');
    expect(await at('board-people').innerText()).toContain('李翻译');
    expect(await at('due-lunch').getAttribute('data-state')).toBe('soon');
    expect(await at('due-rest').innerText()).toMatch(/1:(29|30):/);
    await look('board-01-tablet-zh');
  });

  it('has targets of at least 64 pixels for everything that is tapped', async () => {
    const targets = await page.locator('[data-testid="screen-board"] button, [data-testid="screen-board"] input:not([role="combobox"])').all();
    expect(targets.length).toBeGreaterThan(10);
    for (const target of targets) {
      const box = await target.boundingBox();
      expect({ target: await target.getAttribute('data-testid'), high: (box?.height ?? 0) >= 63.5, wide: (box?.width ?? 0) >= 63.5 }).toMatchObject({ high: true, wide: true });
    }
  });

  it('begins, takes back and ends a break with one tap each', async () => {
    await at('board-begin-rest').tap();
    await expect.poll(() => asked('session.breakStart')).toEqual([{ sessionId: 's-1', kind: 'rest', offered: '', answered: '', declined: false }]);
    await show(session({ breaks: [inBreak('rest')], breakUndo: { breakId: 'b-2', undoes: 'start', untilMs: roomNowMs + 60_000 } }));
    await at('board-break-open').waitFor();
    await look('board-02-break');
    await at('board-undo').tap();
    await expect.poll(() => asked('session.breakUndo')).toHaveLength(1);
    await show(session({ breaks: [inBreak('rest', { voided: true, heardMs: 41_000 })], dues: { rest: due('rest', 'locked', -3_600_000), meal: due('lunch', 'overdue', -600_000) } }));
    await at('board-voided').waitFor();
    expect(await at('due-rest').innerText()).toContain('笔录已锁定');
    await look('board-03-voided');
    await at('board-end').tap();
    await expect.poll(() => asked('session.breakEnd')).toHaveLength(1);
    await show(session());
    await at('board-begin-meal').waitFor();
  });

  it('logs who comes and goes with one tap, and a name with the keyboard', async () => {
    await at('board-leave-v-1').tap();
    await expect.poll(() => asked('session.personLeave')).toEqual([{ sessionId: 's-1', personId: 'v-1' }]);
    await at('board-arrive-周医生').tap();
    await expect.poll(() => asked('session.personEnter')).toMatchObject([{ sessionId: 's-1', name: '周医生', capacity: 'doctor' }]);
    await page.keyboard.press('n');
    await page.keyboard.type('1 王律师 zmc');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('session.personEnter').at(-1)).toMatchObject({ sessionId: 's-1', name: '1 王律师 zmc', capacity: 'lawyer' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    expect([asked('session.breakStart'), asked('session.mark'), asked('officer.call')].map((calls) => calls.length)).toEqual([1, 0, 0]);
  });

  it('lists the other rooms of the site, and believes none that is silent', async () => {
    rooms = [
      room('讯问二室', { calls: 1, break: { kind: 'rest', startedAtMs: roomNowMs - 90_000 } }),
      room('讯问三室', { recording: false, interrupted: true, alarms: [{ code: 'DISK_FAILED', severity: 'alarm', sinceMs: roomNowMs, message: { zh: '主盘写不进。', en: 'The primary disk cannot be written.' } }] }),
      room('询问一室', { status: null, recording: false, inside: [], dues: null }), room('询问二室', { heard: false }),
    ];
    await expect.poll(() => at('other-room-讯问二室').getAttribute('data-state'), { timeout: 20_000 }).toBe('recording');
    expect(await Promise.all(['讯问三室', '询问一室', '询问二室'].map((name) => at(`other-room-${name}`).getAttribute('data-state')))).toEqual(['interrupted', 'idle', 'unknown']);
    expect(await at('other-room-讯问二室').innerText()).toContain('正在呼叫办案人员');
    expect(await at('other-room-讯问三室').innerText()).toContain('主盘写不进');
    const silent = await at('other-room-询问二室').innerText();
    expect([silent.includes('没有消息'), silent.includes('甲某')]).toEqual([true, false]);
    await at('board-rooms').scrollIntoViewIfNeeded();
    await look('board-07-rooms');
    await at('other-room-询问一室').focus();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('other-room-询问一室');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.setViewportSize({ width: 480, height: 800 });
    await at('board-rooms').scrollIntoViewIfNeeded();
    await page.screenshot({ path: screenshotPath('board-08-rooms-small') });
    await page.setViewportSize({ width: 1024, height: 768 });
    rooms = [];
    await expect.poll(() => at('board-rooms').count(), { timeout: 20_000 }).toBe(0);
  });

  it('is worked by the keyboard alone', async () => {
    await page.keyboard.press('1');
    await expect.poll(() => asked('session.breakStart').at(-1)).toMatchObject({ kind: 'meal' });
    await show(session({ breaks: [inBreak('meal')], breakUndo: { breakId: 'b-2', undoes: 'start', untilMs: roomNowMs + 60_000 } }));
    await at('board-undo').waitFor();
    await page.keyboard.press('z');
    await expect.poll(() => asked('session.breakUndo')).toHaveLength(2);
    await page.keyboard.press('2');
    await page.keyboard.press('0');
    await expect.poll(() => asked('session.breakEnd')).toHaveLength(2);
    expect(asked('session.breakStart')).toHaveLength(2);
    await show(session());
    await at('board-begin-meal').waitFor();
    await page.keyboard.press('m');
    await expect.poll(() => asked('session.mark')).toMatchObject([{ kind: 'medical' }]);
    await page.keyboard.press('c');
    await expect.poll(() => asked('officer.call')).toHaveLength(1);
    await at('board-begin-prayer').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('session.breakStart').at(-1)).toMatchObject({ kind: 'prayer' });
  });

  it('is the same in English and on a big screen, and never says recording when it is not', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await look('board-04-desk-zh');
    await at('lang-en').click();
    await look('board-05-desk-en');
    await page.setViewportSize({ width: 1024, height: 768 });
    await look('board-06-tablet-en');
    await show({ ...interruptedSession('lasting'), dues: null });
    await expect.poll(() => at('board-state').getAttribute('data-stage')).toBe('interrupted');
    await look('board-07-interrupted-en');
    await show(null);
    await expect.poll(() => at('board-state').getAttribute('data-stage')).toBe('idle');
    await look('board-08-idle-en');
  });

  it('hides everything while it is locked', async () => {
    await show(session());
    await at('board-people').waitFor();
    station.pushRaw({ jsonrpc: '2.0', method: 'line.locked', params: { glance: { roomName: '训练讯问室', recording: true, provenUntilMs: roomNowMs, alarms: 0 } } });
    await at('screen-locked').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('李翻译');
    await page.keyboard.press('1');
    expect(asked('session.breakStart')).toHaveLength(3);
  });

  it('shows a call on the officer’s console until it is answered', async () => {
    await page.reload();
    await at('login-card-officer').tap();
    station.room = { ...station.room, session: session(), calls: [{ callId: 'call-1', note: '', by: '训练值守员', atMs: roomNowMs }] };
    station.pushRoom();
    await at('call-banner').waitFor();
    expect(await at('call-sound').getAttribute('aria-checked')).toBe('false');
    await look('board-09-call-en');
    await at('action-answer-call-1').tap();
    await expect.poll(() => asked('officer.answer')).toEqual([{ callId: 'call-1' }]);
    station.room = { ...station.room, version: station.room.version + 1, calls: [] };
    station.pushRoom();
    await at('call-banner').waitFor({ state: 'detached' });
  });

  it('gives the officer a head of the ledger to print', async () => {
    station.answers['ledger.head'] = () => ({ seq: 4711, hash: '0123456789abcdef'.repeat(4), signature: 'x', certificateSha256: 'f'.repeat(64), atMs: roomNowMs });
    await at('nav-sessions').tap();
    await at('action-ledger-head').tap();
    await at('ledger-head-shown').getByText('4711').waitFor();
    expect(await at('ledger-head-shown').innerText()).toContain('01234567 89abcdef');
    await look('board-10-ledger-head-en');
    await page.emulateMedia({ media: 'print' });
    expect(await at('session-list').evaluate((node) => getComputedStyle(node).visibility)).toBe('hidden');
    expect(await at('ledger-head-shown').evaluate((node) => getComputedStyle(node).visibility)).toBe('visible');
    await page.emulateMedia({ media: null });
  });

  it('had no error, and nothing that axe calls a barrier', () => {
    expect(problems).toEqual([]);
  });
});
