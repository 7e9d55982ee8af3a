import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { checkSegment, genesisHead, listSegments, streamFolder, type CheckedLink } from '../../src/main/segments/index.ts';
import { parseId, streamIdOf, type SessionId, type StreamId } from '../../src/shared/domain/index.ts';
import { GstCamera, readBarCode, type GstCameraOptions } from '../support/gst-camera.ts';
import { RecorderBench } from '../support/recorder-bench.ts';
import { aacFrames, h264Units, h265Units, RtspTap } from '../support/rtsp-tap.ts';

const run = promisify(execFile);
const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function recorded(options: GstCameraOptions, seconds: number): Promise<{ readonly bench: RecorderBench; readonly tap: RtspTap; readonly native: StreamId }> {
  const camera = await GstCamera.start(options);
  open.push(() => camera.stop());
  const tap = await RtspTap.start(camera.port);
  open.push(() => tap.close());
  const bench = await RecorderBench.start({ url: tap.url, hasAudio: options.audio !== 'none', settings: { native: true } });
  open.push(() => bench.close());
  await bench.live();
  await bench.recorder.keep(sessionId);
  const untilMs = bench.roomClock.now().atMs + seconds * 1000;
  const native = streamIdOf(bench.camera.cameraId, 'native');
  await Promise.all([native, bench.recorder.streamId].map((streamId) => bench.next('proven', (proven) => proven.streamId === streamId && proven.provenUntilMs >= untilMs)));
  await bench.recorder.release();
  return { bench, tap, native };
}

/** Every link of a stream, checked, the same on both disks. */
async function linksOf(bench: RecorderBench, streamId: StreamId): Promise<readonly CheckedLink[]> {
  const links: CheckedLink[] = [];
  let head = genesisHead(sessionId, streamId);
  for (const segment of await listSegments(streamFolder(bench.folders.primary, sessionId, streamId))) {
    const [path, mirror] = [bench.folders.primary, bench.folders.mirror].map((folder) => join(streamFolder(folder, sessionId, streamId), segment));
    const report = await checkSegment(path ?? '', { head, segment });
    expect(report.findings).toEqual([]);
    expect(Buffer.compare(await readFile(path ?? ''), await readFile(mirror ?? ''))).toBe(0);
    head = report.head ?? head;
    links.push(...report.links);
  }
  return links;
}

/** The packets of one track as they lie in the file, one after the other. */
async function packets(bench: RecorderBench, streamId: StreamId, track: 'v' | 'a'): Promise<Buffer> {
  const path = join(streamFolder(bench.folders.primary, sessionId, streamId), '0001-0001.mp4');
  const { stdout } = await run(bench.tools.ffmpegPath, ['-v', 'error', '-i', path, '-map', `0:${track}:0`, '-c', 'copy', '-f', 'data', 'pipe:1'], { encoding: 'buffer', maxBuffer: 1 << 28 });
  return stdout;
}

function nalUnits(stored: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < stored.length; at += 4 + stored.readUInt32BE(at)) found.push(stored.subarray(at + 4, at + 4 + stored.readUInt32BE(at)));
  return found;
}

function withoutZeros(unit: Buffer): Buffer {
  let end = unit.length;
  while (unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}

/** Where the stored ones lie among the sent ones, all of them in order and none between; fails when they do not. */
function expectRun(stored: readonly Buffer[], sent: readonly Buffer[]): void {
  const key = (unit: Buffer) => unit.toString('base64');
  const texts = sent.map(key);
  const wanted = stored.map(key);
  const starts = texts.flatMap((text, n) => (text === wanted[0] ? [n] : []));
  expect(starts.some((start) => wanted.every((text, n) => texts[start + n] === text))).toBe(true);
}

describe('the stream as the camera sent it', () => {
  it('is recorded byte for byte: every NAL unit and every audio frame that went over the wire, none more, none less', async () => {
    const { bench, tap, native } = await recorded({ video: 'h264', audio: 'aac', gop: 40 }, 6);
    const links = await linksOf(bench, native);
    const units = nalUnits(await packets(bench, native, 'v'));
    expect(units.length).toBeGreaterThan(120);
    expectRun(units, h264Units(tap.payloads(0)));
    const sound = await packets(bench, native, 'a');
    expect(sound.length).toBeGreaterThan(1_000);
    expect(Buffer.concat(aacFrames(tap.payloads(2)) as Buffer[]).includes(sound)).toBe(true);
    // Its room time is that of the stamped pictures: the bar code in each picture tells when it was made.
    const stamped = await linksOf(bench, bench.recorder.streamId);
    const [error, stampedError] = await Promise.all([[native, links], [bench.recorder.streamId, stamped]].map(([streamId, list]) => clockError(bench, streamId as StreamId, list as readonly CheckedLink[])));
    expect(Math.abs((error ?? NaN) - (stampedError ?? NaN))).toBeLessThan(60);
  });

  it('stays H.265, and a camera with ten seconds between key frames and G.711 sound harms nothing', async () => {
    const { bench, tap, native } = await recorded({ video: 'h265', audio: 'pcmu', gop: 250 }, 8);
    const path = join(streamFolder(bench.folders.primary, sessionId, native), '0001-0001.mp4');
    const { stdout } = await run(bench.tools.ffprobePath, ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', path]);
    expect(stdout.trim().split('\n')).toEqual(['hevc', 'pcm_mulaw']);
    // ffmpeg's H.265 parser leaves the zero byte of the next start code behind a unit: no part of it (ISO/IEC 23008-2, B.2), and no unit ends with one.
    expectRun(nalUnits(await packets(bench, native, 'v')).map(withoutZeros), h265Units(tap.payloads(0)));
    expect(Buffer.concat(tap.payloads(2) as Buffer[]).includes(await packets(bench, native, 'a'))).toBe(true);
    // Proof never waits for a key frame that is far away, and the stamped stream is cut as ever.
    for (const streamId of [native, bench.recorder.streamId]) for (const link of await linksOf(bench, streamId)) expect(link.durationMs).toBeLessThan(1_500);
    expect(bench.recorder.state).toMatchObject({ phase: 'live', nativeMissing: false });
    expect(bench.all('gapOpened')).toEqual([]);
    // ffprobe decodes every picture to count them; ffmpeg's null output would complain of a frame rate of its own.
    await expect(run(bench.tools.ffprobePath, ['-v', 'error', '-count_frames', '-show_entries', 'stream=nb_read_frames', path])).resolves.toMatchObject({ stderr: '' });
  });

  it('that nothing can hold is said to be missing, and the stamped picture is recorded all the same', async () => {
    const camera = await GstCamera.start({ audio: 'aac' });
    open.push(() => camera.stop());
    // An ffmpeg that cannot copy into any form, as with a codec that no form has.
    const bench = await RecorderBench.start({ url: camera.url, settings: { native: true }, ffmpegWrapper: refusingCopies });
    open.push(() => bench.close());
    await bench.live();
    expect(bench.recorder.state).toMatchObject({ phase: 'live', nativeMissing: true });
    await bench.recorder.keep(sessionId);
    await bench.next('proven');
    expect(bench.all('gapOpened')).toEqual([expect.objectContaining({ streamId: streamIdOf(bench.camera.cameraId, 'native'), reason: 'native-refused' })]);
    await bench.recorder.release();
  });
});

/** How far the stamp's time lies from the time in the bar code, in the middle of the recording. */
async function clockError(bench: RecorderBench, streamId: StreamId, links: readonly CheckedLink[]): Promise<number> {
  const link = links.filter((each) => each.segment === '0001-0001.mp4')[Math.floor(links.length / 2)];
  if (link === undefined) throw new Error('nothing was recorded');
  const bytes = await readFile(join(streamFolder(bench.folders.primary, sessionId, streamId), link.segment));
  const path = join(bench.folder, `${streamId}.mp4`);
  await writeFile(path, bytes);
  const { stdout } = await run(bench.tools.ffmpegPath, ['-v', 'error', '-i', path, '-map', '0:v:0', '-vf', `select=gte(t\\,${(link.mediaMs + 1) / 1000}),showinfo,format=gray`, '-frames:v', '1', '-f', 'rawvideo', 'pipe:1'], { encoding: 'buffer', maxBuffer: 1 << 26 });
  const shown = readBarCode(stdout, 480, 272);
  const times = (await run(bench.tools.ffprobePath, ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path])).stdout.trim().split('\n').map((line) => Number.parseFloat(line) * 1000);
  const ptsMs = times.find((ms) => ms >= link.mediaMs + 1) ?? NaN;
  return link.roomMs + (ptsMs - link.mediaMs) - (shown ?? NaN);
}

const refusingCopies = `#!/bin/sh
case "$*" in
  *"-c copy"*) echo "[mp4 @ 0x1] Could not find tag for codec none in stream #0, codec not currently supported in container" >&2; exit 1;;
  *) exec "$REAL_FFMPEG" "$@";;
esac
`;
