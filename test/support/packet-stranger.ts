import { execFileSync } from 'node:child_process';
import { cp, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { barriersOn } from './barriers.ts';
import { screenshotPath } from './browser.ts';

/** What somebody who has never seen Shilu does with a packet on a stick, its page and the printed seal certificate alone. */
export class Stranger {
  readonly #page: Page;
  readonly #packet: string;
  readonly #problems: string[] = [];

  constructor(page: Page, packet: string) {
    this.#page = page;
    this.#packet = packet;
    page.on('pageerror', (error) => this.#problems.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') this.#problems.push(message.text()); });
    page.on('request', (request) => { if (!request.url().startsWith('file:')) this.#problems.push(request.url()); });
  }

  /** Opens the page by its file, as by a double click, and plays it: every picture moves. */
  async opensAndPlays(): Promise<void> {
    await this.#page.goto(pathToFileURL(join(this.#packet, 'data', 'index.html')).href);
    const moving = (seconds: number) => this.#page.waitForFunction((after) => {
      const videos = Array.from(document.querySelectorAll('video'));
      return videos.length >= 2 && videos.every((video) => video.videoWidth > 0 && video.currentTime >= after);
    }, seconds);
    // One camera may begin some pictures later than the other.
    await this.#page.waitForFunction(() => Array.from(document.querySelectorAll('video')).some((video) => video.videoWidth > 0));
    await this.#page.click('#play');
    await moving(0.5);
    await this.#page.click('#play');
  }

  /** Reads what happened when, and goes to the break, the interruption and its explanation: each click moves the wall clock there. */
  async seesWhatHappenedWhen(words: readonly string[]): Promise<void> {
    for (const word of words) {
      const row = this.#page.locator(`#events button:has-text("${word}")`).first();
      const time = await row.locator('time').innerText();
      await row.click();
      const clock = await this.#page.locator('#clock').innerText();
      // An interruption is entered two seconds before it began.
      const apart = Math.abs(secondsOf(time) - secondsOf(clock.slice(11)));
      expect([word, time, clock, apart <= 2]).toEqual([word, time, clock, true]);
    }
    await this.#page.screenshot({ path: screenshotPath('stranger-events'), fullPage: true });
  }

  /** Scans the QR code of the printed sheet into the page, gives it the folder, and is told that nothing was changed or left out. */
  async checksAgainstThePaper(folder: string): Promise<void> {
    execFileSync('pdftoppm', ['-png', '-r', '150', '-f', '1', '-l', '1', join(this.#packet, 'data', 'seal-certificate.pdf'), join(folder, 'paper')]);
    const picture = (await readdir(folder)).find((name) => name.startsWith('paper') && name.endsWith('.png')) ?? '';
    const scanned = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(folder, picture)], { encoding: 'utf8' }).trim();
    await this.#page.fill('#typed-code', scanned);
    expect(await this.#page.locator('#code-state').getAttribute('class')).toBe('same');
    expect(await this.#verdictOn(this.#packet)).toMatchObject({ state: 'intact' });
    await this.#page.screenshot({ path: screenshotPath('stranger-intact'), fullPage: true });
    expect(await barriersOn(this.#page)).toEqual([]);
  }

  /** Types the commands of README-zh.txt in a shell, as they stand; each of them succeeds. */
  typesTheCommands(readme: string): void {
    const commands = readme.split('\n').filter((line) => /^ {2}(sha256sum|openssl) /.test(line)).map((line) => line.trim());
    expect(commands.length).toBeGreaterThanOrEqual(6);
    const report = execFileSync('pdftotext', [join(this.#packet, 'data', 'report.pdf'), '-'], { encoding: 'utf8', maxBuffer: 1 << 26 }).replace(/[\s\\]/g, '');
    for (const command of commands) {
      execFileSync('sh', ['-c', command], { cwd: this.#packet, stdio: 'pipe' });
      expect(report).toContain(command.replace(/[\s\\]/g, ''));
    }
  }

  /** One byte of one recording is changed on the stick: the page names that file, and no other. */
  async findsOneByteChanged(folder: string): Promise<void> {
    const copy = join(folder, 'tampered');
    await cp(this.#packet, copy, { recursive: true });
    const recording = join('data', 'recording');
    const [stream = ''] = (await readdir(join(copy, recording))).sort();
    const [segment = ''] = (await readdir(join(copy, recording, stream))).sort();
    const handle = await open(join(copy, recording, stream, segment), 'r+');
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, 20_000);
    await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, 20_000);
    await handle.close();
    const { state, text } = await this.#verdictOn(copy);
    expect(state).toBe('altered');
    expect(text.match(/data\/[\w./-]+(?=:)/g)).toEqual([`data/recording/${stream}/${segment}`]);
    await this.#page.screenshot({ path: screenshotPath('stranger-altered'), fullPage: true });
    await rm(copy, { recursive: true });
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  async #verdictOn(path: string): Promise<{ readonly state: string; readonly text: string }> {
    await this.#page.evaluate(() => document.querySelector('#result')?.removeAttribute('class'));
    await this.#page.setInputFiles('#folder', path);
    await this.#page.waitForFunction(() => ['intact', 'altered', 'no-packet'].includes(document.querySelector('#result')?.className ?? ''));
    return { state: (await this.#page.locator('#result').getAttribute('class')) ?? '', text: await this.#page.locator('#result').innerText() };
  }
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
