import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { ffmpegChildren } from '../support/process-figures.ts';
import { recordedOnDisk, wholeUntilMs } from '../support/recorded-on-disk.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

/**
 * Pain 1 of docs/design/pains.md: the screen said REC and nothing was recorded. What the station claims to be proven is compared with what
 * lies on the disks at that moment, read by somebody else, while everything that can stop a recording is done to it.
 */
describe('pain 1: it said REC and was not recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-pain-01-'));
  const places = { primary: join(folder, 'data', 'primary'), mirror: join(folder, 'usb', 'mirror') } as const;
  let station: StationProcess;
  let held: HeldSession;
  let looks = 0;

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--mirror', places.mirror]);
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(2_000);
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  const room = () => held.officer.call<RoomSnapshot>('room.status');

  /** Asks first and looks then: what is claimed must already lie there. */
  async function claimIsTrue(on: readonly string[]): Promise<void> {
    const { provenUntilMs } = await held.snapshot();
    looks += 1;
    for (const disk of on) expect(wholeUntilMs(await recordedOnDisk(disk, held.sessionId)), disk).toBeGreaterThanOrEqual(provenUntilMs ?? Infinity);
  }

  it('claims nothing that is not on both disks while it records', async () => {
    for (let n = 0; n < 8; n += 1) {
      await claimIsTrue([places.primary, places.mirror]);
      await pause(300);
    }
  });

  it('is interrupted when a camera sends nothing, and claims nothing meanwhile', async () => {
    await held.officer.call('training.fault', { camera: 'overview', fault: 'drop', on: true });
    try {
      await waitUntil('the interruption', 30_000, async () => (await held.snapshot()).interrupted);
      // What was under way when the camera fell silent may still become proven; then it stands still.
      await pause(2_000);
      const { provenUntilMs } = await held.snapshot();
      await pause(2_000);
      expect((await held.snapshot()).provenUntilMs).toBe(provenUntilMs);
      await claimIsTrue([places.primary, places.mirror]);
    } finally {
      await held.officer.call('training.fault', { camera: 'overview', fault: 'drop', on: false });
    }
    await waitUntil('the resumption', 90_000, async () => !(await held.snapshot()).interrupted);
  });

  it('is interrupted when the encoder is alive and mute', async () => {
    const [encoder] = ffmpegChildren(station.pid, 'rtsp://');
    process.kill(encoder ?? 0, 'SIGSTOP');
    await waitUntil('the interruption', 30_000, async () => (await held.snapshot()).interrupted);
    await claimIsTrue([places.primary, places.mirror]);
    await waitUntil('the resumption', 90_000, async () => !(await held.snapshot()).interrupted);
  });

  it('says one copy when one disk is gone, and is interrupted when both are', async () => {
    renameSync(places.mirror, `${places.mirror}-away`);
    await waitUntil('one copy', 20_000, async () => (await room()).copies === 1);
    await held.recordFor(1_000);
    await claimIsTrue([places.primary]);
    renameSync(places.primary, `${places.primary}-away`);
    await waitUntil('the interruption', 30_000, async () => (await held.snapshot()).interrupted);
    expect((await room()).copies).toBe(0);
    await claimIsTrue([`${places.primary}-away`]);
    renameSync(`${places.primary}-away`, places.primary);
    renameSync(`${places.mirror}-away`, places.mirror);
    await waitUntil('two whole copies', 90_000, async () => (await room()).copies === 2 && !(await held.snapshot()).interrupted);
    await held.recordFor(1_000);
    await claimIsTrue([places.primary, places.mirror]);
    expect(looks).toBe(13);
  });
});
