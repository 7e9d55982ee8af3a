import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { probeCamera } from '../../src/main/camera/index.ts';
import { decodeAudio, decodedSampleRate, decodeFrames, findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { checkSegment, genesisHead, streamFolder } from '../../src/main/segments/index.ts';
import { formatRoomTime, parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { GstCamera, readBarCode } from '../support/gst-camera.ts';
import { quiet, RecorderBench } from '../support/recorder-bench.ts';
import { readStamp } from '../support/stamp-reader.ts';

const run = promisify(execFile);
const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];
const login = { user: 'viewer', password: 'gst-Secret/4711' };

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

// What comes in comes from GStreamer's RTSP server; what goes out is read by ffprobe and tesseract.
describe('a camera that sends', () => {
  it.each([
    { video: 'h264', audio: 'aac', named: 'h264', sound: 'aac' },
    { video: 'h264', audio: 'pcma', named: 'h264', sound: 'pcm_alaw' },
    { video: 'h264', audio: 'pcmu', named: 'h264', sound: 'pcm_mulaw' },
    { video: 'h264', audio: 'opus', named: 'h264', sound: 'opus' },
    { video: 'h265', audio: 'aac', named: 'hevc', sound: 'aac' },
    { video: 'h265', audio: 'opus', named: 'hevc', sound: 'opus' },
  ] as const)('$video and $audio is recorded as H.264 and AAC, stamped, with its picture and its tone', async ({ video, audio, named, sound }) => {
    const camera = await GstCamera.start({ video, audio, ...login });
    open.push(() => camera.stop());
    expect(await probeCamera({ tools: await findFfmpeg(), source: { rtspUrl: camera.url, ...login }, deadlineMs: 12_000, clock: systemClock, log: quiet }))
      .toMatchObject({ videoCodec: named, audioCodec: sound, width: 480, height: 272 });
    const bench = await RecorderBench.start({ url: camera.url, ...login });
    open.push(() => bench.close());
    await bench.live();
    await bench.recorder.keep(sessionId);
    const untilMs = bench.roomClock.now().atMs + 4_000;
    await bench.next('proven', ({ provenUntilMs }) => provenUntilMs >= untilMs);
    await bench.recorder.release();
    expect(bench.all('runEnded')).toEqual([]);

    const path = join(streamFolder(bench.folders.primary, sessionId, bench.recorder.streamId), '0001-0001.mp4');
    const report = await checkSegment(path, { head: genesisHead(sessionId, bench.recorder.streamId) });
    expect(report.findings).toEqual([]);
    const { stdout, stderr } = await run(bench.tools.ffprobePath, ['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames', '-of', 'json', path]);
    const { streams } = JSON.parse(stdout) as { readonly streams: readonly { readonly codec_name: string; readonly nb_read_frames: string }[] };
    expect([stderr, streams.map((stream) => stream.codec_name)]).toEqual(['', ['h264', 'aac']]);
    expect(Number(streams[0]?.nb_read_frames)).toBeGreaterThan(75);

    const media = await readFile(path);
    const pictures = await decodeFrames(bench.tools, media, { count: 1000, width: 480, height: 272 });
    expect(pictures.filter((picture) => readBarCode(picture, 480, 272) !== undefined).length).toBeGreaterThan(pictures.length * 0.9);
    const samples = await decodeAudio(bench.tools, media);
    expect(Math.abs(toneOf(samples.subarray(decodedSampleRate, -decodedSampleRate)) - 440)).toBeLessThan(10);
    const link = report.links.find(({ roomMs, seq }) => seq > 1 && roomMs % 1000 < 700);
    if (link === undefined) throw new Error('too few links');
    expect((await readStamp(path, link.mediaMs + 120)).stamp).toBe(formatRoomTime(link.roomMs + 120, 'Asia/Shanghai'));
  });
});

/** In Hz, from how often the sound crosses zero upwards. */
function toneOf(samples: Float32Array): number {
  let crossings = 0;
  for (let n = 1; n < samples.length; n += 1) if ((samples[n - 1] ?? 0) < 0 && (samples[n] ?? 0) >= 0) crossings += 1;
  return (crossings * decodedSampleRate) / samples.length;
}
