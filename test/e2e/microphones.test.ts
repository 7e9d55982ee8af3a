import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { StationProcess } from '../support/station-process.ts';

// An administrator chooses two microphones by their live level, and the room shows both. Each step needs the one before.
describe('microphones in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-mic-'));
  const problems: string[] = [];
  let station: StationProcess;
  let browser: Browser;
  let page: Page;

  const at = (id: string) => page.getByTestId(id);
  async function look(name: string): Promise<void> {
    await page.screenshot({ path: screenshotPath(name) });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  }
  const state = (row: string, value: string) => page.locator(`[data-testid="${row}"][data-state="${value}"]`);

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.ready.url);
    await at('login-card-administrator').click();
  });
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('are listed with a live level each, and added under a name: one by mouse, one by keyboard alone', async () => {
    await at('action-microphone-devices').click();
    const table = at('sound-device-table');
    await table.getByRole('meter').waitFor();
    await at('sound-device-ceiling').getByRole('meter').waitFor();
    await table.scrollIntoViewIfNeeded();
    await look('mic-01-choose');
    await at('sound-device-use-table').click();
    await at('microphone-name').fill('桌面拾音器');
    await at('action-microphone-add').click();
    await state('microphone-row-桌面拾音器', 'live').waitFor();
    await at('sound-device-use-ceiling').focus();
    await page.keyboard.press('Enter');
    await at('microphone-name').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('吊顶');
    await page.keyboard.press('Enter');
    await state('microphone-row-吊顶', 'live').waitFor();
  });

  it('are renamed in place, and a name that is taken is refused in words', async () => {
    await at('microphone-rename-吊顶').click();
    await at('microphone-new-name').fill('桌面拾音器');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="refusal"][data-code="MICROPHONE_NAME_TAKEN"]').waitFor();
    await at('microphone-new-name').fill('吊顶拾音器');
    await at('microphone-rename-save').click();
    await state('microphone-row-吊顶拾音器', 'live').waitFor();
    await at('microphone-list').scrollIntoViewIfNeeded();
    await look('mic-02-list');
  });

  it('stand on the room’s page with level and alarm, in both languages', async () => {
    await at('nav-room').click();
    await page.locator('[data-testid="microphones"][data-count="2"]').waitFor();
    await look('mic-03-room');
    await at('training-open').click();
    await at('training-fault-table-drop').scrollIntoViewIfNeeded();
    await at('training-fault-table-drop').click();
    await look('mic-04-training');
    await page.keyboard.press('Escape');
    await at('training-fault-table-drop').waitFor({ state: 'hidden' });
    await page.locator('[data-testid="microphone-桌面拾音器"]:not([data-wrong=""])').waitFor();
    await page.getByTestId(/^alarm-MICROPHONE_/).first().waitFor();
    await look('mic-05-alarm');
    await at('lang-en').click();
    await look('mic-06-alarm-en');
    await at('nav-cameras').click();
    await at('microphone-list').scrollIntoViewIfNeeded();
    await look('mic-07-list-en');
  });

  it('are usable by everyone', () => {
    expect(problems).toEqual([]);
  });
});
