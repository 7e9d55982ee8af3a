import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverCameras, fetchSnapshot, inspectCamera, readCameraClock, setCameraClock, type CameraAccess, type TimeOfRoom } from '../../src/main/camera/index.ts';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { createLogger, systemClock } from '../../src/main/platform/index.ts';
import { startTrainingRoom, type TrainingCamera, type TrainingRoom } from '../../src/main/training/index.ts';

const log = createLogger('test', () => undefined);
const time: TimeOfRoom = {
  monotonicMs: () => systemClock.monotonicMs(),
  at: (monotonicMs) => ({ atMs: Math.round(systemClock.wallMs() + monotonicMs - systemClock.monotonicMs()), errorMs: 1 }),
  now: () => ({ atMs: systemClock.wallMs(), errorMs: 1 }),
};

describe('the cameras of the training room', () => {
  let room: TrainingRoom | undefined;
  beforeAll(async () => {
    room = await startTrainingRoom({ ffmpeg: await findFfmpeg(), clock: systemClock, log, timeZone: 'Asia/Shanghai' });
  });
  afterAll(() => room?.close());

  const trainingRoom = (): TrainingRoom => {
    if (room === undefined) throw new Error('The training room did not start');
    return room;
  };
  const camera = (index: 0 | 1): TrainingCamera => {
    const found = trainingRoom().cameras[index];
    if (found === undefined) throw new Error('A camera is missing');
    return found;
  };
  const access = (index: 0 | 1): CameraAccess => ({ xaddr: camera(index).xaddr, user: camera(index).user, password: camera(index).password, deadlineMs: 15_000, time });

  it('are found by asking everybody, and by asking them directly over UDP and HTTP', async () => {
    const xaddrs = trainingRoom().cameras.map(({ xaddr }) => xaddr).sort();
    const direct = await discoverCameras({ address: `127.0.0.1:${trainingRoom().discovery.port}`, timeoutMs: 1000, time, log });
    expect(direct.map(({ xaddr }) => xaddr).filter((xaddr) => xaddrs.includes(xaddr)).sort()).toEqual(xaddrs);
    expect(direct.every(({ name, hardware }) => name !== '' && hardware !== '')).toBe(true);
    expect(await discoverCameras({ address: camera(0).xaddr, timeoutMs: 1000, time, log })).toMatchObject([{ xaddr: camera(0).xaddr }]);
    expect(trainingRoom().discovery.hearsMulticast).toBe(true);
    const everybody = await discoverCameras({ timeoutMs: 1500, time, log });
    expect(everybody.map(({ xaddr }) => xaddr)).toEqual(expect.arrayContaining(xaddrs));
  });

  it('describe themselves and their streams', async () => {
    const [overview, close] = [await inspectCamera(access(0)), await inspectCamera(access(1))];
    expect(overview).toMatchObject({ rtspUrl: camera(0).rtspUrl, snapshotUrl: camera(0).snapshotUrl, width: 1920, height: 1080, fps: 25, videoCodec: 'h264', hasAudio: true });
    expect(close).toMatchObject({ rtspUrl: camera(1).rtspUrl, width: 1280, height: 720, fps: 25, videoCodec: 'h264', hasAudio: false });
    expect(overview.serial).not.toBe(close.serial);
    expect(Math.abs(overview.clock.offsetMs)).toBeLessThanOrEqual(overview.clock.errorMs);
    expect(overview.clock.errorMs).toBeLessThan(300);
  });

  it('give a still picture to who has the password', async () => {
    const { snapshotUrl, user, password } = camera(0);
    const picture = await fetchSnapshot({ snapshotUrl, user, password, deadlineMs: 5000 });
    expect(picture.contentType).toBe('image/jpeg');
    expect(picture.bytes.byteLength).toBeGreaterThan(5000);
    await expect(fetchSnapshot({ snapshotUrl, user, password: 'wrong', deadlineMs: 5000 })).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED' });
  });

  it('have clocks that can be seen to be wrong, and set right', async () => {
    trainingRoom().setFault('overview', 'wrong-clock', true);
    const wrong = await readCameraClock(access(0), 1);
    expect(Math.abs(wrong.offsetMs)).toBeGreaterThan(2000);
    const set = await setCameraClock(access(0));
    expect(Math.abs(set.offsetMs)).toBeLessThan(500);
    trainingRoom().setFault('overview', 'wrong-clock', false);
  });

  it('refuse a wrong password, and everybody while they are told to', async () => {
    await expect(inspectCamera({ ...access(0), password: 'wrong' })).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED' });
    trainingRoom().setFault('interviewee', 'refuse-login', true);
    await expect(inspectCamera(access(1))).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED' });
    trainingRoom().setFault('interviewee', 'refuse-login', false);
    expect(await inspectCamera({ ...access(1), clockProbes: 1 })).toMatchObject({ width: 1280 });
  });
});
