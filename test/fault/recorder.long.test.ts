import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { projectRoot, type FileOps } from '../../src/main/platform/index.ts';
import { streamFolder, checkSegment, genesisHead, recoverSegments } from '../../src/main/segments/index.ts';
import { parseId, streamIdOf, type CameraId, type SegmentName, type SessionId } from '../../src/shared/domain/index.ts';
import { routedDisks } from '../support/routed-disks.ts';
import { FailingDisk } from '../support/failing-disk.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { RecorderBench, steadyRoomClock } from '../support/recorder-bench.ts';

const sessionId = parseId<SessionId>('ses-1');
const streamId = streamIdOf(parseId<CameraId>('cam-1'), 'stamped');
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function startCamera(): Promise<GstCamera> {
  const camera = await GstCamera.start({ width: 336, height: 192 });
  open.push(() => camera.stop());
  return camera;
}

describe('a recorder whose mirror disk dies', () => {
  it('goes on proving what the other disk holds, and names the disk once', async () => {
    const camera = await startCamera();
    const bench = await RecorderBench.start({ url: camera.url, fileOps: new FailingDisk({ where: 'mirror', call: 'sync', nth: 4, outcome: 'EIO' }) });
    open.push(() => bench.close());
    await bench.live();
    await bench.recorder.keep(sessionId);
    await bench.next('diskFailed');
    const failedAtMs = bench.roomClock.now().atMs;
    await bench.next('proven', (proven) => proven.provenUntilMs > failedAtMs + 1_500);
    await bench.recorder.release();
    expect(bench.all('diskFailed').map((event) => event.disk)).toEqual(['mirror']);
    expect(bench.all('segmentFinalized').map((event) => event.disk)).toEqual(['primary']);
    expect(bench.all('gapOpened')).toEqual([]);
    expect((await checkSegment(join(streamFolder(bench.folders.primary, sessionId, streamId), '0001-0001.mp4'), { head: genesisHead(sessionId, streamId) })).findings).toEqual([]);
  });

  it('says that nothing is recorded when both have died', async () => {
    const camera = await startCamera();
    const failing = { primary: new FailingDisk({ where: 'primary', call: 'append', nth: 4, outcome: 'ENOSPC' }), mirror: new FailingDisk({ where: 'mirror', call: 'sync', nth: 6, outcome: 'EIO' }) };
    const route = (path: string) => (path.includes('primary') ? failing.primary : failing.mirror);
    const fileOps: FileOps = routedDisks(route);
    const bench = await RecorderBench.start({ url: camera.url, fileOps });
    open.push(() => bench.close());
    await bench.live();
    await bench.recorder.keep(sessionId);
    await bench.next('storageLost');
    const proven = bench.all('proven').at(-1);
    expect(bench.all('diskFailed').map((event) => event.disk)).toEqual(['primary', 'mirror']);
    expect(bench.all('gapOpened')).toEqual([{ streamId, fromMs: proven?.provenUntilMs, reason: 'storage-lost' }]);
    await bench.next('fragment');
    await bench.recorder.release();
    expect(bench.all('proven').at(-1)).toBe(proven);
    expect(bench.all('gapClosed')).toHaveLength(1);
  });
});

describe('a listener that throws', () => {
  it('does not stop the recording', async () => {
    const camera = await startCamera();
    const bench = await RecorderBench.start({ url: camera.url });
    open.push(() => bench.close());
    for (const type of ['state', 'fragment', 'proven', 'segmentFinalized', 'runStarted'] as const)
      bench.recorder.events.on(type, () => {
        throw new Error('a bug elsewhere');
      });
    await bench.live();
    await bench.recorder.keep(sessionId);
    const untilMs = bench.roomClock.now().atMs + 2_000;
    await bench.next('proven', (proven) => proven.provenUntilMs > untilMs);
    await bench.recorder.release();
    expect(bench.all('runEnded')).toEqual([]);
    expect(bench.all('segmentFinalized')).toHaveLength(2);
  });
});

describe('a station that is killed while it records', () => {
  it('leaves no ffmpeg behind, and loses at most the last second', async () => {
    const camera = await startCamera();
    const folder = mkdtempSync(join(tmpdir(), 'shilu-killed-'));
    open.push(() => rm(folder, { recursive: true, force: true }));
    const { provenUntilMs, killedAtMs, ffmpegPid } = await recordUntilKilled(camera.url, folder, await bundleStation());
    await until(async () => !(await isRunning(ffmpegPid)), 5_000);

    const folders = { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') };
    const recovery = await recoverSegments({ folders, sessionId, streamId, finalized: new Set<SegmentName>() });
    expect(recovery.segments.map((segment) => [segment.disk, segment.findings])).toEqual([['primary', []], ['mirror', []]]);
    for (const segment of recovery.segments) {
      expect(segment.endsAtMs).toBeGreaterThanOrEqual(provenUntilMs);
      // A fragment of a second, and what encoding and writing it takes on a busy machine.
      expect(killedAtMs - segment.endsAtMs).toBeLessThan(2_500);
    }
    console.log(`killed ${killedAtMs - (recovery.segments[0]?.endsAtMs ?? 0)} ms after the end of what was kept`);
  });
});

interface Killed {
  readonly provenUntilMs: number;
  readonly killedAtMs: number;
  readonly ffmpegPid: number;
}

/** Starts a recorder in a process of its own, and kills that process after it has proven 3 seconds. */
function recordUntilKilled(url: string, folder: string, script: string): Promise<Killed> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, url, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let stderr = '';
    let killedAtMs = 0;
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (killedAtMs === 0 && said.split('\n').length > 8) {
        killedAtMs = steadyRoomClock().now().atMs;
        child.kill('SIGKILL');
      }
    });
    child.once('close', () => {
      const ffmpegPid = Number(/"ffmpeg started","pid":(\d+)/.exec(stderr)?.[1]);
      const lines = said.slice(0, said.lastIndexOf('\n')).split('\n');
      if (killedAtMs === 0 || Number.isNaN(ffmpegPid)) reject(new Error(`the station did not record: ${stderr}`));
      else resolve({ provenUntilMs: Number(lines.at(-1)), killedAtMs, ffmpegPid });
    });
  });
}

async function bundleStation(): Promise<string> {
  const outfile = join(projectRoot, 'node_modules', '.cache', `recorder-${process.pid}.mjs`);
  open.push(() => rm(outfile, { force: true }));
  await build({
    stdin: { contents: stationProgram, resolveDir: join(projectRoot, 'test', 'fault'), loader: 'ts' },
    bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error',
  });
  return outfile;
}

const stationProgram = `
  import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
  import { createLogger, nodeFileOps } from '../../src/main/platform/index.ts';
  import { Recorder } from '../../src/main/recorder/index.ts';
  import { steadyRoomClock } from '../support/recorder-bench.ts';
  const [, , url, folder] = process.argv;
  const recorder = new Recorder({
    camera: { cameraId: 'cam-1', name: 'c', url, user: '', password: '', hasAudio: true, stampLabel: () => '' }, tools: await findFfmpeg(),
    roomClock: steadyRoomClock(), timeZone: 'Asia/Shanghai', fileOps: nodeFileOps, log: createLogger('station'),
    folders: { primary: folder + '/primary', mirror: folder + '/mirror' }, settings: { preset: 'ultrafast' },
  });
  recorder.events.on('proven', (event) => process.stdout.write(event.provenUntilMs + '\\n'));
  await recorder.keep('ses-1');
`;

async function isRunning(pid: number): Promise<boolean> {
  // A process that has gone but was not collected by anyone runs no more.
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return (await readdir('/proc')).includes(String(pid)) && !/\) Z /.test(status);
}

async function until(holds: () => Promise<boolean>, withinMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 50) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`did not come true within ${withinMs} ms`);
}
