import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('a station whose mirror goes away and comes back during a session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-disk-station-'));
  const mirror = join(folder, 'usb', 'mirror');
  const start = () => StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--mirror', mirror]);
  let station: StationProcess;
  let held: HeldSession;
  const room = () => held.officer.call<RoomSnapshot>('room.status');
  const diskAlarms = async () => (await room()).alarms.filter((alarm) => ['mirror', 'primary', 'disks'].includes(alarm.subject)).map((alarm) => `${alarm.code} ${alarm.subject}`);
  const types = async () => (await held.officer.call<{ timeline: readonly { type: string }[] }>('session.get', { sessionId: held.sessionId })).timeline.map((item) => item.type);

  beforeAll(async () => {
    station = await start();
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(2_000);
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it('says so, records on the other alone, and writes nothing where the disk was', async () => {
    expect((await room()).copies).toBe(2);
    renameSync(mirror, `${mirror}-unplugged`);
    mkdirSync(mirror);
    await waitUntil('the alarm', 20_000, async () => (await diskAlarms()).includes('DISK_WRONG mirror'));
    expect((await room()).copies).toBe(1);
    await held.recordFor(2_000);
    expect((await held.snapshot()).interruptionList).toEqual([]);
    expect(existsSync(join(mirror, 'sessions'))).toBe(false);
  });

  it('killed and started again with the mirror missing, goes on with one disk and says what can be lost', async () => {
    rmSync(mirror, { recursive: true });
    await station.kill();
    station = await start();
    held = await held.on(station.ready.rpc);
    await waitUntil('recording to resume', 40_000, async () => (await held.snapshot()).interruptionList[0]?.state === 'unexplained');
    const { recovery, interruptionList } = await held.snapshot();
    expect(recovery?.nothingLostBeforeMs).toBe(interruptionList[0]?.fromMs);
    expect(recovery?.lostAtMostMs).toBeLessThan(5_000);
    expect(await diskAlarms()).toEqual(['DISK_MISSING mirror']);
    await held.recordFor(2_000);
  });

  it('takes the returned disk in by itself, completes it, and says so', async () => {
    renameSync(`${mirror}-unplugged`, mirror);
    await waitUntil('two whole copies', 90_000, async () => (await room()).copies === 2);
    expect(await diskAlarms()).toEqual([]);
    expect(await types()).toEqual(expect.arrayContaining(['disk.failed', 'disk.returned', 'copy.completed', 'recording.recovered']));
    await held.recordFor(2_000);
  });

  it('takes another folder that the administrator gives, never one that is not free', async () => {
    const admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    const replace = (path: string) => admin.call<RoomSnapshot>('disk.replace', { disk: 'mirror', path });
    await expect(replace(join(folder, 'data', 'primary', 'below'))).rejects.toMatchObject({ code: 'DISK_IN_USE' });
    writeFileSync(join(folder, 'a-file'), '');
    await expect(replace(join(folder, 'a-file'))).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
    await replace(join(folder, 'new-disk'));
    await waitUntil('two whole copies', 60_000, async () => (await room()).copies === 2);
    admin.close();
  });

  it('ends with a session that seals: every segment on both disks', async () => {
    await held.explainAll();
    const sealed: SessionSnapshot = await held.finishAndSeal();
    expect(sealed.status).toBe('sealed');
    const { disk } = JSON.parse(readFileSync(join(folder, 'new-disk', 'shilu-disk.json'), 'utf8')) as { disk: string };
    expect(disk).toBe('mirror');
  });
});
