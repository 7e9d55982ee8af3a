import { rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { AppError } from '../../shared/base/index.ts';
import type { Logger } from '../platform/index.ts';
import { filterPath, filterValue } from './filter-text.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';
import { spawnMedia } from './media-process.ts';
import { runTool } from './run-tool.ts';

/** A stretch of a recorded file and where it stands in the film, in ms. */
export interface FilmPiece {
  readonly path: string;
  readonly inMs: number;
  readonly outMs: number;
  readonly atMs: number;
}

/** A stretch of the film in which words stand in the place of a picture, and no sound. */
export interface FilmPanel {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lines: readonly string[];
}

/** An ordinary video made from recorded files. */
export interface Film {
  /** In order of `atMs`. They overlap nowhere. */
  readonly pieces: readonly FilmPiece[];
  readonly panels: readonly FilmPanel[];
  /** Stands in every picture. */
  readonly banner: string;
  readonly title: string;
  readonly comment: string;
  readonly durationMs: number;
  readonly fontPath: string;
}

export interface FilmWatch {
  readonly tools: FfmpegTools;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onProgress: (doneMs: number) => void;
}

const probeDeadlineMs = 20_000;
const framesPerSecond = 25;

/**
 * Makes a film: progressive MP4 (H.264 Main, AAC) that begins with its index, at a constant rate, so that any old player shows it. A moment
 * of the film is `atMs` and what went by since: what lies between pieces is a panel. It is written to `to`, which must not exist.
 * @throws AppError FFMPEG_FAILED, or the reason of the signal
 */
export async function makeFilm(film: Film, to: string, { tools, log, signal, onProgress }: FilmWatch): Promise<void> {
  const list = `${to}.list`;
  await writeFile(list, concatList(film.pieces), { flag: 'wx', mode: 0o640 });
  try {
    const size = await probe(tools, film.pieces[0]?.path ?? '');
    const process = spawnMedia({ tools, log, stdin: 'pipe', pipes: [1], args: filmArguments(film, size, list, to) });
    const cancel = () => void process.stop('terminate');
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    const told = process.pipes.get(1);
    if (told !== undefined) for await (const line of createInterface({ input: told })) tellProgress(line, onProgress);
    const { exitCode } = await process.exited;
    signal.removeEventListener('abort', cancel);
    signal.throwIfAborted();
    if (exitCode !== 0) throw new AppError('FFMPEG_FAILED', { detail: process.stderrTail().trim().split('\n').at(-1) ?? '' });
  } finally {
    await rm(list, { force: true });
  }
}

/** `out_time_us=1234567`, told twice a second. */
function tellProgress(line: string, onProgress: (doneMs: number) => void): void {
  const us = /^out_time_us=(\d+)$/.exec(line)?.[1];
  if (us !== undefined) onProgress(Number(us) / 1000);
}

/** Of the concat demuxer: `duration` says where the next file begins, and so how long the hole before it is. */
function concatList(pieces: readonly FilmPiece[]): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const files = pieces.map(({ path, inMs, outMs, atMs }, n) => {
    const nextMs = pieces[n + 1]?.atMs ?? atMs + outMs - inMs;
    return `file '${path.replaceAll("'", "'\\''")}'\ninpoint ${seconds(inMs)}\noutpoint ${seconds(outMs)}\nduration ${seconds(nextMs - atMs)}\n`;
  });
  return `ffconcat version 1.0\n${files.join('')}`;
}

interface FilmSize {
  readonly width: number;
  readonly height: number;
  readonly hasSound: boolean;
}

function filmArguments(film: Film, size: FilmSize, list: string, to: string): readonly string[] {
  const sound = size.hasSound ? ['-map', '[a]', '-c:a', 'aac', '-b:a', '96k'] : [];
  return [
    '-hide_banner', '-loglevel', 'error', '-nostats', '-progress', 'pipe:1', '-n', '-itsoffset', ((film.pieces[0]?.atMs ?? 0) / 1000).toFixed(3), '-f', 'concat', '-safe', '0', '-i', list,
    '-filter_complex', [pictures(film, size), ...(size.hasSound ? [sounds(film)] : [])].join(';'),
    '-map', '[v]', '-c:v', 'libx264', '-profile:v', 'main', '-preset', 'veryfast', '-crf', '24', '-g', String(2 * framesPerSecond), ...sound,
    '-t', (film.durationMs / 1000).toFixed(3), '-map_metadata', '-1', '-metadata', `title=${film.title}`, '-metadata', `comment=${film.comment}`, '-movflags', '+faststart', '-f', 'mp4', to,
  ];
}

/** Frames are doubled over the holes and to the end; the panels cover those. */
function pictures({ panels, banner, fontPath }: Film, { width, height }: FilmSize): string {
  const font = `fontfile=${filterPath(fontPath)}:expansion=none`;
  const fontSize = Math.max(12, Math.round(height / 30));
  const box = `fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=${Math.round(fontSize / 4)}`;
  const panel = ({ fromMs, toMs, lines }: FilmPanel) => {
    const when = `enable='${within(fromMs, toMs)}'`;
    const line = (text: string, n: number) => `drawtext=${font}:${when}:text=${filterValue(text)}:fontcolor=white:fontsize=${fontSize}:x=(w-tw)/2:y=h/2+${Math.round((n - lines.length / 2) * fontSize * 1.6)}`;
    return [`drawbox=t=fill:c=black:${when}`, ...lines.map(line)];
  };
  return `[0:v]${[
    `fps=${framesPerSecond}:start_time=0`, 'tpad=stop=-1:stop_mode=clone', `scale=${width}:${height}:force_original_aspect_ratio=decrease`, `pad=${width}:${height}:-1:-1`, 'setsar=1', ...panels.flatMap(panel),
    `drawtext=${font}:text=${filterValue(banner)}:fontsize=${Math.max(10, Math.round(height / 40))}:${box}:x=(w-tw)/2:y=h-th-${fontSize}`, 'format=yuv420p',
  ].join(',')}[v]`;
}

function sounds({ panels }: Film): string {
  const muted = panels.map(({ fromMs, toMs }) => within(fromMs, toMs)).join('+');
  return `[0:a]aresample=48000:async=1:first_pts=0,${muted === '' ? '' : `volume=0:enable='${muted}',`}aformat=channel_layouts=stereo,apad[a]`;
}

/** The picture at the end of a panel is already the first one after it. */
function within(fromMs: number, toMs: number): string {
  return `gte(t,${(fromMs / 1000).toFixed(3)})*lt(t,${(toMs / 1000).toFixed(3)})`;
}

async function probe(tools: FfmpegTools, path: string): Promise<FilmSize> {
  const { stdout, exitCode, stderr } = await runTool(tools.ffprobePath, ['-v', 'error', '-show_entries', 'stream=codec_type,width,height', '-of', 'csv=p=0', path], { deadlineMs: probeDeadlineMs });
  const lines = Buffer.from(stdout).toString('utf8').trim().split('\n');
  const [, width, height] = (lines.find((line) => line.startsWith('video')) ?? '').split(',').map(Number);
  if (exitCode !== 0 || width === undefined || height === undefined) throw new AppError('FFMPEG_FAILED', { detail: stderr.trim().split('\n').at(-1) ?? '' });
  return { width: width - (width % 2), height: height - (height % 2), hasSound: lines.some((line) => line.startsWith('audio')) };
}
