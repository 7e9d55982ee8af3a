import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { sleep, systemClock } from '../../src/main/platform/index.ts';
import { cameraFaults, type TrainingRoom } from '../../src/main/training/index.ts';
import { askCameraTime, cameraOf, loginUrl, openClient, openTrainingRoom, readStream, runClient, trainingZone } from '../support/camera-clients.ts';

let room: TrainingRoom;
beforeAll(async () => {
  room = await openTrainingRoom();
});
afterAll(() => room.close());
afterEach(() => {
  for (const { key } of room.cameras) for (const fault of cameraFaults) room.setFault(key, fault, false);
});

const closeView = () => cameraOf(room, 'interviewee');
const soundLevel = async () => {
  const { stderr } = await readStream(loginUrl(cameraOf(room, 'overview')), '-vn', '-t', '2.5', '-af', 'atrim=start=1,volumedetect', '-f', 'null', '-');
  return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
};
const differentPictures = async () => {
  const { stdout } = await readStream(loginUrl(closeView()), '-frames:v', '55', '-f', 'framemd5', '-');
  const pictures = stdout.toString('utf8').split('\n').filter((line) => line.startsWith('0,'));
  expect(pictures).toHaveLength(55);
  return new Set(pictures.map((line) => line.split(',').at(-1))).size;
};

/** The wall clock as tesseract reads it in a picture of the close view. */
async function readWallClock(): Promise<string> {
  const path = join(tmpdir(), `shilu-wall-clock-${process.pid}.png`);
  await writeFile(path, '');
  await readStream(loginUrl(closeView()), '-frames:v', '1', '-vf', 'crop=330:82:877:56,format=gray,negate,scale=660:-1,eq=contrast=2', '-y', path);
  const { stdout } = await runClient('tesseract', [path, '-', '--psm', '7', '-c', 'tessedit_char_whitelist=0123456789:']);
  return stdout.toString('utf8').trim();
}

const secondOfDay = (clock: string) => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
/** How far the wall clock is ahead of the true time, in seconds. */
async function wallClockError(): Promise<number> {
  const shown = await readWallClock();
  expect(shown).toMatch(/^\d\d:\d\d:\d\d$/);
  const true_ = formatRoomTime(systemClock.wallMs(), trainingZone).slice(11);
  const difference = (secondOfDay(shown) - secondOfDay(true_) + 86_400) % 86_400;
  return difference > 43_200 ? difference - 86_400 : difference;
}

describe('each fault really happens, and goes away', () => {
  it('drop', async () => {
    const client = await openClient(loginUrl(closeView()));
    room.setFault('interviewee', 'drop', true);
    await client.ended;
    expect((await runClient('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', closeView().rtspUrl])).exitCode).not.toBe(0);
    room.setFault('interviewee', 'drop', false);
    const again = await openClient(loginUrl(closeView()));
    await again.stop();
  });

  it('freeze: every picture is the same, and the stream goes on', async () => {
    expect(await differentPictures()).toBeGreaterThan(5);
    room.setFault('interviewee', 'freeze', true);
    await sleep(1_500);
    expect(await differentPictures()).toBe(1);
    room.setFault('interviewee', 'freeze', false);
    await sleep(500);
    expect(await differentPictures()).toBeGreaterThan(5);
  });

  it('silence: the room tone ends in digital silence', async () => {
    expect(await soundLevel()).toBeGreaterThan(-70);
    room.setFault('overview', 'silence', true);
    await sleep(500);
    expect(await soundLevel()).toBeLessThan(-90);
    room.setFault('overview', 'silence', false);
    await sleep(500);
    expect(await soundLevel()).toBeGreaterThan(-70);
  });

  it('wrong clock: camera and wall are five minutes ahead', async () => {
    const error = async () => (await askCameraTime(closeView())) - systemClock.wallMs();
    expect(Math.abs(await error())).toBeLessThan(2_000);
    expect(Math.abs(await wallClockError())).toBeLessThan(5);
    room.setFault('interviewee', 'wrong-clock', true);
    await sleep(500);
    expect(Math.abs((await error()) - 300_000)).toBeLessThan(2_000);
    expect(Math.abs((await wallClockError()) - 300)).toBeLessThan(5);
    room.setFault('interviewee', 'wrong-clock', false);
    expect(Math.abs(await error())).toBeLessThan(2_000);
  });

  it('clock drift: the camera gains a second in ten', async () => {
    room.setFault('interviewee', 'clock-drift', true);
    const [fromMs, cameraFromMs] = [systemClock.monotonicMs(), await nextCameraSecond()];
    const startMs = systemClock.monotonicMs();
    expect(startMs).toBeGreaterThan(fromMs);
    let cameraMs = cameraFromMs;
    while (cameraMs - cameraFromMs < 11_000) cameraMs = await nextCameraSecond();
    const rate = (cameraMs - cameraFromMs) / (systemClock.monotonicMs() - startMs);
    expect(rate).toBeGreaterThan(1.07);
    expect(rate).toBeLessThan(1.13);
  });

  it('slow: nothing for seconds, then everything at once', async () => {
    const longestPause = (arrivals: readonly number[]) => Math.max(...arrivals.map((at, index) => at - (arrivals[index - 1] ?? at)));
    room.setFault('interviewee', 'slow', true);
    const client = await openClient(loginUrl(closeView()));
    await sleep(7_500);
    await client.stop();
    expect(longestPause(client.arrivalsMs)).toBeGreaterThan(2_000);
  });

  it('refused login: nobody new comes in, who is in stays', async () => {
    const client = await openClient(loginUrl(closeView()));
    room.setFault('interviewee', 'refuse-login', true);
    const refused = await runClient('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', loginUrl(closeView())]);
    expect(refused.stderr).toContain('401');
    const { snapshotUrl, user, password } = closeView();
    expect((await runClient('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--digest', '-u', `${user}:${password}`, snapshotUrl])).stdout.toString()).toBe('401');
    const before = client.arrivalsMs.length;
    await sleep(1_500);
    expect(client.arrivalsMs.length).toBeGreaterThan(before);
    await client.stop();
  });
});

async function nextCameraSecond(): Promise<number> {
  const first = await askCameraTime(closeView());
  for (;;) {
    const nowMs = await askCameraTime(closeView());
    if (nowMs !== first) return nowMs;
    await sleep(15);
  }
}
