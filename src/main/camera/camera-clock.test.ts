import { afterEach, describe, expect, it } from 'vitest';
import { startSoapCamera, type SoapCamera } from '../../../test/support/soap-camera.ts';
import { systemClock } from '../platform/index.ts';
import { readCameraClock, setCameraClock, type TimeOfRoom } from './index.ts';

const epochMs = Date.UTC(2026, 11, 31, 23, 59, 50);
const time: TimeOfRoom = {
  monotonicMs: () => systemClock.monotonicMs(),
  at: (monotonicMs) => ({ atMs: Math.round(epochMs + monotonicMs), errorMs: 1 }),
  now: () => ({ atMs: Math.round(epochMs + systemClock.monotonicMs()), errorMs: 1 }),
};

describe('a camera’s clock', () => {
  let camera: SoapCamera | undefined;
  afterEach(() => camera?.close());
  const access = (xaddr: string, deadlineMs = 15_000) => ({ xaddr, user: 'u', password: 'p', deadlineMs, time });

  it.each([417, -86_400_733])('that is %i ms off is measured far sharper than the whole seconds it tells', async (aheadMs) => {
    camera = await startSoapCamera({ demands: 'username-token', user: 'u', password: 'p', clockMs: () => epochMs + systemClock.monotonicMs() + aheadMs });
    const once = await readCameraClock(access(camera.xaddr), 1);
    expect(once.errorMs).toBeGreaterThanOrEqual(500);
    expect(Math.abs(once.offsetMs - aheadMs)).toBeLessThanOrEqual(once.errorMs);
    const sharp = await readCameraClock(access(camera.xaddr));
    expect(Math.abs(sharp.offsetMs - aheadMs)).toBeLessThanOrEqual(sharp.errorMs);
    expect(sharp.errorMs).toBeLessThan(100);
  });

  it('is set to room time, and what is reported is what was read back', async () => {
    let aheadMs = 5400_500;
    const clockMs = () => epochMs + systemClock.monotonicMs() + aheadMs;
    camera = await startSoapCamera({ demands: 'http-digest', user: 'u', password: 'p', clockMs, onSetClock: (ms) => (aheadMs = ms - (epochMs + systemClock.monotonicMs())) });
    const reading = await setCameraClock(access(camera.xaddr));
    expect(Math.abs(aheadMs)).toBeLessThan(200);
    expect(Math.abs(reading.offsetMs - aheadMs)).toBeLessThanOrEqual(reading.errorMs);
  });

  it('that will not be set is told as it is', async () => {
    camera = await startSoapCamera({ demands: 'nothing', clockMs: () => epochMs + systemClock.monotonicMs() - 30_000 });
    const reading = await setCameraClock(access(camera.xaddr), 1);
    expect(Math.abs(reading.offsetMs + 30_000)).toBeLessThanOrEqual(reading.errorMs);
  });

  it('is still read when the deadline leaves time for only one look', async () => {
    camera = await startSoapCamera({ demands: 'nothing', clockMs: () => epochMs + systemClock.monotonicMs() });
    expect((await readCameraClock(access(camera.xaddr, 1000))).errorMs).toBeGreaterThanOrEqual(500);
  });
});
