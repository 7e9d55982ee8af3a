import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot } from '../../src/shared/contract/index.ts';
import { isRunning } from '../support/process-state.ts';
import { processTexts } from '../support/secret-search.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('a station that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-left-over-'));
  const data = join(folder, 'data');
  const logFile = join(folder, 'station.log');
  let station: StationProcess | undefined;
  let frozen = 0;

  afterAll(async () => {
    if (frozen !== 0 && isRunning(frozen)) process.kill(frozen, 'SIGKILL');
    await station?.stop();
    rmSync(folder, { recursive: true });
  });

  const ffmpegsOf = (pid: number) => processTexts(pid).filter((each) => each.pid !== pid && each.arguments.includes('ffmpeg'));
  const notedIn = () => readdirSync(join(data, 'children')).map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);

  async function start(): Promise<StationProcess> {
    const started = await StationProcess.start(data, logFile);
    station = started;
    return started;
  }

  async function live(ready: string): Promise<void> {
    const officer = await StationLine.open(ready, 'officer1', '1111');
    await waitUntil('both cameras live', 60_000, async () => {
      const { cameras } = await officer.call<RoomSnapshot>('room.status');
      return cameras.length === 2 && cameras.every((camera) => camera.state === 'live');
    });
    officer.close();
  }

  it('notes every ffmpeg that it has running', async () => {
    const { ready, pid } = await start();
    const admin = await StationLine.open(ready.rpc, 'admin', '5555');
    await addTrainingCameras(admin);
    admin.close();
    await live(ready.rpc);
    await waitUntil('the same processes in the record as in the system', 20_000, () => {
      const running = ffmpegsOf(pid).map((each) => each.pid).sort((a, b) => a - b);
      return Promise.resolve(running.length >= 4 && JSON.stringify(running) === JSON.stringify(notedIn()));
    });
  });

  it('leaves none of them running but one that is frozen', async () => {
    const { pid } = station ?? { pid: 0 };
    const running = ffmpegsOf(pid);
    frozen = running.find((each) => each.arguments.includes('rtsp://'))?.pid ?? 0;
    process.kill(frozen, 'SIGSTOP');
    await station?.kill();
    await waitUntil('every other ffmpeg ends by itself', 10_000, () => Promise.resolve(running.every((each) => each.pid === frozen || !isRunning(each.pid))));
    expect(isRunning(frozen)).toBe(true);
  });

  it('is followed by one that ends what it left', async () => {
    const { ready, pid } = await start();
    expect(isRunning(frozen)).toBe(false);
    expect(readFileSync(logFile, 'utf8')).toContain(`"message":"an ffmpeg that a station left running is ended","pid":${frozen}`);
    await live(ready.rpc);
    const running = ffmpegsOf(pid).map((each) => each.pid);
    expect(await station?.stop()).toBe(0);
    expect(running.filter(isRunning)).toEqual([]);
    expect(notedIn()).toEqual([]);
  });
});
