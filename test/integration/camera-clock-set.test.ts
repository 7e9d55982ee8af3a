import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CameraSnapshot, CheckReport } from '../../src/shared/contract/index.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('a camera whose clock is wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-camera-clock-'));
  let station: StationProcess;
  let admin: StationLine;
  let cameraId = '';

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await addTrainingCameras(admin);
    const { cameras } = await admin.call<{ cameras: CameraSnapshot[] }>('camera.list');
    cameraId = cameras.find((camera) => camera.role === 'overview')?.cameraId ?? '';
    await waitUntil('both cameras live', 60_000, async () => (await admin.call<{ cameras: CameraSnapshot[] }>('camera.list')).cameras.every((camera) => camera.state === 'live'));
  });
  afterAll(async () => {
    admin.close();
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  const clockItems = async () => (await admin.call<CheckReport>('check.run')).items.filter((item) => item.kind === 'clock' && item.subject !== '').map((item) => item.code);

  it('is found by the room check, set to room time by the administrator, and found right', async () => {
    await admin.call('training.fault', { camera: 'overview', fault: 'wrong-clock', on: true });
    expect(await clockItems()).toContain('CLOCK_CAMERA_OFF');
    const { beforeMs, offsetMs, errorMs } = await admin.call<{ beforeMs: number; offsetMs: number; errorMs: number }>('camera.setClock', { cameraId });
    expect(beforeMs).toBeGreaterThan(290_000);
    expect(Math.abs(offsetMs)).toBeLessThan(1_000);
    expect(errorMs).toBeLessThan(1_000);
    expect(await clockItems()).toEqual([null, null]);
  });

  it('is set by an administrator only, and only where there is one', async () => {
    const officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    await expect(officer.call('camera.setClock', { cameraId })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    officer.close();
    await expect(admin.call('camera.setClock', { cameraId: 'cam-none' })).rejects.toMatchObject({ code: 'CAMERA_UNKNOWN' });
  });
});
