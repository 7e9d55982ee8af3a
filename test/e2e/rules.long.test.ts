import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot } from '../../src/shared/contract/index.ts';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

// A session with each kind of trouble once, held by clicking. Each step needs the one before.
describe('a session with every kind of trouble, in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-rules-'));
  const problems: string[] = [];
  let station: StationProcess;
  let line: StationLine;
  let browser: Browser;
  let page: Page;

  const at = (id: string) => page.getByTestId(id);
  const click = (id: string) => at(id).first().click();
  const choose = (id: string) => page.locator(`label:has([data-testid="${id}"])`).first().click();
  const pick = async (id: string, label: string) => {
    await click(id);
    await page.locator('.ant-select-item-option', { hasText: label }).last().click();
  };
  async function look(name: string): Promise<void> {
    await page.screenshot({ path: screenshotPath(`rules-${name}`), fullPage: true });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  }
  const say = async (clip: string) => {
    await line.call('training.play', { clip });
    await waitUntil('the clip to end', 90_000, async () => (await line.call<{ playing: string | null }>('training.status')).playing === null);
  };

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    const admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    line = await StationLine.open(station.ready.rpc, 'officer2', '2222');
    await addTrainingCameras(admin);
    admin.close();
    await waitUntil('both cameras live', 60_000, async () => (await line.call<RoomSnapshot>('room.status')).cameras.every((camera) => camera.state === 'live'));
    await waitUntil('a passed check', 60_000, async () => (await line.call<{ passed: boolean }>('check.run')).passed);
    browser = await Browser.open(1366, 900);
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.ready.url);
    await click('login-card-officer');
  });
  afterAll(async () => {
    await browser.close();
    line.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('opens for a girl who needs an interpreter, and does not start before those are here who must be', async () => {
    await at('open-case-number').fill('TRAIN-2026-006');
    await at('open-interviewee').fill('受训人员');
    await click('open-more');
    await at('open-birth-date').fill('2010-11-24');
    await choose('open-sex-female');
    await at('open-interpreter').check();
    await click('open-second-training');
    await look('01-open');
    await click('action-open');
    await at('lock-MINOR_UNACCOMPANIED').waitFor();
    await at('lock-INTERPRETER_MISSING').waitFor();
    expect(await at('action-start').count()).toBe(0);
    await look('02-locked');
    await click('lang-en');
    await look('02-locked-en');
    await click('lang-zh');
    await pick('person-capacity', '翻译人员');
    await at('person-name').fill('译员');
    await click('action-person-enter');
    await at('lock-INTERPRETER_MISSING').waitFor({ state: 'detached' });
    await pick('person-capacity', '合适成年人');
    await at('person-name').fill('社工');
    await at('person-note').fill('父母在外地,不能到场');
    await click('action-person-enter');
    await at('action-start').waitFor();
    await look('03-ready');
    await click('action-start');
  });

  it('shows the legal clock, and keeps the transcript locked until the notices are heard', async () => {
    await at('notice-panel').waitFor({ timeout: 60_000 });
    expect(await at('legal-clock').getAttribute('data-tone')).toBe('far');
    expect(await at('legal-clock-left').textContent()).toMatch(/^11:5\d:\d\d$/);
    await at('notice-text').waitFor();
    await look('04-notice');
    await click('action-notice-begin');
    await click('action-notice-end');
    await at('refusal').waitFor({ timeout: 60_000 });
    expect(await at('refusal').getAttribute('data-code')).toBe('NOTICE_NOT_HEARD');
    await look('05-not-heard');
    for (const code of ['RECORDING_NOTICE_MISSING', 'RIGHTS_NOTICE_MISSING']) {
      await click('action-notice-begin');
      await at('action-notice-end').waitFor();
      await say('explanation-camera');
      await click('action-notice-end');
      // It stands before the transcript and before the finish: both go.
      await at(`lock-${code}`).first().waitFor({ state: 'detached', timeout: 60_000 });
    }
    await at('notice-panel').waitFor({ state: 'detached' });
  });

  it('gives an exhibit a beginning and an end by two presses', async () => {
    await at('span-text').fill('一号物证');
    await click('span-exhibit');
    await page.locator('[data-testid="span-exhibit"][aria-pressed="true"]').waitFor();
    await look('06-span');
    await click('span-exhibit');
    await page.locator('[data-testid="span-exhibit"][aria-pressed="false"]').waitFor();
  });

  it('locks the transcript when the adult leaves, and says why, under which article and who opens it', async () => {
    await click('tab-persons');
    await page.locator('[data-testid="persons-present"] li', { hasText: '社工' }).getByRole('button').click();
    await at('lock-MINOR_UNACCOMPANIED').waitFor();
    expect(await at('lock-MINOR_UNACCOMPANIED').textContent()).toMatch(/刑事诉讼法第 281 条.*办案人员/);
    await at('alarm-MINOR_UNACCOMPANIED').waitFor({ timeout: 30_000 });
    await look('07-adult-left');
    await pick('person-capacity', '合适成年人');
    await at('person-name').fill('社工');
    await at('person-note').fill('父母在外地,不能到场');
    await click('action-person-enter');
    await at('lock-MINOR_UNACCOMPANIED').waitFor({ state: 'detached' });
  });

  it('lists the remedies in an interruption and offers a must-record session no way to go on', async () => {
    await line.call('training.fault', { camera: 'interviewee', fault: 'drop', on: true });
    await at('remedies').waitFor({ timeout: 60_000 });
    await click('remedy-repair');
    await page.locator('[data-testid="remedies"] li', { hasText: '排除故障' }).locator('.muted').waitFor();
    expect(await at('unrecorded-form').count()).toBe(0);
    await look('08-remedies');
    await line.call('training.fault', { camera: 'interviewee', fault: 'drop', on: false });
    await at('interruption-cause').waitFor({ timeout: 90_000 });
    await choose('interruption-cause-network');
    await click('action-explain-begin');
    await at('read-aloud').waitFor();
    await say('explanation-network');
    await click('action-explain-finish');
    await at('interruption-panel').waitFor({ state: 'detached', timeout: 60_000 });
    await at('statement-panel').waitFor();
    await at('lock-INTERRUPTION_UNSIGNED').waitFor();
    await at('statement-refuse').locator('summary').click();
    await at('statement-reason').fill('不愿签字');
    await at('statement-witness-account').fill('officer2');
    await at('statement-witness-pin').fill('2222');
    await look('08-statement');
    await click('action-statement-refuse');
    await at('statement-settled').waitFor();
    await at('lock-INTERRUPTION_UNSIGNED').waitFor({ state: 'detached' });
  });

  it('ends without a reason only after the reading and the refusal to sign', async () => {
    await at('lock-SIGN_OFF_MISSING').waitFor();
    for (const pressed of ['true', 'false']) {
      await click('tab-span');
      await click('span-transcript-read');
      await page.locator(`[data-testid="span-transcript-read"][aria-pressed="${pressed}"]`).waitFor();
    }
    await click('refuse-open');
    await at('refuse-reason').fill('认为笔录有误');
    await at('refuse-witness-account').fill('officer2');
    await at('refuse-witness-pin').fill('2222');
    await look('09-refusal');
    await click('action-refuse');
    await at('signature-refused').waitFor();
    await at('lock-SIGN_OFF_MISSING').waitFor({ state: 'detached' });
    await click('lang-en');
    await look('10-recording-en');
    await click('lang-zh');
    await click('arrival-open');
    await click('arrival-paper');
    await at('arrival-settled').waitFor();
    await click('action-finish');
    await click('action-finish-confirm');
    await at('transcript-panel').waitFor({ timeout: 60_000 });
  });

  it('had no error, and nothing that axe calls a barrier', () => expect(problems).toEqual([]));
});
