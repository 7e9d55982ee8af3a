import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CameraSnapshot, CheckReport, RoomSnapshot, SessionSnapshot, Welcome } from '../../src/shared/contract/index.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { filesWithSecret, processesWithSecret, processTexts } from '../support/secret-search.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const credentials = { user: 'viewer', password: 'gst-Secret/4711' };
const officers = [{ account: 'officer.one', name: '办案民警一', pin: 'Lian-1180' }, { account: 'officer.two', name: '办案民警二', pin: 'Hai-2290' }] as const;

// A room as it is first set up, with two cameras that nobody here wrote. Each step needs the one before.
describe('a station that is no training room, with plain RTSP cameras', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-station-rtsp-'));
  const dataFolder = join(folder, 'data');
  const logFile = join(folder, 'station.log');
  let overview: GstCamera;
  let interviewee: GstCamera;
  let station: StationProcess;
  let admin: StationLine;
  let officer: StationLine;
  let sessionId = '';

  beforeAll(async () => {
    [overview, interviewee] = [await GstCamera.start({ audio: 'aac' }), await GstCamera.start({ audio: 'none', ...credentials })];
    station = await StationProcess.start(dataFolder, logFile, []);
    admin = await StationLine.open(station.ready.rpc);
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    await overview.stop();
    await interviewee.stop();
    rmSync(folder, { recursive: true });
  });

  it('lets its first administrator be made, and then only an administrator make others', async () => {
    expect(await admin.call<Welcome>('station.welcome')).toMatchObject({ training: false, firstStart: true, trainingAccounts: [] });
    await expect(admin.call('account.add', { ...officers[0], role: 'officer' })).rejects.toMatchObject({ code: 'FIRST_MUST_ADMINISTER' });
    await admin.call('account.add', { account: 'chief', name: '管理员', role: 'administrator', pin: 'Zhu-9981' });
    await expect(admin.call('account.add', { ...officers[0], role: 'officer' })).rejects.toMatchObject({ code: 'LOGIN_REQUIRED' });
    await admin.call('auth.login', { account: 'chief', pin: 'Zhu-9981' });
    for (const { pin, ...person } of officers) {
      await admin.call('account.add', { ...person, pin: `first-${pin}`, role: 'officer' });
      const line = await StationLine.open(station.ready.rpc, person.account, `first-${pin}`);
      await line.call('auth.changePin', { oldPin: `first-${pin}`, newPin: pin });
      line.close();
    }
    await expect(admin.call('training.status')).rejects.toMatchObject({ code: 'TRAINING_ONLY' });
    officer = await StationLine.open(station.ready.rpc, officers[0].account, officers[0].pin);
    await expect(officer.call('account.add', { account: 'third', name: '丙', role: 'legal', pin: 'Fa-3391' })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
  });

  it('adds the cameras by their addresses alone', async () => {
    const add = (url: string, name: string, role: string, login = {}) => admin.call<{ camera: CameraSnapshot }>('camera.add', { source: { kind: 'rtsp', url, ...login }, name, role });
    expect((await add(overview.url, '全景', 'overview')).camera).toMatchObject({ hasAudio: true, width: 480, height: 272, address: overview.url });
    expect((await add(interviewee.url, '特写', 'interviewee', credentials)).camera).toMatchObject({ hasAudio: false, address: interviewee.url });
    await waitUntil('both cameras live', 30_000, async () => (await officer.call<RoomSnapshot>('room.status')).cameras.every((c) => c.state === 'live'));
  });

  it('is registered as a room before a session can be held in it', async () => {
    await expect(officer.call('session.open', {
      caseNumber: 'A-2026-0001', kind: 'inquiry', place: '询问室', interviewee: '被询问人', secondOfficer: { account: officers[1].account, pin: officers[1].pin },
    })).rejects.toMatchObject({ code: 'PLACE_NOT_REGISTERED' });
    await admin.call('room.register', { roomName: '询问室', kind: 'case-area' });
  });

  it('passes the room check and records four seconds', async () => {
    await waitUntil('a passed check', 30_000, async () => {
      const report = await officer.call<CheckReport>('check.run');
      expect(report.items.flatMap((item) => (item.ok ? [] : [item.code]))).toEqual([]);
      return report.passed;
    });
    const opened = await officer.call<SessionSnapshot>('session.open', {
      caseNumber: 'A-2026-0001', kind: 'inquiry', place: '询问室', interviewee: '被询问人', secondOfficer: { account: officers[1].account, pin: officers[1].pin },
    });
    ({ sessionId } = opened);
    await officer.call('session.start', { sessionId });
    const proven = async () => (await officer.call<{ session: SessionSnapshot }>('session.get', { sessionId })).session.provenUntilMs;
    const first = await waitUntil('proven time', 20_000, async () => (await proven()) ?? undefined);
    await waitUntil('four more proven seconds', 30_000, async () => ((await proven()) ?? 0) >= first + 4_000);
    const recording = processTexts(station.pid).filter((each) => each.arguments.includes('rtsp://'));
    expect(recording.length).toBeGreaterThanOrEqual(2);
    expect(processesWithSecret(station.pid, credentials.password)).toEqual([]);
    expect(filesWithSecret(dataFolder, credentials.password)).toEqual([]);
    const finished = await officer.call<SessionSnapshot>('session.finish', { sessionId, reason: '训练,提前结束' });
    expect(finished).toMatchObject({ status: 'finished', interruptions: 0 });
    expect((finished.recordingEndMs ?? 0) - (finished.recordingStartMs ?? 0)).toBeGreaterThan(4_000);
  });

  it('leaves the same files on both disks, and they decode without an error', () => {
    const [primary, mirror] = [segmentsOf('primary'), segmentsOf('mirror')];
    // Each camera as it was stamped, and as it sent it.
    expect(primary.length).toBe(4);
    expect(mirror.map(({ name, sha256 }) => [name, sha256])).toEqual(primary.map(({ name, sha256 }) => [name, sha256]));
    const kinds = primary.map(({ path }) => {
      // ffprobe decodes every frame to count them; unlike ffmpeg's null output it brings no frame rate of its own to complain about.
      const { status, stdout, stderr } = spawnSync('ffprobe', ['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames', '-of', 'json', path], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const probed = JSON.parse(stdout) as { streams: { codec_name: string; nb_read_frames: string }[] };
      expect(Number(probed.streams[0]?.nb_read_frames)).toBeGreaterThan(75);
      return probed.streams.map((stream) => stream.codec_name).join('+');
    });
    expect(kinds.sort()).toEqual(['h264', 'h264', 'h264+aac', 'h264+aac']);
  });

  it('has written no password to its log, nor to anything else', () => {
    expect(filesWithSecret(folder, credentials.password)).toEqual([]);
    // The search finds what is there.
    expect(filesWithSecret(folder, '询问室').map((path) => basename(path))).toContain('station.db-wal');
    const log = readFileSync(logFile, 'utf8');
    expect(log).toContain('run is live');
    for (const secret of [credentials.password, encodeURIComponent(credentials.password), 'Zhu-9981', ...officers.map((o) => o.pin)]) expect(log).not.toContain(secret);
  });

  function segmentsOf(disk: 'primary' | 'mirror'): readonly { name: string; path: string; sha256: string }[] {
    const root = join(dataFolder, disk, 'sessions', sessionId);
    // The first segment of each stream holds the questioning; since the finish the cameras are writing the closing segment.
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('-0001.mp4')).sort();
    return names.map((name) => ({ name, path: join(root, name), sha256: createHash('sha256').update(readFileSync(join(root, name))).digest('hex') }));
  }
});
