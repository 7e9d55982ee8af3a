import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket } from '../../src/main/packet/index.ts';
import { sealCodeOf } from '../../src/main/seal/index.ts';
import { barriersOn } from '../support/barriers.ts';
import { inThisThread, makeRecording } from './packet-fixture.ts';

const pictures = 'test-results/packet';
const otherCode = sealCodeOf('ab'.repeat(32));

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
    await page.fill('#search', '物证一');
    expect(await page.locator('#events li').allInnerTexts()).toHaveLength(1);
    await page.fill('#search', '');
  });

  it('finds in the words of the transcript, and goes to the second in which a line or a key fact was said', async () => {
    await page.fill('#search-transcript', '扳手');
    expect(await page.locator('#transcript li').count()).toBe(2);
    expect(await page.locator('#transcript mark').allInnerTexts()).toEqual(['扳手', '扳手']);
    await page.click('#transcript li:has-text("撬开") .fact');
    await ready();
    expect(await clock()).toBe('2026-11-23 14:03:16');
    expect((await videos()).map((video) => `${video.file} ${video.seconds.toFixed(1)}`)).toEqual(['cam-overview/0002-0001.mp4 2.4', 'cam-close/0002-0001.mp4 2.4']);
    expect(await page.locator('#transcript li.now').innerText()).toContain('撬开');
    await page.fill('#search-transcript', '');
    await page.click('#timeline .key-fact >> nth=0');
    expect(await clock()).toBe('2026-11-23 14:03:08');
    expect(await page.locator('#transcript').innerText()).toContain('哪儿也没去');
  });

  it('shows the comparison with the recording in words of both languages, also of breaks and interruptions', async () => {
    const table = page.locator('#reconciliation');
    for (const words of ['中断原因', '因网络故障录制中断', '网络故障', '口头说明', '签名确认中断', '用餐', '不一致(提示)']) expect(await table.innerText()).toContain(words);
    await page.click('#language');
    for (const words of ['Interruption explained aloud', 'aloud', 'Meal', 'network failure', 'differs (warning)']) expect(await table.innerText()).toContain(words);
    await page.click('#language');
  });

  it('is worked from the keyboard alone', async () => {
    await page.locator('#timeline').focus();
    await page.keyboard.press('Home');
    for (const [key, time] of [['ArrowRight', '14:03:12'], ['ArrowLeft', '14:03:07'], ['n', '14:03:08'], ['n', '14:03:08'], ['p', '14:03:07']] as const) {
      await page.keyboard.press(key);
      expect([key, (await clock()).slice(11)]).toEqual([key, time]);
    }
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelector('#clock')?.textContent.endsWith('14:03:09'));
    await page.keyboard.press('Space');
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search-transcript');
  });

  it('judges a seal code as it is typed or scanned', async () => {
    const code = await page.locator('#seal-code').innerText();
    const manifest = createHash('sha256').update(await readFile(join(packetPath, 'data/manifest.json'))).digest('hex');
    const judged = async (text: string) => {
      await page.fill('#typed-code', '');
      await page.locator('#typed-code').pressSequentially(text);
      return page.locator('#code-state').getAttribute('class');
    };
    expect(await judged(`shilu-seal:${code}:${manifest}`)).toBe('same');
    expect(await judged(code.toLowerCase())).toBe('same');
    expect(await judged(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)).toBe('wrong');
    expect(await page.locator('#code-state').innerText()).toContain('这不是有效的封存码');
    expect(await judged(otherCode)).toBe('wrong');
    expect(await page.locator('#code-state').innerText()).toContain('另一个封存码');
    await page.fill('#typed-code', '');
  });

  it('plays the sound of a microphone of its own in step with the pictures, alone or with others', async () => {
    const withSound = join(folder, 'with-microphone');
    await cp(packetPath, withSound, { recursive: true });
    await mkdir(join(withSound, 'data/recording/mic-1'));
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=4', '-c:a', 'aac', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', join(withSound, 'data/recording/mic-1/0001-0001.mp4')]);
    const dataFile = join(withSound, 'data/assets/packet-data.js');
    await writeFile(dataFile, `${await readFile(dataFile, 'utf8')}shiluPacket.segments.push(Object.assign({}, shiluPacket.segments[0], { kind: 'microphone', streamId: 'mic-1', name: '吊顶拾音器', role: 'sound', segment: '0001-0001.mp4' }));\n`);
    const other = await browser.newPage({ viewport: { width: 1360, height: 1000 } });
    await other.goto(pathToFileURL(join(withSound, 'data/index.html')).href);
    const tracks = () => other.evaluate(() => Array.from(document.querySelectorAll<HTMLMediaElement>('video, audio'), ({ tagName, muted, volume, currentTime }) => ({ tagName, muted, volume, currentTime })));
    expect((await tracks()).map(({ tagName, muted }) => `${tagName} ${muted ? 'muted' : 'heard'}`)).toEqual(['VIDEO muted', 'VIDEO muted', 'AUDIO heard']);
    await other.click('#play');
    await other.waitForFunction(() => document.querySelector('#clock')?.textContent.endsWith('14:03:09'));
    const [picture, , sound] = await tracks();
    expect(Math.abs((picture?.currentTime ?? 0) - (sound?.currentTime ?? 9))).toBeLessThan(0.5);
    await other.fill('.track:has-text("吊顶拾音器") input', '0.4');
    expect((await tracks())[2]?.volume).toBeCloseTo(0.4);
    await other.click('.track:has-text("全景") button >> nth=1');
    expect((await tracks()).map(({ muted }) => muted)).toEqual([false, true, true]);
    await other.screenshot({ path: join(pictures, 'player-microphone.png') });
    await other.close();
  });

  it('has no barrier in either language', async () => {
    for (const language of ['zh', 'en']) {
      await page.screenshot({ path: join(pictures, `player-whole-${language}.png`), fullPage: true });
      expect([language, await barriersOn(page)]).toEqual([language, []]);
      await page.click('#language');
    }
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
