import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { projectFolder } from './station-process.ts';

/** Debian's Chromium with an empty profile and no wish to call anybody. */
export class Browser {
  readonly #context: BrowserContext;
  readonly #profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.#context = context;
    this.#profile = profile;
  }

  static async open(width = 1366, height = 768, hasTouch = false): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'shilu-browser-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium', headless: true, viewport: { width, height }, hasTouch, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
    });
    context.setDefaultTimeout(30_000);
    return new Browser(context, profile);
  }

  page(): Promise<Page> {
    return this.#context.newPage();
  }

  async close(): Promise<void> {
    await this.#context.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

/** Where the screens that a test saw are kept for people to look at. */
export function screenshotPath(name: string): string {
  const folder = join(projectFolder, 'test-results', 'screens');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
