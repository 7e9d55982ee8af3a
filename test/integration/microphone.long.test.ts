import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio, decodedSampleRate, findFfmpeg, type FfmpegTools } from '../../src/main/ffmpeg/index.ts';
import { DeviceEar, deviceArguments, listSoundDevices, type SoundDeviceAddress } from '../../src/main/microphone/index.ts';
import { checkSegment, genesisHead, listSegments, readSpan, streamFolder } from '../../src/main/segments/index.ts';
import { parseId, type MicrophoneId, type SessionId } from '../../src/shared/domain/index.ts';
import { quiet, RecorderBench, steadyRoomClock } from '../support/recorder-bench.ts';
import { SoundServer } from '../support/sound-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const run = promisify(execFile);
const sessionId = parseId<SessionId>('ses-1');
const folder = mkdtempSync(join(tmpdir(), 'shilu-microphone-'));
const speech = join(folder, 'speech.wav');
const open: RecorderBench[] = [];
let server: SoundServer;
let tools: FfmpegTools;

beforeAll(async () => {
  server = await SoundServer.start(['left', 'right']);
  tools = await findFfmpeg();
  Object.assign(process.env, server.env);
  await run('espeak-ng', ['-v', 'cmn', '-w', join(folder, 'raw.wav'), '现在开始讯问,请你如实回答。']);
  await run('sox', ['-v', '0.8', join(folder, 'raw.wav'), '-r', '48000', '-c', '2', speech]);
}, 60_000);

afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

afterAll(async () => {
  for (const name of Object.keys(server.env)) Reflect.deleteProperty(process.env, name);
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startBench(device: SoundDeviceAddress, shiftMs = 0, isThere = () => Promise.resolve(true)): Promise<RecorderBench> {
  const input = () => deviceArguments(device, () => '');
  const bench = await RecorderBench.start({ url: '', microphone: { microphoneId: parseId<MicrophoneId>('mic-1'), name: 'left', input, isThere }, roomClock: steadyRoomClock(shiftMs) });
  open.push(bench);
  return bench;
}

async function record(bench: RecorderBench, seconds: number): Promise<void> {
  await bench.live();
  await bench.recorder.keep(sessionId);
  const untilMs = bench.roomClock.now().atMs + seconds * 1000;
  await bench.next('proven', (proven) => proven.provenUntilMs >= untilMs);
}

/** The loudest tenth of a second, dB of full scale. */
function loudest(samples: Float32Array): number {
  const step = decodedSampleRate / 10;
  const levels = Array.from({ length: Math.floor(samples.length / step) }, (_, n) => samples.subarray(n * step, (n + 1) * step).reduce((sum, x) => sum + x * x, 0) / step);
  return 10 * Math.log10(Math.max(...levels, 1e-12));
}

describe('the microphones of this machine', () => {
  it('are listed as PulseAudio and ALSA name them, without what the machine itself plays', async () => {
    const { devices, unreadable } = await listSoundDevices(tools, ['pulse', 'alsa']);
    expect(unreadable).toEqual([]);
    expect(devices).toEqual([
      { kind: 'pulse', address: 'left', name: 'left', isDefault: true },
      { kind: 'pulse', address: 'right', name: 'right', isDefault: false },
      { kind: 'alsa', address: 'default', name: 'Playback/recording through the PulseAudio sound server', isDefault: true },
    ]);
  });

  it('are told apart by their live level before anything is recorded', async () => {
    const ears = ['left', 'right'].map((address) => new DeviceEar({ tools, log: quiet, input: deviceArguments({ kind: 'pulse', address }, () => '') }));
    const level = (n: number) => ears[n]?.takeLevel() ?? -999;
    await waitUntil('both are heard', 20_000, () => Promise.resolve(ears.every((ear) => ear.takeLevel() !== null)));
    const playing = server.play('right', speech);
    let [left, right] = [-999, -999];
    await waitUntil('the right one moves', 10_000, () => {
      [left, right] = [Math.max(left, level(0)), Math.max(right, level(1))];
      return Promise.resolve(right > -30);
    });
    expect(left).toBeLessThan(-60);
    await playing;
    await Promise.all(ears.map((ear) => ear.close()));
  });
});

describe.each([['pulse', 'left'], ['alsa', 'default']] as const)('a microphone of %s', (kind, address) => {
  it('is on both disks, whole, with what was said at the room time at which it was said', async () => {
    const shiftMs = 41_700;
    const bench = await startBench({ kind, address }, shiftMs);
    await bench.live();
    await bench.recorder.keep(sessionId);
    await bench.next('proven');
    const saidAtMs = bench.roomClock.now().atMs;
    await server.play('left', speech);
    const endedAtMs = bench.roomClock.now().atMs;
    await bench.next('proven', ({ provenUntilMs }) => provenUntilMs >= endedAtMs);
    await bench.recorder.release();

    const streamId = bench.recorder.streamId;
    expect(streamId).toBe('mic-1-microphone');
    const name = '0001-0001.mp4';
    const [primary, mirror] = (['primary', 'mirror'] as const).map((disk) => join(streamFolder(bench.folders[disk], sessionId, streamId), name));
    expect(await listSegments(streamFolder(bench.folders.primary, sessionId, streamId))).toEqual([name]);
    expect(Buffer.compare(await readFile(primary ?? ''), await readFile(mirror ?? ''))).toBe(0);
    const report = await checkSegment(primary ?? '', { head: genesisHead(sessionId, streamId) });
    expect(report.findings).toEqual([]);
    expect(bench.all('gapOpened')).toEqual([]);
    // Fragment after fragment, without a hole.
    const links = report.links;
    links.slice(1).forEach(({ roomMs }, n) => expect(Math.abs(roomMs - (links[n]?.roomMs ?? 0) - (links[n]?.durationMs ?? 0))).toBeLessThanOrEqual(15));
    expect(Math.max(...bench.all('level').map(({ dbfs }) => dbfs))).toBeGreaterThan(-40);

    const before = await readSpan({ folder: bench.folders.primary, sessionId, streamId, fromMs: saidAtMs - 900, toMs: saidAtMs - 100 });
    const span = (await readSpan({ folder: bench.folders.primary, sessionId, streamId, fromMs: saidAtMs, toMs: endedAtMs }))[0];
    if (span === undefined) throw new Error('nothing was recorded while it was said');
    expect(before.length).toBeGreaterThan(0);
    const samples = await decodeAudio(bench.tools, span.media);
    const said = samples.findIndex((sample) => Math.abs(sample) > 0.02);
    expect(said).toBeGreaterThan(0);
    const heardAtMs = span.startsAtMs + (said * 1000) / decodedSampleRate;
    // The player needs a moment to begin; the sound never comes before it.
    expect(heardAtMs).toBeGreaterThan(saidAtMs - 80);
    expect(loudest(samples)).toBeGreaterThan(-30);
  });
});

describe('a microphone', () => {
  it('whose ffmpeg is killed, or frozen, goes on by itself in a new run, and the gaps are measured from its sound', async () => {
    const bench = await startBench({ kind: 'pulse', address: 'left' });
    await record(bench, 1);
    process.kill(bench.ffmpegPid(), 'SIGKILL');
    const gap = await bench.next('gapClosed');
    expect(bench.all('gapOpened').map(({ reason, fromMs }) => [reason, fromMs])).toEqual([['stream-lost', gap.fromMs]]);
    expect(gap.toMs - gap.fromMs).toBeGreaterThan(0);
    await bench.next('proven', ({ provenUntilMs }) => provenUntilMs > gap.toMs + 500);

    // Alive but frozen is as good as dead.
    const frozenAtMs = bench.roomClock.now().atMs;
    process.kill(bench.ffmpegPid(), 'SIGSTOP');
    await bench.next('gapOpened', ({ reason }) => reason === 'stalled');
    expect(bench.roomClock.now().atMs - frozenAtMs).toBeLessThan(8_000);
    await bench.next('gapClosed');
    await bench.recorder.release();
    expect(bench.all('runEnded').map(({ reason }) => reason)).toEqual(['stream-lost', 'stalled']);
    const path = streamFolder(bench.folders.primary, sessionId, bench.recorder.streamId);
    expect(await listSegments(path)).toEqual(['0001-0001.mp4', '0002-0001.mp4', '0003-0001.mp4']);
  });

  it('that is unplugged is lost, and never replaced by the one that the sound server would give', async () => {
    const isThere = () => listSoundDevices(tools, ['pulse']).then(({ devices }) => devices.some(({ address }) => address === 'right'));
    const bench = await startBench({ kind: 'pulse', address: 'right' }, 0, isThere);
    await record(bench, 1);
    await server.unplug('right');
    await bench.next('gapOpened', ({ reason }) => reason === 'stream-lost');
    const problem = await bench.next('state', ({ phase, problem: code }) => phase === 'backoff' && code === 'MICROPHONE_UNREACHABLE');
    expect(problem.detail).not.toBe('');
    expect(bench.recorder.position()).toBeDefined();
    expect(bench.all('gapClosed')).toEqual([]);
  });
});
