import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/base/index.ts';
import type { ExportSnapshot, TimelineItem } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { startConsoleStation, type ConsoleStation } from '../support/console-station.ts';
import { sealedSession } from '../support/console-snapshots.ts';
import { projectFolder } from '../support/station-process.ts';

const sealed = sealedSession();
const fact = (seq: number, type: string, detail: Record<string, unknown>): TimelineItem => ({ seq, type, atMs: 1_795_413_787_000, errorMs: 4, actor: '训练法制员', detail });
const exported = (number: number, recipient: string) => fact(10 + number, 'packet.exported', { packetId: `P-${number}`, number, recipient, purpose: '移送审查起诉', kind: 'hand-over', requestedBy: '', approvedBy: null, target: 'folder', readBack: 'none' });
const stream = (streamId: string, kind: string, name: string) => ({ streamId, kind, name });
const timeline = [
  fact(1, 'session.opened', { caseNumber: 'A', kind: 'interrogation', interviewee: '受训人员', place: '训练办案中心', streams: [stream('cam-1-stamped', 'stamped', '训练全景'), stream('cam-1-native', 'native', '训练全景'), stream('cam-2-stamped', 'stamped', '训练特写')] }),
  exported(1, '检察院'), exported(2, '专案组'),
];
const packetId = 's-1-20261123140500';
const copying: ExportSnapshot = { packetId, sessionId: 's-1', phase: 'copying', bytesDone: 41_300_000_000, bytesTotal: 96_200_000_000, bytesPerSecond: 84_000_000, leftMs: 653_000, number: 1, of: 1 };

// The station plays its part: what an export looks like while it takes an hour.
describe('exporting in the console', () => {
  let station: ConsoleStation;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const at = (id: string) => page.getByTestId(id);
  const show = (exporting: ExportSnapshot | null) => {
    station.room = { ...station.room, version: station.room.version + 1, exporting };
    station.pushRoom();
  };
  const look = async (name: string) => {
    await page.screenshot({ path: screenshotPath(name), fullPage: true });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  };
  const choose = (id: string) => page.locator(`label:has([data-testid="${id}"])`).first().click();

  beforeAll(async () => {
    station = await startConsoleStation(join(projectFolder, 'dist', 'renderer'));
    station.answers['session.list'] = () => ({ sessions: [sealed] });
    station.answers['session.get'] = () => ({ session: sealed, timeline });
    station.answers['clip.make'] = () => {
      throw new AppError('CLIP_EMPTY', { number: 2 });
    };
    station.answers['medium.list'] = () => ({ media: [{ path: '/media/legal/CASE 117', name: 'CASE 117', fileSystem: 'exfat', freeBytes: 118_000_000_000, totalBytes: 128_000_000_000, isRemovable: true }] });
    station.answers['packet.cancel'] = () => ({ done: true });
    station.answers['packet.export'] = () => {
      throw new AppError('MEDIUM_LOST', { path: '/media/legal/CASE 117', detail: 'EIO' });
    };
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.url);
    await at('login-card-legal').click();
    await at('session-open').first().click();
    await at('export-panel').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await station.close();
  });

  it('says what each place is for, and offers the media that are there with their room', async () => {
    const hints = new Set<string>();
    for (const target of ['folder', 'iso', 'zip', 'medium']) {
      await choose(`target-${target}`);
      await expect.poll(async () => hints.has(await at('target-hint').innerText())).toBe(false);
      hints.add(await at('target-hint').innerText());
    }
    expect(hints.size).toBe(4);
    await at('export-purpose').fill('移送审查起诉');
    await at('export-recipient').fill('检察院');
    await at('export-mp4').click();
    await at('export-medium').click();
    await page.getByText(/CASE 117 · 可用 118.0 GB/).first().click();
    await look('export-01-medium-zh');
    await at('action-export').click();
    await expect.poll(() => station.asked.filter(({ method }) => method === 'packet.export').map(({ params }) => [params['target'], params['directory'], params['mp4']])).toEqual([['medium', '/media/legal/CASE 117', true]]);
    await expect.poll(() => at('export-panel').innerText()).toContain('可能已被拔出');
    await look('export-02-lost-zh');
  });

  it('shows how far it is, the rate and the time left, and can be cancelled', async () => {
    show(copying);
    await expect.poll(() => at('export-figures').innerText()).toMatch(/41\.3 GB \/ 96\.2 GB\s+每秒 84 MB\s+约剩 10:53/);
    expect(await at('action-export').isDisabled()).toBe(true);
    await look('export-03-copying-zh');
    await at('action-cancel-export').click();
    await expect.poll(() => station.asked.filter(({ method }) => method === 'packet.cancel').map(({ params }) => params['packetId'])).toEqual([packetId]);
    show({ ...copying, phase: 'reading-back', bytesDone: 5_000_000_000, leftMs: null, bytesPerSecond: 0, number: 2, of: 3 });
    await at('lang-en').click();
    await expect.poll(() => at('export-progress').innerText()).toMatch(/Reading back and comparing\s*· 2 of 3/);
    await look('export-04-reading-back-en');
    show({ ...copying, phase: 'checking' });
    await expect.poll(() => at('action-cancel-export').isDisabled()).toBe(true);
    show(null);
    await at('export-progress').waitFor({ state: 'detached' });
    expect(await at('action-export').isDisabled()).toBe(false);
  });

  it('cuts a clip: copy, cameras, cuts on the timeline or typed in room time, reason, and the chief with their own PIN', async () => {
    await at('lang-zh').click();
    await at('clip-panel').scrollIntoViewIfNeeded();
    expect(await at('clip-panel').innerText()).toContain('副本第 2 号(专案组)');
    expect(await page.locator('[data-testid="clip-cameras"] input').count()).toBe(2);
    const [startMs, endMs] = [sealed.recordingStartMs ?? 0, sealed.recordingEndMs ?? 0];
    const clock = (ms: number) => formatRoomTime(ms, 'Asia/Shanghai').slice(11);
    await at('clip-1-from').fill('25:00');
    expect(await at('clip-1-from').getAttribute('aria-invalid')).toBe('true');
    await at('clip-1-from').fill(clock(startMs + 5_000));
    await at('clip-1-to').fill(clock(startMs + 15_000));
    await at('clip-add-cut').click();
    await at('clip-2-to').fill(clock(startMs + 20_000));
    await at('clip-2-from').fill(clock(startMs + 10_000));
    await expect.poll(() => at('clip-wrong').innerText()).toContain('第 2 段');
    expect(await at('action-clip').isDisabled()).toBe(true);
    await at('clip-2-from').fill(clock(startMs + 17_000));
    // The same on the timeline, with the keyboard.
    await page.locator('[data-testid="clip-cut-2"] [role="slider"]').nth(1).focus();
    await page.keyboard.press('ArrowRight');
    expect(await at('clip-2-to').inputValue()).toBe(clock(startMs + 21_000));
    await page.locator('[data-testid="clip-cameras"] label:has-text("训练特写")').click();
    await at('clip-purpose').fill('案情讨论');
    await at('clip-recipient').fill('专案组');
    await at('clip-requested-by').fill('训练警官乙');
    await at('clip-approver-account').fill('chief');
    await at('clip-approver-pin').fill('7777');
    await look('export-05-clip-zh');
    await at('action-clip').click();
    await expect.poll(() => at('clip-panel').innerText()).toContain('第 2 段剪辑没有录像');
    const second = (ms: number) => Math.floor(ms / 1_000) * 1_000;
    expect(endMs).toBeGreaterThan(startMs + 21_000);
    expect(station.asked.filter(({ method }) => method === 'clip.make').map(({ params }) => params)).toMatchObject([{
      packetId: 'P-2', streamIds: ['cam-1-stamped'], cuts: [{ fromMs: second(startMs + 5_000), toMs: second(startMs + 15_000) }, { fromMs: second(startMs + 17_000) }],
      purpose: '案情讨论', recipient: '专案组', requestedBy: '训练警官乙', approver: { account: 'chief', pin: '7777' },
    }]);
    await at('lang-en').click();
    await look('export-06-clip-en');
  });

  it('was usable by everyone, and nothing failed on the page', () => {
    expect(problems).toEqual([]);
  });
});
