import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport, MicrophoneSnapshot, PacketReport, RoomSnapshot, SoundDeviceItem, TimelineItem } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras, addTrainingMicrophones } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

const promisedMs = 5_000;
/** A fault of the training room is in the sound a moment after it was switched. */
const switchMs = 500;
const folder = mkdtempSync(join(tmpdir(), 'shilu-microphones-'));
const logFile = join(folder, 'station.log');
const shilu = (...args: string[]) => spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), ...args], { encoding: 'utf8' });
let station: StationProcess;
let admin: StationLine;
let held: HeldSession;

beforeAll(async () => {
  station = await StationProcess.start(join(folder, 'data'), logFile);
  admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
}, 60_000);
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true });
});

const room = () => admin.call<RoomSnapshot>('room.status');
const microphone = async (name: string): Promise<MicrophoneSnapshot> => {
  const found = (await room()).microphones.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The room has no microphone ${name}`);
  return found;
};
const alarms = async (subject: string) => (await room()).alarms.filter((alarm) => alarm.subject === subject).map(({ code }) => code);
const facts = async (type: string) => (await held.officer.call<{ timeline: readonly TimelineItem[] }>('session.get', { sessionId: held.sessionId })).timeline.filter((item) => item.type === type);
const setFault = (key: string, fault: string, on: boolean) => admin.call('training.microphoneFault', { microphone: key, fault, on });

async function causes(code: string, name: string, act: () => Promise<unknown>): Promise<void> {
  const fromMs = Date.now();
  await act();
  await waitUntil(`${code} of ${name}`, 20_000, async () => (await alarms(name)).includes(code));
  expect(Date.now() - fromMs, code).toBeLessThanOrEqual(promisedMs + switchMs);
}

describe('a room with two microphones', () => {
  it('lets an administrator hear the devices, add, rename and remove them, and refuses what makes no sense', async () => {
    const { devices } = await admin.call<{ devices: readonly SoundDeviceItem[] }>('microphone.devices');
    const simulated = devices.filter(({ kind }) => kind === 'training');
    expect(simulated.map(({ name, known }) => [name, known])).toEqual([['桌面拾音器', false], ['吊顶拾音器', false]]);
    const wanted = { devices: simulated.map(({ kind, address }) => ({ kind, address })) };
    const listen = async () => (await admin.call<{ devices: readonly { levelDb: number | null; problem: string | null }[] }>('microphone.listen', wanted)).devices;
    await waitUntil('both are heard', 20_000, async () => (await listen()).every(({ levelDb }) => (levelDb ?? -200) > -75));
    await admin.call('training.microphoneFault', { microphone: 'table', fault: 'clip', on: true });
    await waitUntil('the loud one', 20_000, async () => (await listen()).map(({ levelDb }) => (levelDb ?? -200) > -20).join() === 'true,false');
    await admin.call('training.microphoneFault', { microphone: 'table', fault: 'clip', on: false });

    const add = (address: string, name: string) => admin.call<{ microphone: MicrophoneSnapshot }>('microphone.add', { kind: 'training', address, name });
    const { microphoneId } = (await add('table', '甲')).microphone;
    await expect(add('table', '乙')).rejects.toMatchObject({ code: 'MICROPHONE_EXISTS' });
    await expect(add('ceiling', '甲')).rejects.toMatchObject({ code: 'MICROPHONE_NAME_TAKEN' });
    await expect(add('nowhere', '乙')).rejects.toMatchObject({ code: 'TRAINING_MICROPHONE_UNKNOWN' });
    // The name of an ALSA device can be a program: what the machine does not list is never opened.
    const program = { kind: 'alsa', address: `tee:null,'|touch ${folder}/ran',raw` };
    await expect(admin.call('microphone.add', { ...program, name: '乙' })).rejects.toMatchObject({ code: 'SOUND_DEVICE_UNKNOWN' });
    await expect(admin.call('microphone.listen', { devices: [program] })).rejects.toMatchObject({ code: 'SOUND_DEVICE_UNKNOWN' });
    expect(readdirSync(folder)).not.toContain('ran');
    await expect(admin.call('microphone.rename', { microphoneId: 'mic-0', name: '乙' })).rejects.toMatchObject({ code: 'MICROPHONE_UNKNOWN' });
    await expect(admin.call('microphone.remove', { microphoneId: 'mic-0' })).rejects.toMatchObject({ code: 'MICROPHONE_UNKNOWN' });
    expect((await admin.call<{ microphone: MicrophoneSnapshot }>('microphone.rename', { microphoneId, name: '乙' })).microphone.name).toBe('乙');
    await admin.call('microphone.remove', { microphoneId });
    expect((await admin.call<{ microphones: readonly MicrophoneSnapshot[] }>('microphone.list')).microphones).toEqual([]);
    const officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    await expect(officer.call('microphone.devices')).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(officer.call('microphone.add', { kind: 'training', address: 'table', name: '丙' })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    officer.close();
  });

  it('is not ready while one of them is silent, gone or drowned in a hum, and the check names it', async () => {
    await addTrainingCameras(admin);
    await addTrainingMicrophones(admin);
    const sounds = async () => (await admin.call<CheckReport>('check.run')).items.filter(({ kind }) => kind === 'sound').map(({ subject, ok, code }) => `${subject} ${String(ok)} ${code ?? ''}`);
    await setFault('table', 'silence', true);
    await waitUntil('the silent one to be named', 40_000, async () => (await sounds()).join() === '全景 true ,桌面拾音器 false SOUND_SILENT,吊顶拾音器 true ');
    expect((await room()).check?.passed).toBe(false);
    await Promise.all([setFault('table', 'drop', true), setFault('ceiling', 'hum', true)]);
    await waitUntil('both to be named', 40_000, async () => /^全景 true ,桌面拾音器 false MICROPHONE_(LOST|UNREACHABLE),吊顶拾音器 false SOUND_HUM$/.test((await sounds()).join()));
    await Promise.all((['silence', 'drop'] as const).map((fault) => setFault('table', fault, false)));
    await setFault('ceiling', 'hum', false);
    held = await HeldSession.start(station.ready.rpc, { microphones: true });
    await expect(admin.call('microphone.remove', { microphoneId: (await microphone('桌面拾音器')).microphoneId })).rejects.toMatchObject({ code: 'MICROPHONE_IN_SESSION' });
  });

  it('hears and proves each, and says nothing of a room that is well', async () => {
    await held.recordFor(3_000);
    // Joined to the pre-roll that every stream was holding.
    const startedAtMs = (await held.snapshot()).startedAtMs ?? 0;
    for (const { detail } of await facts('recording.began')) expect(Number(detail['fromMs']), String(detail['streamId'])).toBeLessThan(startedAtMs);
    expect((await facts('recording.began')).filter(({ detail }) => String(detail['streamId']).endsWith('-microphone'))).toHaveLength(2);
    for (const name of ['桌面拾音器', '吊顶拾音器']) {
      const { state, levelDb, provenUntilMs, faults } = await microphone(name);
      expect({ state, faults }).toEqual({ state: 'live', faults: [] });
      expect(levelDb).toBeGreaterThan(-75);
      expect(provenUntilMs).toBeGreaterThan(0);
      expect(await alarms(name)).toEqual([]);
    }
  });

  it('tells within five seconds that one is silent, hums, clips, gives nothing or is late, with its bounds in the media, and its end', async () => {
    await Promise.all([causes('SOUND_SILENT', '桌面拾音器', () => setFault('table', 'silence', true)), causes('SOUND_HUM', '吊顶拾音器', () => setFault('ceiling', 'hum', true))]);
    await Promise.all([setFault('table', 'silence', false), setFault('ceiling', 'hum', false)]);
    await waitUntil('both are well again', 20_000, async () => (await alarms('桌面拾音器')).length + (await alarms('吊顶拾音器')).length === 0);
    await Promise.all([causes('SOUND_CLIPPED', '桌面拾音器', () => setFault('table', 'clip', true)), causes('MICROPHONE_STALLED', '吊顶拾音器', () => setFault('ceiling', 'stall', true))]);
    await Promise.all([setFault('table', 'clip', false), setFault('ceiling', 'stall', false)]);
    await waitUntil('both are well again', 30_000, async () => (await alarms('桌面拾音器')).length + (await alarms('吊顶拾音器')).length === 0);
    await admin.call('training.play', { clip: 'explanation-camera' });
    // What lies between microphone and camera is learnt from a few seconds of speech that both hear.
    await held.recordFor(12_000);
    await admin.call('training.play', { clip: 'explanation-camera' });
    await causes('MICROPHONE_APART', '桌面拾音器', () => setFault('table', 'late', true));
    await setFault('table', 'late', false);
    await waitUntil('it is in step again', 30_000, async () => (await alarms('桌面拾音器')).length === 0);
    const ended = await facts('fault.ended');
    expect(ended.map(({ detail }) => detail['fault']).toSorted()).toEqual(['MICROPHONE_APART', 'SOUND_CLIPPED', 'SOUND_HUM', 'SOUND_SILENT']);
    for (const { detail } of ended) expect(Number(detail['toMs'])).toBeGreaterThan(Number(detail['fromMs']));
    // The camera is heard all the while: nothing of this interrupts the session.
    expect((await held.snapshot()).interruptionList).toEqual([]);
  });

  it('goes on when the ffmpeg of one is killed: an alarm, a gap of that microphone, and no interruption', async () => {
    const { microphoneId } = await microphone('桌面拾音器');
    const lines = readFileSync(logFile, 'utf8').split('\n').filter((line) => line.includes('ffmpeg started') && line.includes(microphoneId));
    const pid = Number(/"pid":(\d+)/.exec(lines.at(-1) ?? '')?.[1]);
    process.kill(pid, 'SIGKILL');
    await waitUntil('the gap', 10_000, async () => (await facts('gap.closed')).some(({ detail }) => detail['streamId'] === `${microphoneId}-microphone`));
    await held.recordFor(2_000);
    expect((await facts('alarm.raised')).map(({ detail }) => `${String(detail['code'])} ${String(detail['subject'])}`)).toContain('MICROPHONE_LOST 桌面拾音器');
    expect((await held.snapshot()).interruptionList).toEqual([]);
  });

  it('interrupts the session only when nothing in the room is heard any more, and the explanation is heard by a microphone alone', async () => {
    await admin.call('training.fault', { camera: 'overview', fault: 'silence', on: true });
    await setFault('ceiling', 'drop', true);
    await setFault('table', 'silence', true);
    await waitUntil('the interruption', 40_000, async () => (await held.snapshot()).interrupted);
    await setFault('table', 'silence', false);
    await waitUntil('sound again', 30_000, async () => !(await held.snapshot()).interrupted);
    await setFault('ceiling', 'drop', false);
    await held.explainAll();
    expect((await held.snapshot()).interruptionList.map(({ reason, state }) => [reason, state])).toEqual([['SOUND_SILENT', 'explained']]);
    expect((await held.snapshot()).interruptionList[0]?.spokenFrom?.streamId).toMatch(/-microphone$/);
    await admin.call('training.fault', { camera: 'overview', fault: 'silence', on: false });
  }, 120_000);

  it('is sealed and exported with both microphones, verified intact, and damage in one of their files is named', async () => {
    await held.finishAndSeal();
    const legal = await StationLine.open(station.ready.rpc, 'legal', '4444');
    const { path, report } = await legal.call<{ path: string; report: PacketReport }>('packet.export', { sessionId: held.sessionId, purpose: '移送审查起诉', recipient: '检察院' });
    expect(report).toMatchObject({ result: 'intact', findings: [] });
    const { streams } = JSON.parse(readFileSync(join(path, 'data', 'manifest.json'), 'utf8')) as { streams: { streamId: string; kind: string; name: string; segments: unknown[] }[] };
    const kept = streams.filter(({ kind }) => kind === 'microphone');
    expect(kept.map(({ name }) => name)).toEqual(['桌面拾音器', '吊顶拾音器']);
    expect(kept[0]?.segments.length).toBeGreaterThan(1);
    expect(shilu('verify', path).status).toBe(0);

    const streamFolder = join(path, 'data', 'recording', kept[1]?.streamId ?? '');
    const file = join(streamFolder, readdirSync(streamFolder)[0] ?? '');
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.byteLength / 2)] = (bytes[Math.floor(bytes.byteLength / 2)] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const verified = shilu('verify', path, '--json');
    expect(verified.status).toBe(1);
    expect((JSON.parse(verified.stdout) as PacketReport).findings.map((finding) => join(path, finding.file))).toContain(file);
  }, 120_000);
});
