import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
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
  let packetPath: string;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-player-'));
    await mkdir(pictures, { recursive: true });
    const { input, key } = await makeRecording(folder);
    const packet = await exportPacket(input, { key, work: inThisThread });
    packetPath = packet.path;
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

  it('begins with the first picture it shows, though a native stream of the camera began earlier', async () => {
    const earlier = join(folder, 'native-first');
    await cp(packetPath, earlier, { recursive: true });
    const dataFile = join(earlier, 'data/assets/packet-data.js');
    const native = "shiluPacket.segments.push(Object.assign({}, shiluPacket.segments[0], { kind: 'native', streamId: 'cam-1-native', startsAtMs: shiluPacket.segments[0].startsAtMs - 2000 }));";
    await writeFile(dataFile, `${await readFile(dataFile, 'utf8')}${native}\n`);
    const other = await browser.newPage();
    await other.goto(pathToFileURL(join(earlier, 'data/index.html')).href);
    await other.waitForFunction(() => Array.from(document.querySelectorAll('video')).some((video) => video.videoWidth > 0), undefined, { timeout: 10_000 });
    expect(await other.locator('#clock').innerText()).toBe('2026-11-23 14:03:07');
    await other.close();
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
    expect(await clock()).toBe('2026-11-23 14:03:20');
    await page.screenshot({ path: join(pictures, 'player-seek.png'), fullPage: true });
  });

  it('steps by single pictures, shows one picture large with the others in it, and finds in what happened', async () => {
    await page.click('#events button:has-text("物证一")');
    await ready();
    await page.click('#frame-forward');
    await ready();
    expect((await videos()).map((video) => video.seconds.toFixed(2))).toEqual(['1.54', '1.54']);
    await page.click('#frame-back');
    await page.click('#view');
    const [large, small] = await videos();
    expect(large?.box).toBeGreaterThan((small?.box ?? Infinity) * 2);
    await page.screenshot({ path: join(pictures, 'player-inset.png'), fullPage: true });
    await page.click('#view');
    await page.fill('#search', '扳手');
    expect(await page.locator('#events li').allInnerTexts()).toHaveLength(1);
    await page.fill('#search', '');
  });

  const check = async (folderToCheck: string, code: string) => {
    await page.fill('#typed-code', code);
    // What an earlier check said must not be taken for the answer.
    await page.evaluate(() => document.querySelector('#result')?.removeAttribute('class'));
    await page.setInputFiles('#folder', folderToCheck);
    await page.waitForFunction(() => ['intact', 'altered', 'no-packet'].includes(document.querySelector('#result')?.className ?? ''));
    return { state: await page.locator('#result').getAttribute('class'), text: await page.locator('#result').innerText() };
  };

  it('checks the whole packet in the page itself against the seal code on the paper', async () => {
    const code = await page.locator('#seal-code').innerText();
    const found = await check(packetPath, code.toLowerCase().replaceAll('-', ' '));
    expect(found.text).toContain('完整');
    expect(found.text).toContain('三个签名均有效');
    expect(found.text).toContain(code);
    await page.screenshot({ path: join(pictures, 'player-intact.png'), fullPage: true });
    expect((await check(packetPath, 'JEQB-QK49-D7R3-85Q5-856H')).text).toContain('封存码与您输入的不同');
    expect((await check(join(packetPath, 'data', 'recording'), code)).state).toBe('no-packet');
  });

  it('names what was changed, left out or put in', async () => {
    const altered = join(folder, 'altered');
    await cp(packetPath, altered, { recursive: true });
    const flip = async (file: string, at: number) => {
      const bytes = await readFile(join(altered, file));
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(join(altered, file), bytes);
    };
    await flip('data/recording/cam-close/0001-0001.mp4', 5_000);
    await flip('data/closing.json.p7s', (await stat(join(altered, 'data/closing.json.p7s'))).size - 5);
    await rm(join(altered, 'data/report.pdf'));
    await writeFile(join(altered, 'data/added.txt'), 'x');
    const { state, text } = await check(altered, '');
    expect(state).toBe('altered');
    for (const line of ['data/recording/cam-close/0001-0001.mp4:内容不同', 'data/closing.json.p7s:内容不同', 'data/closing.json:签名不符', 'data/report.pdf:缺少', 'data/added.txt:多出']) expect(text).toContain(line);
    expect(text).not.toContain('cam-overview');
    await page.screenshot({ path: join(pictures, 'player-altered.png'), fullPage: true });
  });

  it('checks as well where the browser offers no web crypto to a local page, and says that signatures are unchecked', async () => {
    const bare = await browser.newPage();
    await bare.addInitScript(() => Object.defineProperty(globalThis, 'crypto', { value: undefined }));
    await bare.goto(pathToFileURL(join(packetPath, 'data/index.html')).href);
    await bare.setInputFiles('#folder', packetPath);
    await bare.waitForFunction(() => document.querySelector('#result')?.className === 'intact');
    expect(await bare.locator('#result').innerText()).toContain('不能核对签名');
    await bare.close();
  });

  it('asks nothing of the network and complains of nothing', () => {
    expect(problems).toEqual([]);
  });
});
