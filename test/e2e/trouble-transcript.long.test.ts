import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptTranscriptSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { Browser } from '../support/browser.ts';
import { ConsoleWalk } from '../support/console-walk.ts';
import { HeldSession } from '../support/held-session.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

// A long transcript that the interviewee reads but will not sign everywhere. Each step needs the one before.
describe('a transcript of several pages that is not signed by everybody, in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-pages-'));
  let station: StationProcess;
  let held: HeldSession;
  let browser: Browser;
  let walk: ConsoleWalk;

  const kept = () => held.officer.call<KeptTranscriptSnapshot>('transcript.get', { sessionId: held.sessionId });
  const choosePage = (page: number) => walk.at('page-choice').locator('.ant-segmented-item', { hasText: String(page) }).click();
  const readPage = async () => {
    await walk.click('action-page-open');
    await walk.here('action-page-read');
    await waitUntil('a page that has been read', 60_000, async () => {
      if ((await walk.at('action-page-read').count()) > 0) await walk.click('action-page-read');
      return (await walk.at('page-read').count()) > 0;
    });
  };

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(1_000);
    await held.hearNotices();
    for (let n = 0; n < 36; n += 1) {
      const { lineId } = await held.officer.call<{ lineId: string }>('transcript.begin', { sessionId: held.sessionId, kind: n % 2 === 0 ? 'question' : 'answer' });
      const { version, lines } = await kept();
      const text = n % 2 === 0 ? `第 ${n / 2 + 1} 问:请你把当天晚上八点以后的经过,从头到尾说一遍,不要遗漏。` : '那天晚上我在家里吃饭,吃完饭就出门散步,九点多才回来,路上没有遇到别人。';
      await held.officer.call('transcript.save', {
        sessionId: held.sessionId, version, cause: 'typing',
        lines: [...lines.map(({ lineId: id, kind, keyFacts, text: was }) => ({ lineId: id, kind, keyFacts, text: was })), { lineId, kind: n % 2 === 0 ? 'question' : 'answer', keyFacts: n === 1 ? ['place'] : [], text }],
      });
    }
    browser = await Browser.open();
    walk = await ConsoleWalk.open(browser, station.ready.url, 'pages');
    await walk.enter('officer');
    await walk.click('nav-transcript');
    await walk.here('kept-line');
  });
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('links any seconds of the recording by two clock times, and refuses what was not recorded', async () => {
    await walk.here('kept-problems');
    await walk.click('action-span-place');
    await walk.here('span-place-from');
    await walk.fill({ 'span-place-from': '上午' });
    await walk.click('action-span-link-place');
    await walk.page.locator('.free-span .ant-form-item-explain-error').waitFor();
    await walk.look('01-span-bad');
    const { recordingStartMs, provenUntilMs } = await held.snapshot();
    const clock = (ms: number) => formatRoomTime(ms, 'Asia/Shanghai').slice(11, 19);
    await walk.fill({ 'span-place-from': clock((recordingStartMs ?? 0) - 120_000), 'span-place-to': clock((recordingStartMs ?? 0) - 100_000) });
    await walk.click('action-span-link-place');
    await walk.here('refusal');
    expect(await walk.isInSight('refusal')).toBe(true);
    await walk.look('02-span-not-recorded');
    await walk.fill({ 'span-place-from': clock((provenUntilMs ?? 0) - 20_000), 'span-place-to': clock((provenUntilMs ?? 0) - 10_000) });
    await walk.click('action-span-link-place');
    await walk.page.locator('[data-testid="link-place"][data-linked="true"]').waitFor();
    await walk.gone('kept-problems');
    await walk.look('03-linked');
  });

  it('is read page by page; a page that was not opened cannot be signed', async () => {
    await walk.click('action-kept-close');
    await walk.here('paper');
    expect((await kept()).pages.length).toBeGreaterThan(1);
    expect(await walk.at('action-sign-pad').count()).toBe(0);
    await walk.click('action-kept-finalise');
    await walk.here('refusal');
    await walk.look('04-first-page');
    await readPage();
    await walk.click('action-sign-paper');
    await walk.page.locator('[data-testid="signer-interviewee"][data-outcome="signed"]').waitFor();
  });

  it('has its refusal noted by two officers, never by one twice', async () => {
    await choosePage(2);
    await walk.here('action-page-open');
    await readPage();
    await walk.click('action-sign-refuse');
    await walk.click('action-note-refusal');
    await walk.page.getByText('请填写').first().waitFor();
    await walk.fill({ 'refusal-reason': '认为本页记录有误', 'refusal-account': 'officer1', 'refusal-pin': '1111' });
    await walk.click('action-note-refusal');
    await walk.here('refusal');
    await walk.look('05-refusal-one-officer');
    await walk.fill({ 'refusal-account': 'officer2', 'refusal-pin': '2222' });
    await walk.click('action-note-refusal');
    await walk.page.locator('[data-testid="signer-interviewee"][data-outcome="refused"]').waitFor();
    await walk.look('06-refused');
  });

  it('is final once every page is signed or refused', async () => {
    for (let page = 3; page <= (await kept()).pages.length; page += 1) {
      await choosePage(page);
      await readPage();
      await walk.click('action-sign-paper');
      await walk.page.locator('[data-testid="signer-interviewee"][data-outcome="signed"]').waitFor();
    }
    await walk.click('action-kept-finalise');
    await walk.here('kept-finalised');
    await walk.look('07-final');
  });

  it('had no error, nothing that axe calls a barrier, and no words cut off', () => expect(walk.problems).toEqual([]));
});
