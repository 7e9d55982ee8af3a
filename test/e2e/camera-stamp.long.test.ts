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

// An administrator lets a camera stamp its own picture. Each step needs the one before.
describe('a camera’s own stamp in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-stamp-'));
  const problems: string[] = [];
  let station: StationProcess;
  let line: StationLine;
  let browser: Browser;
  let page: Page;

  const at = (id: string) => page.getByTestId(id);
  /** In both languages. */
  async function look(name: string): Promise<void> {
    for (const language of ['en', 'zh']) {
      await at(`lang-${language}`).click();
      await page.screenshot({ path: screenshotPath(`${name}-${language}`), fullPage: true });
      problems.push(...(await barriersOn(page)).map((barrier) => `${name}-${language}: ${barrier}`));
    }
  }
  const stampedBy = (role: string, by: string) => page.locator(`[data-testid="stamp-${role}"][data-by="${by}"]`);

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    line = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await line.call('training.fault', { camera: 'interviewee', fault: 'stamp-unsupported', on: true });
    await addTrainingCameras(line);
    await waitUntil('both cameras live', 60_000, async () => (await line.call<RoomSnapshot>('room.status')).cameras.every(({ state }) => state === 'live'));
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.ready.url);
    await at('login-card-administrator').click();
    await at('nav-cameras').click();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('is offered where the camera can write one, and only there', async () => {
    await stampedBy('overview', 'station').waitFor();
    await at('action-stamp-overview').waitFor();
    expect(await at('action-stamp-interviewee').count()).toBe(0);
    await look('stamp-01-offered');
  }, 60_000);

  it('is refused in words by a camera that will not', async () => {
    await line.call('training.fault', { camera: 'overview', fault: 'stamp-refused', on: true });
    await at('action-stamp-overview').click();
    await page.locator('[data-testid="refusal"][data-code="CAMERA_STAMP_UNSUPPORTED"]').waitFor({ timeout: 60_000 });
    await look('stamp-02-refused');
    await line.call('training.fault', { camera: 'overview', fault: 'stamp-refused', on: false });
  }, 120_000);

  it('is set up at a click, and what was read in the picture is shown', async () => {
    await page.locator('[data-testid="camera-row-overview"][data-state="live"]').waitFor({ timeout: 60_000 });
    await at('action-stamp-overview').click();
    await stampedBy('overview', 'camera').getByRole('status').waitFor({ timeout: 150_000 });
    expect(await stampedBy('overview', 'camera').getByRole('status').innerText()).toMatch(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/);
    await look('stamp-03-read');
  }, 200_000);

  it('is told when it is given up, with what to do', async () => {
    await line.call('training.fault', { camera: 'overview', fault: 'stamp-absent', on: true });
    await waitUntil('the stamp given up', 60_000, async () => {
      await line.call('check.run');
      return (await line.call<RoomSnapshot>('room.status')).alarms.some(({ code }) => code === 'CAMERA_STAMP_DROPPED');
    });
    await stampedBy('overview', 'station').waitFor();
    await at('nav-room').click();
    await at('alarm-CAMERA_STAMP_DROPPED').first().waitFor();
    await look('stamp-04-given-up');
  }, 120_000);

  it('is usable by everyone', () => {
    expect(problems).toEqual([]);
  });
});
