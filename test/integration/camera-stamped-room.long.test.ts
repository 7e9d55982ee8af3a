import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSegment, genesisHead } from '../../src/main/segments/index.ts';
import type { CameraSnapshot, CheckReport, RoomSnapshot } from '../../src/shared/contract/index.ts';
import { parseId, streamIdOf, type CameraId, type SessionId } from '../../src/shared/domain/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { readStamp } from '../support/stamp-reader.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

type Fault = 'stamp-absent' | 'stamp-hour' | 'stamp-frozen' | 'stamp-refused' | 'stamp-unsupported' | 'power-cut';

interface Fact {
  readonly type: string;
  readonly atMs: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

// Each step needs the one before.
describe('a room whose cameras stamp their own pictures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-camera-stamp-'));
  let station: StationProcess;
  let admin: StationLine;
  const room = () => admin.call<RoomSnapshot>('room.status');
  const cameraOf = async (role: string): Promise<CameraSnapshot> => {
    const found = (await room()).cameras.find((one) => one.role === role);
    if (found === undefined) throw new Error(`no camera ${role}`);
    return found;
  };
  const live = () => waitUntil('both cameras live', 60_000, async () => (await room()).cameras.every(({ state }) => state === 'live'));
  const setFault = (fault: Fault, camera: string, on: boolean) => admin.call('training.fault', { camera, fault, on });
  const setStamp = async (role: string, stampedBy: 'camera' | 'station' = 'camera') => admin.call<{ camera: CameraSnapshot; read: string }>('camera.setStamp', { cameraId: (await cameraOf(role)).cameraId, stampedBy });
  const check = () => admin.call<CheckReport>('check.run');
  /** How far what stands in a picture is from the room time of that picture, beyond the second that it shows. */
  const offBy = (stamp: string, roomMs: number) => {
    const shownMs = Date.parse(`${stamp.replace(' ', 'T')}+08:00`);
    return Math.max(0, shownMs - roomMs, roomMs - shownMs - 1_000);
  };

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await setFault('stamp-unsupported', 'interviewee', true);
    await addTrainingCameras(admin);
    await live();
  }, 120_000);
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  }, 60_000);

  it('knows which of them can', async () => {
    expect([(await cameraOf('overview')).canStamp, (await cameraOf('interviewee')).canStamp]).toEqual([true, false]);
  });

  it('leaves the stamp to the station where a camera has no such display, or will not write', async () => {
    await expect(setStamp('interviewee')).rejects.toMatchObject({ code: 'CAMERA_STAMP_UNSUPPORTED' });
    await setFault('stamp-unsupported', 'interviewee', false);
    await setFault('stamp-refused', 'interviewee', true);
    await expect(setStamp('interviewee')).rejects.toMatchObject({ code: 'CAMERA_STAMP_UNSUPPORTED' });
    await setFault('stamp-refused', 'interviewee', false);
    await live();
    expect((await cameraOf('interviewee')).stampedBy).toBe('station');
  }, 120_000);

  it('sets them up over ONVIF, learns their digits, and reads the time back; meanwhile nothing can start', async () => {
    const both = Promise.all([setStamp('overview'), setStamp('interviewee')]);
    await waitUntil('test digits in the picture', 30_000, async () => (await check()).items.some(({ code }) => code === 'CAMERA_STAMP_LEARNING'));
    await expect(setStamp('overview')).rejects.toMatchObject({ code: 'CAMERA_STAMP_LEARNING' });
    expect((await check()).passed).toBe(false);
    for (const { camera, read } of await both) {
      expect(camera.stampedBy).toBe('camera');
      expect(read).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    }
  }, 180_000);

  it('reads each in the room check, and gives up one that is an hour off', async () => {
    const stamps = (await check()).items.filter(({ kind }) => kind === 'stamp');
    expect(stamps.map(({ ok, code, subject }) => ({ ok, code, read: /\d{2}:\d{2}:\d{2}$/.test(subject) }))).toEqual([{ ok: true, code: null, read: true }, { ok: true, code: null, read: true }]);
    await setFault('stamp-hour', 'interviewee', true);
    await waitUntil('the stamp given up', 60_000, async () => (await check()).items.some(({ kind, code }) => kind === 'stamp' && code === 'CAMERA_STAMP_DROPPED'));
    expect((await cameraOf('interviewee')).stampedBy).toBe('station');
    expect((await room()).alarms.map(({ code }) => code)).toContain('CAMERA_STAMP_DROPPED');
    await setFault('stamp-hour', 'interviewee', false);
    await live();
    expect((await setStamp('interviewee')).camera.stampedBy).toBe('camera');
    expect((await room()).alarms.map(({ code }) => code)).not.toContain('CAMERA_STAMP_DROPPED');
  }, 180_000);

  it('tells a camera that lost its power again what to write, and the time with it', async () => {
    await setFault('power-cut', 'overview', true);
    await waitUntil('the camera gone', 60_000, async () => (await cameraOf('overview')).state !== 'live');
    await setFault('power-cut', 'overview', false);
    await live();
    const found = await check();
    expect(found.items.filter(({ kind }) => kind === 'stamp').map(({ code }) => code)).toEqual([null, null]);
    expect(found.items.filter(({ kind, ok }) => kind === 'clock' && !ok)).toEqual([]);
    expect((await cameraOf('overview')).stampedBy).toBe('camera');
  }, 180_000);

  it('records them by copy; the stamp in the file is room time; what is absent or frozen is given up without a gap', async () => {
    const held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(4_000);
    const cameras = [await cameraOf('overview'), await cameraOf('interviewee')];
    expect(cameras.map(({ stampedBy }) => stampedBy)).toEqual(['camera', 'camera']);
    const sessionFolder = join(folder, 'data', 'primary', 'sessions', held.sessionId);
    const segments = (cameraId: string) => {
      const streamFolder = join(sessionFolder, readdirSync(sessionFolder).find((name) => name.includes(cameraId) && !name.includes('native')) ?? '');
      return readdirSync(streamFolder).filter((name) => name.endsWith('.mp4')).sort().map((name) => join(streamFolder, name));
    };
    /** How far the stamp of a fragment's first picture is from the room time that its chain box names. */
    const stampOff = async (cameraId: string, path: string | undefined, edged: boolean) => {
      const copy = join(folder, 'looked-at.mp4');
      copyFileSync(path ?? '', copy);
      const { links } = await checkSegment(copy, { head: genesisHead(parseId<SessionId>(held.sessionId), streamIdOf(parseId<CameraId>(cameraId), 'stamped')) });
      const link = links[2];
      if (link === undefined) throw new Error(`too few fragments in ${path ?? ''}`);
      return offBy((await readStamp(copy, link.mediaMs, { edged })).stamp, link.roomMs);
    };
    const facts = async (): Promise<readonly Fact[]> => (await held.officer.call<{ timeline: readonly Fact[] }>('session.get', { sessionId: held.sessionId })).timeline;
    for (const { cameraId } of cameras) expect(await stampOff(cameraId, segments(cameraId)[0], true)).toBeLessThan(500);

    await setFault('stamp-absent', 'overview', true);
    await setFault('stamp-frozen', 'interviewee', true);
    await waitUntil('both stamps given up', 40_000, async () => (await room()).cameras.every(({ stampedBy }) => stampedBy === 'station'));
    await waitUntil('another segment of each', 60_000, () => Promise.resolve(cameras.every(({ cameraId }) => segments(cameraId).length > 1)));
    await waitUntil('both faults over', 60_000, async () => (await facts()).filter(({ type, detail }) => type === 'fault.ended' && String(detail['fault']).startsWith('STAMP_')).length >= 2);

    const seen = await facts();
    expect(seen.filter(({ type }) => /^(gap|interruption)\.opened$/.test(type))).toEqual([]);
    expect(seen.filter(({ type }) => type === 'camera.stampDropped').map(({ detail }) => detail['reason']).sort()).toEqual(['STAMP_MISSING', 'STAMP_WRONG']);
    for (const { detail } of seen.filter(({ type, detail: { fault } }) => type === 'fault.ended' && String(fault).startsWith('STAMP_'))) {
      const lastedMs = Number(detail['toMs']) - Number(detail['fromMs']);
      expect(lastedMs).toBeGreaterThan(0);
    }
    expect((await room()).alarms.filter(({ code }) => code === 'CAMERA_STAMP_DROPPED')).toHaveLength(2);
    await held.recordFor(5_000);
    for (const { cameraId } of cameras) expect(await stampOff(cameraId, segments(cameraId).at(-1), false)).toBeLessThan(100);
  }, 240_000);
});
