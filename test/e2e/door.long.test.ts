import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { StationProcess } from '../support/station-process.ts';

// A room that nobody has set up yet, from its first administrator on. Each step needs the one before.
describe('the door of the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-door-'));
  const problems: string[] = [];
  let station: StationProcess;
  let browser: Browser;
  let page: Page;

  const at = (id: string) => page.getByTestId(id);
  const click = (id: string) => at(id).click();
  async function look(name: string): Promise<void> {
    await page.screenshot({ path: screenshotPath(name) });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  }
  async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [id, value] of Object.entries(fields)) await at(id).fill(value);
  }

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), []);
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.ready.url);
  });
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('makes the first administrator, with a PIN that is not a simple one', async () => {
    await fill({ 'account-name': '管理员', 'account-account': 'chief', 'account-pin': '123456' });
    await click('action-account-add');
    await page.getByText('口令过于简单').waitFor();
    await look('door-01-simple-pin');
    await fill({ 'account-pin': 'Zhu-9981' });
    await click('action-account-add');
    await click('nav-accounts');
    await fill({ 'account-name': '办案民警一', 'account-account': 'first', 'account-pin': 'for-Lian-4821', 'account-badge': '061001' });
    await click('action-account-add');
    await at('account-row-first').waitFor();
    await look('door-02-accounts');
  });

  it('hides everything while it is locked, and opens with the right PIN only', async () => {
    await click('action-lock');
    await at('screen-locked').waitFor();
    await look('door-03-locked');
    expect(await page.locator('body').innerText()).not.toContain('061001');
    await fill({ 'unlock-pin': 'not-the-PIN' });
    await click('action-unlock');
    await page.getByText('账号或口令不正确').waitFor();
    await fill({ 'unlock-pin': 'Zhu-9981' });
    await click('action-unlock');
    await at('screen-locked').waitFor({ state: 'detached' });
  });

  it('shows the login to the next person, not the form for the first account', async () => {
    await click('action-logout');
    await at('login-account').waitFor();
    expect(await at('first-account').count()).toBe(0);
  });

  it('asks for a PIN of one’s own before anything else', async () => {
    await fill({ 'login-account': 'first', 'login-pin': 'for-Lian-4821' });
    await click('login-submit');
    await at('screen-change-pin').waitFor();
    await look('door-04-change-pin');
    await fill({ 'change-pin-old': 'for-Lian-4821', 'change-pin-new': 'Lian-4821', 'change-pin-again': 'Lian-482' });
    await click('action-change-pin');
    await page.getByText('两次输入不一致').waitFor();
    await fill({ 'change-pin-again': 'Lian-4821' });
    await click('action-change-pin');
    await at('person').waitFor();
    expect(await at('person').getAttribute('data-role')).toBe('officer');
  });

  it('does the same in English', async () => {
    await page.getByText('English').click();
    await click('action-lock');
    await page.getByText('This console is locked').waitFor();
    await look('door-05-locked-en');
    await fill({ 'unlock-pin': 'Lian-4821' });
    await click('action-unlock');
    await at('screen-locked').waitFor({ state: 'detached' });
  });

  it('had no error, and nothing that axe calls a barrier', () => {
    expect(problems).toEqual([]);
  });
});
