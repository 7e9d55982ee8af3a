import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { Stranger } from '../support/packet-stranger.ts';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';
import { transcriptDocument } from '../support/transcript-document.ts';
import { waitUntil } from '../support/wait-until.ts';

// One session held by clicking, from the empty room to the verified packet. Each step needs the one before.
describe('the whole road in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-'));
  const problems: string[] = [];
  let packet = '';
  let station: StationProcess;
  let browser: Browser;
  let page: Page;

  const at = (id: string) => page.getByTestId(id);
  const click = (id: string) => at(id).first().click();
  /** Radio buttons are clicked where people see them: on their label. */
  const choose = (id: string) => page.locator(`label:has([data-testid="${id}"])`).first().click();

  /** Opens the training panel, does one thing in it, and closes it again; the panel slides, so both ends are waited for. */
  async function inTraining(id: string, lookAs?: string): Promise<void> {
    await click('training-open');
    await at(id).scrollIntoViewIfNeeded();
    await click(id);
    if (lookAs !== undefined) await look(lookAs);
    await page.keyboard.press('Escape');
    await at(id).waitFor({ state: 'hidden' });
  }

  /** Keeps a picture of the screen, and asks axe whether everyone can use it. */
  async function look(name: string): Promise<void> {
    await page.screenshot({ path: screenshotPath(name) });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  }

  async function enter(role: string): Promise<void> {
    if (await at('action-logout').count() > 0) await click('action-logout');
    await at('screen-login').waitFor();
    await click(`login-card-${role}`);
    await at('screen-login').waitFor({ state: 'detached' });
  }

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(`console: ${message.text()}`); });
    await page.goto(station.ready.url);
  });
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('administrator: discovers the cameras and adds them', async () => {
    await at('login-card-officer').waitFor();
    await look('01-login');
    await enter('administrator');
    await click('action-discover');
    await page.locator('[data-testid="discover-result"]:not([data-count=""])').waitFor();
    for (const key of ['overview', 'interviewee']) {
      await click(`training-camera-${key}`);
      await click('action-camera-add');
      await page.locator(`[data-testid="camera-row-${key}"][data-state="live"]`).waitFor();
    }
    await look('02-cameras');
  });

  it('officer: checks the room, opens and starts the session', async () => {
    await enter('officer');
    await at('action-check').waitFor();
    await look('03-room-ready');
    await waitUntil('a passed check', 60_000, async () => {
      await click('action-check');
      await page.locator('[data-testid="action-check"]:not(.ant-btn-loading)').waitFor();
      return (await at('check-result').count()) > 0 && (await at('check-result').getAttribute('data-passed')) === 'true';
    });
    await at('open-case-number').fill('TRAIN-2026-003');
    await at('open-interviewee').fill('受训人员');
    await click('open-second-training');
    await look('04-open-session');
    await click('action-open');
    await at('action-start').waitFor();
    await look('05-before-start');
    await click('action-start');
    await at('proven-until').waitFor();
    await page.waitForFunction(() => /\d\d:\d\d:\d\d/.test(document.querySelector('[data-testid="proven-until"]')?.textContent ?? ''));
  });

  it('officer: marks an exhibit while the picture runs', async () => {
    await click('tab-mark');
    await choose('mark-kind-exhibit');
    await at('mark-text').fill('一号物证:手机');
    await click('action-mark');
    await waitUntil('the preview to play', 30_000, () => page.evaluate(() => [...document.querySelectorAll('video')].length === 2 && [...document.querySelectorAll('video')].every((v) => v.currentTime > 0.5 && v.videoWidth > 0)));
    await look('06-recording');
  });

  it('attendant: logs a meal while recording goes on', async () => {
    await enter('attendant');
    await at('screen-board').waitFor();
    await look('07-board');
    await click('nav-room');
    await choose('break-kind-meal');
    await at('break-offered').fill('盒饭');
    await look('07-attendant');
    const before = await at('proven-until').textContent();
    await click('action-break-start');
    await at('action-break-end').waitFor();
    await look('08-meal');
    await waitUntil('proven time to move', 20_000, async () => (await at('proven-until').textContent()) !== before);
    await click('action-break-end');
    await at('break-kind-meal').waitFor({ state: 'attached' });
  });

  it('a camera dies and comes back; the officer explains aloud', async () => {
    await enter('officer');
    await inTraining('training-fault-interviewee-drop', '09-training');
    await waitUntil('the interruption on the screen', 20_000, async () => (await at('state-title').textContent())?.includes('中断') === true);
    await look('09-interrupted');
    await inTraining('training-fault-interviewee-drop');
    await at('interruption-cause').waitFor({ timeout: 60_000 });
    await look('10-explain-cause');
    await choose('interruption-cause-network');
    await click('action-explain-begin');
    await at('read-aloud').waitFor();
    await look('11-read-aloud');
    await click('action-explain-finish');
    await at('explain-heard').waitFor();
    await look('12-not-heard');
    await choose('interruption-cause-network');
    await click('action-explain-begin');
    await inTraining('training-play-explanation-network');
    const line = await StationLine.open(station.ready.rpc, 'officer2', '2222');
    await waitUntil('the clip to end', 60_000, async () => (await line.call<{ playing: string | null }>('training.status')).playing === null);
    line.close();
    await click('action-explain-finish');
    await at('interruption-panel').waitFor({ state: 'detached' });
    await at('statement-panel').waitFor();
    await at('pad').scrollIntoViewIfNeeded();
    const pad = await at('pad').boundingBox();
    await page.mouse.move((pad?.x ?? 0) + 30, (pad?.y ?? 0) + 30);
    await page.mouse.down();
    await page.mouse.move((pad?.x ?? 0) + 120, (pad?.y ?? 0) + 70, { steps: 8 });
    await page.mouse.up();
    await look('13-explained');
    await click('action-pad-done');
    await at('statement-settled').waitFor();
  });

  it('finishes, links the transcript and seals', async () => {
    await click('action-finish');
    await at('finish-reason').fill('训练,提前结束');
    await look('14-finish');
    await click('action-finish-confirm');
    await at('action-transcript').waitFor();
    await look('15-transcript');
    const line = await StationLine.open(station.ready.rpc, 'officer2', '2222');
    const { sessions } = await line.call<{ sessions: { sessionId: string }[] }>('session.list');
    const { session } = await line.call<{ session: SessionSnapshot }>('session.get', { sessionId: sessions[0]?.sessionId });
    line.close();
    const minute = (ms: number | null) => formatRoomTime(ms ?? 0, 'Asia/Shanghai').slice(0, 16);
    const path = join(folder, '讯问笔录.docx');
    const people = ['训练民警甲', '训练民警乙'] as const;
    writeFileSync(path, await transcriptDocument(minute((session.recordingStartMs ?? 0) - 900_000), minute(session.recordingEndMs), people, '受训人员', session.place, session.interruptionList));
    await at('transcript-file').setInputFiles(path);
    await at('reconciliation').waitFor();
    await look('16-reconciliation-red');
    writeFileSync(path, await transcriptDocument(minute(session.recordingStartMs), minute(session.recordingEndMs), people, '受训人员', session.place, session.interruptionList));
    await at('transcript-file').setInputFiles(path);
    await at('seal-pin').waitFor();
    await look('17-seal');
    await at('seal-pin').fill('1111');
    await click('action-seal');
    await at('seal-qr').waitFor({ timeout: 60_000 });
    await look('18-signing');
    await click('sign-interviewee');
    await at('signed-interviewee').waitFor();
    await click('sign-officer');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="sign-officer"]').length === 1);
    await click('sign-officer');
    await at('complete-pin').fill('1111');
    await click('action-complete-seal');
    await at('sealed-panel').waitFor({ timeout: 60_000 });
    await look('19-sealed');
  });

  it('legal staff: exports a packet that verifies', async () => {
    await enter('legal');
    await at('session-row').first().waitFor();
    await look('19-sessions');
    await click('session-open');
    await at('export-purpose').fill('移送审查起诉');
    await at('export-recipient').fill('检察院');
    await look('20-session');
    await click('action-export');
    await at('export-path').waitFor({ timeout: 60_000 });
    await at('export-path').scrollIntoViewIfNeeded();
    // The button fades back from being busy.
    await page.waitForTimeout(500);
    await look('21-exported');
    const path = (await at('export-path').textContent()) ?? '';
    const verified = spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), 'verify', path], { encoding: 'utf8' });
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining('intact')]);
    packet = path;
  });

  it('a stranger: plays it, sees what happened when, and checks it with the printed sheet alone', async () => {
    const reader = await browser.page();
    const stranger = new Stranger(reader, packet);
    await stranger.opensAndPlays();
    await stranger.seesWhatHappenedWhen(['用餐', '一号物证', '录制中断', '口头说明中断原因', '在封存单上签名']);
    await stranger.checksAgainstThePaper(folder);
    stranger.typesTheCommands(readFileSync(join(packet, 'data', 'README-zh.txt'), 'utf8'));
    await stranger.findsOneByteChanged(folder);
    expect(stranger.problems).toEqual([]);
    await reader.close();
  });

  it('speaks English as well, on every screen', async () => {
    await click('lang-en');
    await at('screen-session').or(at('screen-sessions')).first().waitFor();
    await look('23-session-en');
    for (const [role, name] of [['officer', '24-room-en'], ['attendant', '25-attendant-en'], ['administrator', '26-cameras-en']] as const) {
      await enter(role);
      await page.waitForTimeout(600);
      await look(name);
      expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^en/);
    }
  });

  it('had no error, and nothing that axe calls a barrier', () => {
    expect(problems).toEqual([]);
  });
});
