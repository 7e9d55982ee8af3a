import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { probeCamera } from '../../src/main/camera/index.ts';
import { decodeAudio, decodeFrames, grabFrame } from '../../src/main/ffmpeg/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { streamFolder, checkSegment, genesisHead, listSegments, readSpan, type SegmentReport } from '../../src/main/segments/index.ts';
import { formatRoomTime, parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { GstCamera, readBarCode, type GstCameraOptions } from '../support/gst-camera.ts';
import { quiet, RecorderBench, steadyRoomClock, type BenchOptions } from '../support/recorder-bench.ts';

const run = promisify(execFile);
const sessionId = parseId<SessionId>('ses-1');
const open: { close(): Promise<void> }[] = [];

async function startCamera(options: GstCameraOptions = {}): Promise<GstCamera> {
  const camera = await GstCamera.start(options);
  open.push({ close: () => camera.stop() });
  return camera;
}

async function startBench(options: BenchOptions): Promise<RecorderBench> {
  const bench = await RecorderBench.start(options);
  open.push(bench);
  return bench;
}

afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function record(bench: RecorderBench, seconds: number): Promise<void> {
  await bench.live();
  await bench.recorder.keep(sessionId);
  const untilMs = bench.roomClock.now().atMs + seconds * 1000;
  await bench.next('proven', (proven) => proven.provenUntilMs >= untilMs);
  await bench.recorder.release();
}

function pathOn(bench: RecorderBench, disk: 'primary' | 'mirror', name: string): string {
  return join(streamFolder(bench.folders[disk], sessionId, bench.recorder.streamId), name);
}

async function checkAll(bench: RecorderBench): Promise<readonly SegmentReport[]> {
  const reports: SegmentReport[] = [];
  let head = genesisHead(sessionId, bench.recorder.streamId);
  for (const name of await listSegments(streamFolder(bench.folders.primary, sessionId, bench.recorder.streamId))) {
    const report = await checkSegment(pathOn(bench, 'primary', name), { head, segment: name });
    expect(report.findings).toEqual([]);
    expect(Buffer.compare(await readFile(pathOn(bench, 'primary', name)), await readFile(pathOn(bench, 'mirror', name)))).toBe(0);
    head = report.head ?? head;
    reports.push(report);
  }
  return reports;
}

async function videoTimes(bench: RecorderBench, path: string): Promise<readonly number[]> {
  const { stdout } = await run(bench.tools.ffprobePath, ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path]);
  return stdout.trim().split('\n').map((line) => Number.parseFloat(line) * 1000);
}

describe('a recorded camera', () => {
  it('is on both disks, whole, decodable, and every stamp and chain box tells the right room time', async () => {
    const camera = await startCamera({ audio: 'aac' });
    // Room time is not the machine's time here: 41.7 s ahead, so that nothing can be right by accident.
    const shiftMs = 41_700;
    const bench = await startBench({ url: camera.url, roomClock: steadyRoomClock(shiftMs) });
    await record(bench, 6);

    const [report] = await checkAll(bench);
    const path = pathOn(bench, 'primary', '0001-0001.mp4');
    const decoded = await run(bench.tools.ffmpegPath, ['-v', 'error', '-i', path, '-map', '0:v', '-f', 'rawvideo', '-y', '/dev/null', '-map', '0:a', '-f', 's16le', '-y', '/dev/null']);
    expect(decoded.stderr).toBe('');
    expect(bench.all('segmentFinalized').map((event) => [event.segment, event.disk]).toSorted()).toEqual([['0001-0001.mp4', 'mirror'], ['0001-0001.mp4', 'primary']]);
    expect(bench.all('gapOpened')).toEqual([]);
    expect(bench.all('level').at(-1)?.dbfs).toBeGreaterThan(-30);

    const links = report?.links ?? [];
    const times = await videoTimes(bench, path);
    const pictures = await decodeFrames(bench.tools, await readFile(path), { count: 1000, width: 480, height: 272 });
    expect(pictures.length).toBe(times.length);
    const errors: number[] = [];
    for (const [n, picture] of pictures.entries()) {
      const mediaMs = times[n] ?? 0;
      const link = links.findLast((candidate) => candidate.mediaMs <= mediaMs + 1);
      const madeAtMs = readBarCode(picture, 480, 272);
      if (link === undefined || madeAtMs === undefined) continue;
      errors.push(link.roomMs + mediaMs - link.mediaMs - shiftMs - madeAtMs);
    }
    expect(errors.length).toBeGreaterThan(pictures.length * 0.9);
    const sorted = errors.toSorted((a, b) => a - b);
    console.log(`stamp error in ms: least ${sorted[0]}, median ${sorted[Math.floor(sorted.length / 2)]}, most ${sorted.at(-1)}`);
    expect(Math.abs(sorted[Math.floor(sorted.length / 2)] ?? Infinity)).toBeLessThan(150);

    for (const link of [links[1], links[Math.floor(links.length / 2)], links.at(-2)]) {
      if (link === undefined) throw new Error('too few links');
      // 120 ms into the fragment, or it could be the picture on either side of a second.
      const intoMs = link.roomMs % 1000 > 800 ? 0 : 120;
      const png = join(bench.folder, `frame-${link.seq}.png`);
      await grabFrame(bench.tools, path, (link.mediaMs + intoMs) / 1000, png);
      expect(await readStamp(png)).toBe(formatRoomTime(link.roomMs + intoMs, 'Asia/Shanghai'));
    }

    const spans = await readSpan({ folder: bench.folders.mirror, sessionId, streamId: bench.recorder.streamId, fromMs: (links[2]?.roomMs ?? 0) + 10, toMs: links[5]?.roomMs ?? 0 });
    expect(spans).toHaveLength(1);
    const sound = await decodeAudio(bench.tools, spans[0]?.media ?? new Uint8Array());
    const expectedSamples = ((spans[0]?.endsAtMs ?? 0) - (spans[0]?.startsAtMs ?? 0)) * 16;
    expect(Math.abs(sound.length - expectedSamples)).toBeLessThan(16 * 150);
    expect(Math.max(...sound)).toBeGreaterThan(0.15);
  });

  it('comes back after its power was cut, with a gap measured from the media', async () => {
    const first = await startCamera({ audio: 'pcmu' });
    const bench = await startBench({ url: first.url });
    await bench.live();
    await bench.recorder.keep(sessionId);
    await bench.next('proven');
    await bench.next('fragment');
    const killedAtMs = bench.roomClock.now().atMs;
    const opened = bench.next('gapOpened');
    await first.kill();
    expect((await opened).fromMs).toBeGreaterThan(killedAtMs - 1_500);
    expect((await opened).fromMs).toBeLessThan(killedAtMs + 300);
    const closed = bench.next('gapClosed');
    const restartedAtMs = bench.roomClock.now().atMs;
    await startCamera({ audio: 'pcmu', port: first.port });
    const gap = await closed;
    expect(gap.fromMs).toBe((await opened).fromMs);
    expect(gap.toMs).toBeGreaterThan(restartedAtMs);
    await bench.next('proven', (proven) => proven.provenUntilMs > gap.toMs + 1_000);
    await bench.recorder.release();

    const reports = await checkAll(bench);
    expect(reports).toHaveLength(2);
    const lastBefore = reports[0]?.links.at(-1);
    expect((lastBefore?.roomMs ?? 0) + (lastBefore?.durationMs ?? 0)).toBe(gap.fromMs);
    expect(reports[1]?.links[0]?.roomMs).toBe(gap.toMs);
    expect(bench.all('runEnded').map((event) => event.reason)).toEqual(['stream-lost']);
  });

  it('that stands still is given up within seconds', async () => {
    const camera = await startCamera({ audio: 'none' });
    const bench = await startBench({ url: camera.url, hasAudio: false });
    await bench.live();
    await bench.recorder.keep(sessionId);
    await bench.next('proven');
    const ended = bench.next('runEnded');
    camera.freeze();
    const frozenAtMs = bench.roomClock.now().atMs;
    expect((await ended).reason).toBe('stalled');
    expect(bench.roomClock.now().atMs - frozenAtMs).toBeLessThan(8_000);
    expect((await bench.next('state')).problem).toBe('STREAM_STALLED');
    camera.thaw();
    await bench.next('gapClosed');
    await bench.recorder.release();
    expect(await checkAll(bench)).toHaveLength(2);
  });

  it('that announced sound but has none is recorded without it', async () => {
    const camera = await startCamera({ audio: 'none' });
    const bench = await startBench({ url: camera.url, hasAudio: true });
    await record(bench, 1);
    expect(bench.recorder.state.soundMissing).toBe(true);
    expect((await checkAll(bench)).flatMap((report) => report.init?.tracks.map((track) => track.kind) ?? [])).toEqual(['video']);
  });

  it('goes over into a new segment without losing a picture', async () => {
    const camera = await startCamera({ audio: 'aac' });
    const bench = await startBench({ url: camera.url, settings: { segmentMs: 2_000 } });
    await record(bench, 6);
    const reports = await checkAll(bench);
    expect(reports.length).toBeGreaterThan(2);
    const links = reports.flatMap((report) => report.links);
    for (const [n, link] of links.entries()) {
      const before = links[n - 1];
      if (before !== undefined) expect(Math.abs(link.roomMs - before.roomMs - before.durationMs)).toBeLessThan(20);
    }
    expect(reports.map((report) => (report.links[0]?.mediaMs ?? 99) < 100)).not.toContain(false);
  });
});

describe('a camera that cannot be recorded', () => {
  it('says why', async () => {
    const locked = await startCamera({ user: 'room', password: 'right-one' });
    const mjpeg = await startCamera({ video: 'mjpeg' });
    const nobody = await startCamera();
    await nobody.kill();
    const problemOf = async (options: BenchOptions) => {
      const bench = await startBench(options);
      return (await bench.next('state', (state) => state.phase === 'backoff')).problem;
    };
    expect(await problemOf({ url: locked.url, user: 'room', password: 'wrong' })).toBe('CAMERA_UNAUTHORIZED');
    expect(await problemOf({ url: nobody.url })).toBe('CAMERA_UNREACHABLE');
    const right = await startBench({ url: locked.url, user: 'room', password: 'right-one' });
    await right.live();
    const probe = (rtspUrl: string, password: string) => probeCamera({ tools: right.tools, source: { rtspUrl, user: 'room', password }, deadlineMs: 8_000, clock: systemClock, log: quiet });
    await expect(probe(locked.url, 'wrong')).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED', params: { address: locked.url } });
    await expect(probe(nobody.url, '')).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    await expect(probe(mjpeg.url, '')).rejects.toMatchObject({ code: 'CAMERA_NO_H264' });
    expect(await probe(locked.url, 'right-one')).toMatchObject({ videoCodec: 'h264', width: 480, height: 272, audioCodec: 'aac' });
  });
});

async function readStamp(png: string): Promise<string | undefined> {
  const { stdout } = await run('tesseract', [png, '-', '--psm', '6']);
  return /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(stdout)?.[0];
}
