import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { barriersOn } from './barriers.ts';
import { screenshotPath, type Browser } from './browser.ts';
import { waitUntil } from './wait-until.ts';

/** One person at one console: they log in, click and type, and every screen they come by is kept in both languages and looked at for barriers. */
export class ConsoleWalk {
  readonly page: Page;
  /** What no screen may show: errors of the page, what axe calls a barrier, words that are cut off. */
  readonly problems: string[] = [];
  readonly #name: string;

  /** @param name begins the names of the pictures that are kept */
  static async open(browser: Browser, url: string, name: string): Promise<ConsoleWalk> {
    const walk = new ConsoleWalk(await browser.page(), name);
    await walk.page.goto(url);
    return walk;
  }

  private constructor(page: Page, name: string) {
    this.page = page;
    this.#name = name;
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.message}`));
    page.on('console', (message) => { if (message.type() === 'error') this.problems.push(`console: ${message.text()}`); });
  }

  at(id: string): Locator {
    return this.page.getByTestId(id);
  }

  click(id: string): Promise<void> {
    return this.at(id).first().click();
  }

  /** Radio buttons are clicked where people see them: on their label. */
  choose(id: string): Promise<void> {
    return this.page.locator(`label:has([data-testid="${id}"])`).first().click();
  }

  /** Opens a list and takes what it says in the language of the screen. */
  async pick(id: string, label: string): Promise<void> {
    await this.click(id);
    await this.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: label }).last().click();
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [id, value] of Object.entries(fields)) await this.at(id).first().fill(value);
  }

  gone(id: string, timeout = 60_000): Promise<void> {
    return this.at(id).first().waitFor({ state: 'detached', timeout });
  }

  here(id: string, timeout = 60_000): Promise<void> {
    return this.at(id).first().waitFor({ timeout });
  }

  /** Waits for the refusal of what was just pressed, and that it says so in words. */
  async refused(code: string): Promise<void> {
    const shown = this.page.locator(`[data-testid="refusal"][data-code="${code}"]`).first();
    await shown.waitFor({ timeout: 60_000 });
    expect((await shown.innerText()).length).toBeGreaterThan(10);
  }

  /** A click in the training room, or an account and a PIN. */
  async enter(role: string): Promise<void> {
    await this.leave();
    await this.click(`login-card-${role}`);
    await this.gone('screen-login');
  }

  async logIn(account: string, pin: string): Promise<void> {
    await this.leave();
    await this.fill({ 'login-account': account, 'login-pin': pin });
    await this.click('login-submit');
    await this.gone('screen-login');
  }

  async leave(): Promise<void> {
    if (await this.at('action-logout').count() > 0) await this.click('action-logout');
    await this.here('screen-login');
  }

  /** The codes of the locks on this screen. */
  async locks(): Promise<readonly string[]> {
    const ids = await this.page.locator('[data-testid^="lock-"][data-locks]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid') ?? ''));
    return [...new Set(ids.map((id) => id.slice('lock-'.length)))].toSorted();
  }

  async proven(): Promise<string> {
    return (await this.at('proven-until').first().textContent()) ?? '';
  }

  /** The proof of the screen moves: recording goes on. */
  async recordingGoesOn(): Promise<void> {
    const before = await this.proven();
    await waitUntil('proven time to move on the screen', 60_000, async () => (await this.proven()) !== before);
  }

  /** Draws on the pad, as a hand does. */
  async sign(): Promise<void> {
    await this.at('pad').scrollIntoViewIfNeeded();
    const box = await this.at('pad').boundingBox();
    if (box === null) throw new Error('The pad is not there');
    await this.page.mouse.move(box.x + 20, box.y + 60);
    await this.page.mouse.down();
    for (const [x, y] of [[60, 20], [100, 80], [140, 30], [220, 70], [270, 40]] as const) await this.page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    await this.page.mouse.up();
    await this.click('action-pad-done');
  }

  /** True when somebody sees it without scrolling. */
  async isInSight(id: string): Promise<boolean> {
    const box = await this.at(id).first().boundingBox();
    const size = this.page.viewportSize();
    return box !== null && size !== null && box.y >= 0 && box.y + box.height <= size.height;
  }

  /** Keeps pictures of the screen in both languages. The language is switched where it stands, also below a dialog. */
  async look(name: string): Promise<void> {
    for (const language of ['en', 'zh']) {
      await this.page.evaluate((id) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(), `lang-${language}`);
      await this.page.waitForFunction((wanted) => document.documentElement.lang.startsWith(wanted), language);
      // What fades in or out is not what people read.
      await this.page.waitForFunction(() => document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().iterations === Infinity));
      await this.page.screenshot({ path: screenshotPath(`${this.#name}-${name}-${language}`), fullPage: true });
      this.problems.push(...(await barriersOn(this.page)).map((barrier) => `${name} ${language}: ${barrier}`));
      this.problems.push(...(await this.#cutOff()).map((words) => `${name} ${language}: cut off: ${words}`));
    }
  }

  /** Words of buttons, headings and cells that do not fit where they stand, and anything that makes the page scroll sideways. */
  #cutOff(): Promise<readonly string[]> {
    return this.page.evaluate(() => {
      const found: string[] = [];
      if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
      for (const element of document.querySelectorAll<HTMLElement>('button, h1, h2, h3, p, dd, dt, label, .ant-radio-button-wrapper, .ant-segmented-item-label, .ant-tabs-tab')) {
        if (element.offsetParent === null || element.closest('.hidden') !== null || element.innerText.trim() === '') continue;
        if (element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0) found.push(element.innerText.slice(0, 60));
      }
      return found;
    });
  }
}
