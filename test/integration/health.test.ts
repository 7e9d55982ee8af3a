import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg, type FfmpegTools } from '../../src/main/ffmpeg/index.ts';
import { inspectMedia } from '../../src/main/health/index.ts';
import { resourcePath } from '../../src/main/platform/index.ts';

let tools: FfmpegTools;
beforeAll(async () => {
  tools = await findFfmpeg();
});

const inspect = (media: Uint8Array, expectAudio = false) => inspectMedia({ tools, media, expectAudio });
const font = () => `fontfile=${resourcePath('fonts', 'NotoSansSC-Regular.ttf')}`;

/** A room that holds still: rough walls, furniture, sharp edges. */
const room = (size: string) => {
  const scene = "geq=lum='110+40*sin(X/200)+25*random(1)':cb=120:cr=132,gblur=1.5,drawbox=iw/10:ih/2:iw/3:ih/3:color=0x665544:t=fill,drawbox=iw*0.57:ih*0.28:iw/8:ih*0.3:color=0x998877:t=fill";
  return ['-f', 'lavfi', '-i', `nullsrc=s=${size}:r=25:d=0.04,${scene},loop=loop=-1:size=1`];
};

/** What a camera sends (its own, poorer encoding), then what the recorder makes of it: a running stamp, one-second fragments. */
function record(input: readonly string[], picture: string, sound: readonly string[] = []): Uint8Array {
  const ffmpeg = (args: readonly string[], bytes?: Uint8Array) =>
    execFileSync(tools.ffmpegPath, ['-v', 'error', ...args], { maxBuffer: 1 << 28, ...(bytes === undefined ? {} : { input: bytes }) });
  const camera = ffmpeg([
    ...input, ...sound, '-filter_complex', `[0:v]null[room];${picture}`, '-map', '[out]', ...(sound.length === 0 ? [] : ['-map', '1:a', '-c:a', 'aac', '-b:a', '64k']),
    '-t', '4.5', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '1000k', '-maxrate', '1000k', '-bufsize', '500k', '-g', '50', '-pix_fmt', 'yuv420p', '-f', 'matroska', 'pipe:1',
  ]);
  const stamp = `drawtext=${font()}:text='2026-11-23 14\\:03\\:%{pts\\:flt}':x=h/60:y=h/60:fontsize=h/22:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=6`;
  return ffmpeg([
    '-i', 'pipe:0', '-vf', stamp, '-c:v', 'libx264', '-preset', 'superfast', '-crf', '23', '-tune', 'zerolatency', '-bf', '0', '-sc_threshold', '0', '-g', '25', '-pix_fmt', 'yuv420p',
    '-c:a', 'aac', '-b:a', '96k', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1',
  ], camera);
}

const sprite = (color: string, wide: number, high: number, x: string, y: string) => `color=${color}:s=${wide}x${high}:r=25[s];[room][s]overlay=x='${x}':y='${y}'[out]`;
const still = '[room]null[out]';
const swaying = sprite('0xbb9977', 64, 84, '370+3*sin(2*PI*t/4)', '110');

describe('a camera that is alive', () => {
  it.each([
    ['a person who breathes, by two pixels', '1280x720', sprite('0x333344', 200, 130, '700', '430+2*sin(2*PI*t/4)')],
    ['a head that sways, by three pixels', '640x360', swaying],
    ['only a digit of the wall clock', '1280x720', "[room]drawbox=1000:120:150:50:black:t=fill,drawtext=FONT:text='14\\:03\\:1%{eif\\:trunc(t)\\:d}':x=1010:y=125:fontsize=32:fontcolor=red[out]"],
    ['a camera walked about with', '640x360', "[room]scale=800:450,crop=640:360:x='80+30*sin(t)':y=40[out]"],
  ])('%s', async (_name, size, picture) => {
    expect(await inspect(record(room(size), picture.replace('FONT', font())))).toMatchObject({ decodes: true, moving: true, black: false, soundDb: null, problem: null });
  });
});

describe('a camera whose picture is frozen under a running stamp', () => {
  it.each([
    ['of full size', '1920x1080', still],
    ['of middle size', '1280x720', still],
    ['of small size', '640x360', still],
    ['with sharp patterns', '640x360', 'testsrc2=s=640x360:r=25,trim=end_frame=1,loop=-1:1[t];[room][t]overlay[out]'],
  ])('%s', async (_name, size, picture) => {
    expect(await inspect(record(room(size), picture))).toMatchObject({ decodes: true, moving: false, black: false, problem: 'PICTURE_FROZEN' });
  });
});

describe('a camera that sees nothing', () => {
  it.each([
    ['a closed lens', '[room]geq=lum=16:cb=128:cr=128[out]'],
    ['a closed lens with sensor noise', '[room]geq=lum=16:cb=128:cr=128,noise=alls=12:allf=t[out]'],
  ])('%s', async (_name, picture) => {
    expect(await inspect(record(room('640x360'), picture))).toMatchObject({ decodes: true, black: true, problem: 'PICTURE_BLACK' });
  });

  it('is told from a dim room', async () => {
    const dim = `${swaying.replace('[out]', '')},eq=brightness=-0.3:contrast=0.5[out]`;
    expect(await inspect(record(room('640x360'), dim))).toMatchObject({ black: false });
  });
});

describe('sound', () => {
  it.each([
    ['digital silence', 'anullsrc=r=48000:cl=mono', 'SOUND_SILENT'],
    ['a dead line at −90 dBFS', 'anoisesrc=r=48000:a=0.00005', 'SOUND_SILENT'],
    ['the hiss of a quiet room at −60 dBFS', 'anoisesrc=r=48000:a=0.0018', null],
    ['a tone', 'sine=r=48000:f=440', null],
  ])('%s', async (_name, source, problem) => {
    const media = record(room('640x360'), swaying, ['-f', 'lavfi', '-i', source]);
    expect(await inspect(media, true)).toMatchObject({ problem });
    expect(await inspect(media, false)).toMatchObject({ problem: null, soundDb: null });
  });

  it('measures in dB of full scale', async () => {
    // ffmpeg's sine has an amplitude of one eighth: −18.1 dB, and its RMS is 3 dB below.
    expect((await inspect(record(room('640x360'), swaying, ['-f', 'lavfi', '-i', 'sine=r=48000:f=440']), true)).soundDb).toBe(-21);
  });

  it('misses a track that is not there', async () => {
    expect(await inspect(record(room('640x360'), swaying), true)).toMatchObject({ soundDb: null, problem: 'SOUND_SILENT' });
  });
});

describe('media', () => {
  it('is judged from the middle of a recording', async () => {
    const whole = record(room('640x360'), swaying);
    const { init, fragments } = cut(whole);
    expect(fragments.length).toBeGreaterThanOrEqual(4);
    expect(await inspect(Buffer.concat([init, ...fragments.slice(-3)]))).toMatchObject({ decodes: true, moving: true, problem: null });
  });

  it.each([['nothing', new Uint8Array(0)], ['noise', new Uint8Array(5_000).fill(7)]])('that is %s is missing', async (_name, media) => {
    expect(await inspect(media, true)).toEqual({ decodes: false, frames: 0, moving: false, black: false, meanLuma: 0, soundDb: null, problem: 'PICTURE_MISSING' });
  });

  it('that is an init without fragments is missing', async () => {
    expect(await inspect(cut(record(room('640x360'), still)).init)).toMatchObject({ decodes: false, problem: 'PICTURE_MISSING' });
  });
});

/** ftyp and moov, and each moof with its mdat (ISO 14496-12, 8.8). */
function cut(file: Uint8Array): { readonly init: Uint8Array; readonly fragments: readonly Uint8Array[] } {
  const view = Buffer.from(file);
  const starts: number[] = [];
  for (let at = 0; at < view.length; at += view.readUInt32BE(at)) if (view.toString('latin1', at + 4, at + 8) === 'moof') starts.push(at);
  const end = view.lastIndexOf('mfra', undefined, 'latin1');
  const ends = [...starts.slice(1), end === -1 ? view.length : end - 4];
  return { init: view.subarray(0, starts[0] ?? view.length), fragments: starts.map((from, n) => view.subarray(from, ends[n])) };
}
