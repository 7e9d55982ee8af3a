import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket, makeClip } from '../../src/main/packet/index.ts';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { createLogger } from '../../src/main/platform/index.ts';
import { verifyMaterial, type ClipDocument } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording, startMs, type Recording } from './packet-fixture.ts';

const run = promisify(execFile);

// Eleven seconds of session: 4 s recorded, 3 s lost, 4 s recorded. Two cuts, the second over the interruption.
describe('a clip', () => {
  let folder: string;
  let recording: Recording;
  let copyPath: string;
  let clip: string;
  const cuts = [{ fromMs: startMs + 1_000, toMs: startMs + 2_500 }, { fromMs: startMs + 3_000, toMs: startMs + 8_000 }];
  const order = (clipId: string, more: object = {}) => ({
    copyPath, clipId, number: 1, folder: join(folder, 'clips'), streamIds: ['cam-overview', 'cam-close'], cuts, requestedBy: '训练民警乙', purpose: '案情讨论', recipient: '专案组', approvedBy: { name: '训练局长己', role: 'chief' }, madeBy: '训练法制员丁', madeAtMs: startMs + 400_000, ...more,
  });
  const deps = async () => ({ key: recording.key, film: { tools: await findFfmpeg(), log: createLogger('test', () => undefined) }, work: inThisThread, check: async (path: string) => expect(await verifyMaterial(path)).toMatchObject({ result: 'intact', subject: 'clip' }), signal: new AbortController().signal, onProgress: () => undefined });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-clip-'));
    recording = await makeRecording(folder);
    copyPath = (await exportPacket(recording.input, { key: recording.key, work: inThisThread })).path;
    clip = (await makeClip(order('clip-1'), await deps())).path;
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('says what it is cut from, who approved it, and where each cut lies, in room time and in the media', async () => {
    const document = JSON.parse(await readFile(join(clip, 'data/clip.json'), 'utf8')) as ClipDocument;
    expect(document).toMatchObject({ format: 'shilu.clip.v1', number: 1, copy: { packetId: 'packet-0001', number: 2 }, approvedBy: { role: 'chief' } });
    expect(document.cuts).toEqual([{ ...cuts[0], atMs: 3_000 }, { ...cuts[1], atMs: 7_500 }]);
    expect(document.films.map(({ path, streamId }) => [path, streamId])).toEqual([['data/clip/cam-overview.mp4', 'cam-overview'], ['data/clip/cam-close.mp4', 'cam-close']]);
    expect(document.films[0]?.pieces).toEqual([
      { cut: 1, segment: '0001-0001.mp4', inMs: 1_000, outMs: 2_500 }, { cut: 2, segment: '0001-0001.mp4', inMs: 3_000, outMs: 4_000 }, { cut: 2, segment: '0002-0001.mp4', inMs: 0, outMs: 1_000 },
    ]);
    const masters = recording.input.segments.filter(({ streamId }) => streamId === 'cam-overview').slice(0, 2);
    expect(document.films[0]?.parents).toEqual(masters.map(({ segment, sha256 }) => ({ segment, sha256 })));
    const list = await readFile(join(clip, 'data/cut-list.txt'), 'utf8');
    const paper = (await run('pdftotext', ['-layout', join(clip, 'data/cut-list.pdf'), '-'])).stdout;
    for (const text of ['CLIP, NOT THE WHOLE', '训练局长己', '县级以上公安机关负责人', '训练民警乙', '案情讨论 / 专案组', '2026-11-23 14:03:08', '略去 left out', 'cam-close: ', '副本第 2 号', recording.input.session.seal?.sealCode ?? '-']) expect(paper).toContain(text);
    if (process.env['SHILU_SHOTS'] !== undefined) await run('pdftoppm', ['-r', '70', '-png', join(clip, 'data/cut-list.pdf'), join(process.env['SHILU_SHOTS'], 'cut-list')]);
    for (const text of ['CLIP, NOT THE WHOLE', '训练局长己', '2026-11-23 14:03:08', masters[0]?.sha256 ?? '', '副本第 2 号']) expect(list).toContain(text);
  });

  it('shows the cuts and nothing else, with words between them, and is marked in every picture', async () => {
    const film = join(clip, 'data/clip/cam-overview.mp4');
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration:format_tags=title', '-of', 'csv=p=0', film]);
    expect(Number(stdout.split(',')[0])).toBeCloseTo(12.5, 1);
    expect(stdout).toContain('剪辑件,非完整录像');
    const other = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', join(clip, 'data/clip/cam-close.mp4')]);
    expect(Number(other.stdout)).toBeCloseTo(12.5, 1);
    const picture = async (at: number, crop: string) => (await run('ffmpeg', ['-v', 'error', '-ss', String(at), '-i', film, '-frames:v', '1', '-vf', `${crop},scale=16:4,format=gray`, '-f', 'rawvideo', '-'], { encoding: 'buffer' })).stdout;
    const top = 'crop=iw:ih/4:0:ih/8';
    for (const at of [1, 2.9, 5, 7.4, 9, 11]) expect(Math.max(...(await picture(at, top))), `panel at ${at}`).toBeLessThan(30);
    for (const at of [3.1, 4.4, 7.6, 11.7]) expect(Math.max(...(await picture(at, top))), `picture at ${at}`).toBeGreaterThan(60);
    for (const at of [1, 3.5, 9, 12]) expect(Math.max(...(await picture(at, 'crop=iw:ih/10:0:ih-ih/9'))), `banner at ${at}`).toBeGreaterThan(60);
    const loudness = async (at: number) => Number(/max_volume: (\S+) dB/.exec((await run('ffmpeg', ['-ss', String(at), '-t', '0.8', '-i', film, '-af', 'volumedetect', '-f', 'null', '-'])).stderr)?.[1]);
    expect(await loudness(6.6)).toBeLessThan(-60);
    expect(await loudness(3.4)).toBeGreaterThan(-30);
    if (process.env['SHILU_SHOTS'] !== undefined) for (const at of [1, 4, 6, 10]) await run('ffmpeg', ['-v', 'error', '-y', '-ss', String(at), '-i', film, '-frames:v', '1', join(process.env['SHILU_SHOTS'], `clip-${at}.png`)]);
  });

  it('verifies as a clip of that seal, and whatever is altered in it is named', async () => {
    expect(await verifyMaterial(clip)).toMatchObject({ subject: 'clip', result: 'intact', packetId: 'clip-1', sealCode: recording.input.session.seal?.sealCode, findings: [] });
    await run('sha256sum', ['-c', '--strict', '--quiet', 'manifest-sha256.txt'], { cwd: clip });
    for (const file of ['data/clip/cam-close.mp4', 'data/clip.json', 'data/manifest.json', 'data/cut-list.txt', 'data/cut-list.pdf', 'bag-info.txt']) {
      const altered = join(folder, 'altered');
      await cp(clip, altered, { recursive: true });
      const bytes = await readFile(join(altered, file));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(join(altered, file), bytes);
      const found = await verifyMaterial(altered);
      expect([found.result, ...new Set(found.findings.map((finding) => finding.file))]).toEqual(['altered', file]);
      await rm(altered, { recursive: true });
    }
    await cp(clip, join(folder, 'without'), { recursive: true });
    await rm(join(folder, 'without/data/clip/cam-overview.mp4'));
    expect(await verifyMaterial(join(folder, 'without'))).toMatchObject({ result: 'incomplete', findings: [{ file: 'data/clip/cam-overview.mp4', problem: 'missing' }] });
  });

  it('is not there when what was made of it does not hold', async () => {
    const found = new Error('found altered');
    await expect(makeClip(order('clip-3'), { ...(await deps()), check: () => Promise.reject(found) })).rejects.toBe(found);
    expect((await readdir(join(folder, 'clips'))).filter((name) => name.includes('clip-3'))).toEqual([]);
  });

  it('comes from a copy alone, in order, and from what was recorded', async () => {
    const refusal = async (more: object) => expect(makeClip(order('clip-2', more), await deps())).rejects;
    await (await refusal({ copyPath: join(folder, 'masters') })).toMatchObject({ code: 'CLIP_NOT_FROM_COPY' });
    await (await refusal({ cuts: [{ fromMs: startMs + 4_500, toMs: startMs + 6_000 }] })).toMatchObject({ code: 'CLIP_EMPTY' });
    await (await refusal({ cuts: [...cuts].reverse() })).toMatchObject({ code: 'CLIP_EMPTY' });
    await (await refusal({ streamIds: ['cam-none'] })).toMatchObject({ code: 'CLIP_EMPTY' });
  });
});
