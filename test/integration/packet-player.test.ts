import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket } from '../../src/main/packet/index.ts';
import { inThisThread, makeRecording } from './packet-fixture.ts';

const pictures = 'test-results/packet';

describe('player page of a packet', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-player-'));
    await mkdir(pictures, { recursive: true });
    const { input, key } = await makeRecording(folder);
    const packet = await exportPacket(input, { key, work: inThisThread });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--mute-audio'] });
    page = await browser.newPage({ viewport: { width: 1360, height: 1000 } });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => { if (!request.url().startsWith('file:')) problems.push(request.url()); });
    await page.goto(pathToFileURL(join(packet.path, 'data/index.html')).href);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  const clock = () => page.locator('#clock').innerText();
  /** The state of both videos, and that a picture is really there: its middle is not black. */
  const videos = () => page.evaluate(() => Array.from(document.querySelectorAll('video'), (video) => {
    const canvas = document.createElement('canvas');
    return { file: video.currentSrc.split('/').slice(-2).join('/'), seconds: video.currentTime, width: video.videoWidth, shown: getComputedStyle(video).visibility, box: video.getBoundingClientRect().width, ready: video.readyState, size: canvas.width };
  }));
  const ready = () => page.waitForFunction(() => Array.from(document.querySelectorAll('video')).every((video) => video.readyState >= 2 && !video.seeking));

  it('shows every camera at equal size from the first recorded instant, in Chinese and English', async () => {
    await ready();
    expect(await clock()).toBe('2026-11-23 14:03:07');
    const [one, two] = await videos();
    expect(one).toMatchObject({ file: 'cam-overview/0001-0001.mp4', width: 640, shown: 'visible' });
    expect(two).toMatchObject({ file: 'cam-close/0001-0001.mp4', width: 640, box: one?.box });
    await page.screenshot({ path: join(pictures, 'player-zh.png'), fullPage: true });
    await page.click('#language');
    await expect.poll(() => page.locator('h1').innerText()).toBe('Interview recording');
    await page.screenshot({ path: join(pictures, 'player-en.png'), fullPage: true });
    await page.click('#language');
    expect(await page.locator('#seal-code').innerText()).toMatch(/^(\w{4}-){4}\w{4}$/);
  });

  it('plays both cameras together and moves room time', async () => {
    await page.click('#play');
    await page.waitForFunction(() => document.querySelector('#clock')?.textContent.endsWith('14:03:09'));
    const [one, two] = await videos();
    expect(Math.abs((one?.seconds ?? 0) - (two?.seconds ?? 9))).toBeLessThan(0.5);
    expect(one?.seconds).toBeGreaterThan(1.5);
  });

  it('goes through the interruption into the next segment, and says what it is', async () => {
    await page.waitForFunction(() => document.querySelector('#clock')?.textContent.endsWith('14:03:12'));
    expect(await page.locator('#note').innerText()).toContain('录制中断:14:03:11 至 14:03:14,原因:网络故障');
    expect((await videos()).map((video) => video.shown)).toEqual(['hidden', 'hidden']);
    await page.screenshot({ path: join(pictures, 'player-interruption.png'), fullPage: true });
    await page.click('#note button');
    await page.waitForFunction(() => document.querySelector('#clock')?.textContent.endsWith('14:03:15'));
    expect((await videos()).map(({ file, shown }) => `${file} ${shown}`)).toEqual(['cam-overview/0002-0001.mp4 visible', 'cam-close/0002-0001.mp4 visible']);
    await page.click('#play');
  });

  it('seeks by the list of events and by the timeline', async () => {
    await page.click('#events button:has-text("物证一")');
    await ready();
    expect(await clock()).toBe('2026-11-23 14:03:08');
    expect((await videos()).map((video) => `${video.file} ${video.seconds.toFixed(1)}`)).toEqual(['cam-overview/0001-0001.mp4 1.5', 'cam-close/0001-0001.mp4 1.5']);
    const box = await page.locator('#timeline').boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.9, (box?.y ?? 0) + 40);
    await ready();
    expect(await clock()).toBe('2026-11-23 14:03:16');
    await page.screenshot({ path: join(pictures, 'player-seek.png'), fullPage: true });
  });

  it('asks nothing of the network and complains of nothing', () => {
    expect(problems).toEqual([]);
  });
});
