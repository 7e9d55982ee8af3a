import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket, type ExportProgress } from '../../src/main/packet/index.ts';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { createLogger } from '../../src/main/platform/index.ts';
import { verifyPacket } from '../../src/main/verify/index.ts';
import { Browser } from '../support/browser.ts';
import { inThisThread, makeRecording, type Recording } from './packet-fixture.ts';

const run = promisify(execFile);

// Eleven seconds of session with an interruption of three: what an old player is given.
describe('ordinary MP4 copies', () => {
  let folder: string;
  let recording: Recording;
  let packet: string;
  const seen: ExportProgress[] = [];
  const copy = () => join(packet, 'data/derived/cam-overview.mp4');
  const film = async () => ({ tools: await findFfmpeg(), log: createLogger('test', () => undefined) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-derived-'));
    recording = await makeRecording(folder);
    packet = (await exportPacket({ ...recording.input, derive: true }, { key: recording.key, work: inThisThread, film: await film(), onProgress: (progress) => seen.push(progress) })).path;
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are made on request, belong to the packet, and name the hashes of their masters', async () => {
    expect(await verifyPacket(packet)).toMatchObject({ result: 'intact', findings: [] });
    const { files } = JSON.parse(await readFile(join(packet, 'data/derived/derived.json'), 'utf8')) as { files: { path: string; sha256: string; parents: { segment: string; sha256: string }[]; gaps: unknown[] }[] };
    expect(files.map(({ path }) => path)).toEqual(['data/derived/cam-overview.mp4', 'data/derived/cam-close.mp4']);
    expect(files[0]?.parents.map(({ segment, sha256 }) => [segment, sha256])).toEqual(recording.input.segments.filter(({ streamId }) => streamId === 'cam-overview').map(({ segment, sha256 }) => [segment, sha256]));
    expect(files[0]?.gaps).toHaveLength(1);
    expect(await readFile(join(packet, 'manifest-sha256.txt'), 'utf8')).toContain(`${files[0]?.sha256}  data/derived/cam-overview.mp4`);
    expect(seen.some(({ phase, bytesDone, bytesTotal }) => phase === 'deriving' && bytesDone > 0 && bytesTotal > 0)).toBe(true);
  });

  it('are progressive, begin with their index, last as long as the session did, and say in their title what they are', async () => {
    const bytes = readFileSync(copy());
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    expect(bytes.includes('moof')).toBe(false);
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration:format_tags=title,comment:stream=codec_name,profile,avg_frame_rate', '-of', 'json', copy()]);
    const { format, streams } = JSON.parse(stdout) as { format: { duration: string; tags: Record<string, string> }; streams: Record<string, string>[] };
    expect(Math.abs(Number(format.duration) - 15)).toBeLessThan(0.1);
    expect(format.tags['title']).toMatch(/派生副本,非原件 · 副本第 2 号 · DERIVED COPY/);
    expect(format.tags['comment']).toContain('derived.json of packet packet-0001');
    expect(streams).toEqual([expect.objectContaining({ codec_name: 'h264', profile: 'Main', avg_frame_rate: '25/1' }), expect.objectContaining({ codec_name: 'aac' })]);
  });

  it('show a gap as a gap, silent, and nothing of it as a picture', async () => {
    const picture = async (at: number) => (await run('ffmpeg', ['-v', 'error', '-ss', String(at), '-i', copy(), '-frames:v', '1', '-vf', 'crop=iw:ih/3:0:0,scale=8:8,format=gray', '-f', 'rawvideo', '-'], { encoding: 'buffer' })).stdout;
    const loudness = async (at: number) => Number(/max_volume: (\S+) dB/.exec((await run('ffmpeg', ['-ss', String(at), '-t', '1', '-i', copy(), '-af', 'volumedetect', '-f', 'null', '-'])).stderr)?.[1]);
    expect(Math.max(...(await picture(5.5)))).toBeLessThan(30);
    expect(Math.max(...(await picture(2)))).toBeGreaterThan(60);
    expect(Math.max(...(await picture(9)))).toBeGreaterThan(60);
    expect(await loudness(5.2)).toBeLessThan(-60);
    expect(await loudness(2)).toBeGreaterThan(-30);
    expect(await loudness(8)).toBeGreaterThan(-30);
    if (process.env['SHILU_SHOTS'] !== undefined) for (const at of [2, 5, 9]) await run('ffmpeg', ['-v', 'error', '-y', '-ss', String(at), '-i', copy(), '-frames:v', '1', join(process.env['SHILU_SHOTS'], `derived-${at}.png`)]);
  });

  it('play in a browser from start to end', async () => {
    const browser = await Browser.open();
    try {
      const page = await browser.page();
      await page.goto(`file://${copy()}`);
      const duration = await page.waitForFunction(() => {
        const video = document.querySelector('video');
        return video !== null && video.readyState >= 2 && video.videoWidth > 0 ? video.duration : 0;
      });
      expect(await duration.jsonValue()).toBeCloseTo(15, 0);
    } finally {
      await browser.close();
    }
  });

  it('stop with the export that is cancelled, and leave nothing', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const before = await readdir(recording.input.folder);
    const exporting = exportPacket({ ...recording.input, packetId: 'packet-cancelled', derive: true }, {
      key: recording.key, work: inThisThread, film: await film(), signal: cancel.signal, onProgress: ({ phase }) => phase === 'deriving' && cancel.abort(reason),
    });
    await expect(exporting).rejects.toBe(reason);
    expect(await readdir(recording.input.folder)).toEqual(before);
  });
});
