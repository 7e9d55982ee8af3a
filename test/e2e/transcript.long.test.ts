import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptTranscriptSnapshot } from '../../src/shared/contract/index.ts';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { HeldSession } from '../support/held-session.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

// A transcript written, read, signed and finalised by clicking, while the training room is recorded. Each step needs the one before.
describe('the transcript in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-transcript-'));
  const problems: string[] = [];
  let station: StationProcess;
  let held: HeldSession;
  let browser: Browser;
  let page: Page;

  const at = (id: string) => page.getByTestId(id);
  const click = (id: string) => at(id).first().click();
  const kept = () => held.officer.call<KeptTranscriptSnapshot>('transcript.get', { sessionId: held.sessionId });

  /** Pictures in both languages, each asked whether everyone can use it. */
  async function look(name: string): Promise<void> {
    for (const language of ['zh', 'en']) {
      await click(`lang-${language}`);
      await page.screenshot({ path: screenshotPath(`transcript-${name}-${language}`), fullPage: true });
      problems.push(...(await barriersOn(page)).map((barrier) => `${name} ${language}: ${barrier}`));
    }
    await click('lang-zh');
  }

  async function write(kind: string, text: string): Promise<void> {
    const before = await at('kept-line').count();
    await click(`action-line-${kind}`);
    await waitUntil('the new line', 10_000, async () => (await at('kept-line').count()) > before);
    await at('line-text').last().fill(text);
  }

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(1_000);
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(`console: ${message.text()}`); });
    await page.goto(station.ready.url);
    await click('login-card-officer');
    await click('nav-transcript');
    await at('screen-transcript').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('is locked until the notices have been heard, and says so', async () => {
    await at('locks').waitFor();
    expect(await page.locator('[data-testid="locks"] li').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-locks')))).toEqual(['transcript finish', 'transcript finish']);
    expect(await at('action-line-question').isDisabled()).toBe(true);
    await expect(held.officer.call('transcript.begin', { sessionId: held.sessionId, kind: 'question' })).rejects.toThrow();
    await look('locked');
    // What opens the lock stands on the page of the room, one press away.
    await click('action-go-room');
    await at('screen-room').waitFor();
    await click('nav-transcript');
    await held.hearNotices();
    await at('locks').waitFor({ state: 'detached' });
  });

  it('saves by itself what is written, with the measured moments', async () => {
    await write('question', '你昨晚八点在哪里?');
    await write('answer', '在家,哪儿也没去。');
    await waitUntil('the version that saves itself', 20_000, async () => (await kept()).lines.at(-1)?.text === '在家,哪儿也没去。');
    await page.locator('[data-testid="kept-saved"][data-saved="true"]').waitFor();
  });

  it('keeps what was typed a moment before the page is left', async () => {
    await at('line-text').last().fill('在家,没有出去。');
    await click('nav-room');
    await waitUntil('the words that were left', 20_000, async () => (await kept()).lines.at(-1)?.text === '在家,没有出去。');
    await click('nav-transcript');
    await at('line-text').last().fill('在家,哪儿也没去。');
    await page.locator('[data-testid="kept-saved"][data-saved="true"]').waitFor();
  });

  it('marks what is pasted', async () => {
    await write('answer', '');
    await at('line-text').last().evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', '早先写好的话。'.repeat(40));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await at('line-text').last().fill('早先写好的话。'.repeat(40));
    await at('line-pasted').waitFor();
    expect((await kept()).lines.at(-1)?.pastedCharacters).toBe(280);
  });

  it('says what is not saved when another console has written meanwhile, and loses neither', async () => {
    const { version, lines } = await kept();
    await held.officer.call('transcript.save', { sessionId: held.sessionId, version, cause: 'asked', lines: lines.map(({ lineId, kind, keyFacts }, index) => ({ lineId, kind, keyFacts, text: `${lines[index]?.text ?? ''}${index === 0 ? '请说清楚。' : ''}` })) });
    await at('line-text').nth(1).fill('在家,门都没出。');
    await page.locator('[data-testid="refusal"][data-code="TRANSCRIPT_STALE"]').waitFor();
    expect(await at('kept-saved').getAttribute('data-saved')).toBe('false');
    expect(await at('line-text').nth(1).inputValue()).toBe('在家,门都没出。');
    await look('stale');
    await page.reload();
    await click('login-card-officer');
    await click('nav-transcript');
    await at('kept-line').first().waitFor();
    expect(await at('line-text').first().inputValue()).toContain('请说清楚。');
  });

  it('asks for the seconds of a key fact, and links them by one press', async () => {
    await at('line-key-facts').nth(1).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '时间' }).first().click();
    await page.keyboard.press('Escape');
    await at('kept-problems').waitFor();
    await look('unlinked');
    await click('action-kept-close');
    await page.locator('[data-testid="refusal"][data-code="KEY_FACT_UNLINKED"]').first().waitFor();
    await click('action-link-time-10');
    await page.locator('[data-testid="link-time"][data-linked="true"]').waitFor();
    await at('kept-problems').waitFor({ state: 'detached' });
    await at('refusal').waitFor({ state: 'detached' });
    await look('writing');
  });

  it('plays the linked seconds', async () => {
    await click('action-play-time');
    await waitUntil('the linked seconds to play', 20_000, () => at('played').evaluate((video) => video instanceof HTMLVideoElement && video.videoWidth > 0 && video.currentTime > 0 && video.error === null));
    await page.screenshot({ path: screenshotPath('transcript-played') });
    await page.locator('.ant-modal-close').click();
    await at('played').waitFor({ state: 'detached' });
  });

  it('is read page by page, corrected with the old words in sight, and signed on the pad', async () => {
    await at('line-text').first().fill('你昨天晚上八点在哪里?');
    await click('action-kept-close');
    await at('paper').waitFor();
    expect(await at('paper').innerText()).toContain('你昨天晚上八点在哪里?');
    await look('paper');
    await at('corrections').locator('summary').click();
    await at('correction-line').nth(1).click();
    await at('correction-text').fill('在家,八点半出去过一次。');
    await click('action-correct');
    await at('paper').locator('del').waitFor();
    await click('action-page-open');
    await at('action-page-read').waitFor();
    await waitUntil('a page that has been read', 20_000, async () => {
      if ((await at('action-page-read').count()) > 0) await click('action-page-read');
      return (await at('page-read').count()) > 0;
    });
    await click('action-kept-finalise');
    await page.locator('[data-testid="refusal"][data-code="TRANSCRIPT_UNSIGNED"]').waitFor();
    await click('action-sign-pad');
    const box = await at('pad').boundingBox();
    if (box === null) throw new Error('The pad is not there');
    await page.mouse.move(box.x + 20, box.y + 60);
    await page.mouse.down();
    for (const [x, y] of [[60, 20], [100, 80], [140, 30], [220, 70], [270, 40]] as const) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    await page.mouse.up();
    await look('pad');
    await click('action-pad-done');
    await page.locator('[data-testid="signer-interviewee"][data-outcome="signed"]').waitFor();
    await look('signed');
  });

  it('is finalised, issued with the times of the recording, and agrees with it', async () => {
    await click('action-kept-finalise');
    await at('kept-finalised').waitFor();
    await held.officer.call('attendance.sign', { sessionId: held.sessionId, moment: 'arrival', method: 'paper' });
    await held.officer.call('session.finish', { sessionId: held.sessionId });
    await waitUntil('the issued documents', 60_000, async () => (await kept()).documents.length === 2);
    await page.reload();
    await click('login-card-officer');
    await click('nav-transcript');
    await at('action-document-pdf').waitFor();
    await look('issued');
    await click('nav-room');
    await page.locator('[data-testid="reconciliation"][data-agrees="true"]').waitFor();
    await look('reconciled');
  });

  it('has no barrier and no error on any of its pages', () => expect(problems).toEqual([]));
});
