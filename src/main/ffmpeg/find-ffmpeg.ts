import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ffmpegStatic from 'ffmpeg-static';
import { AppError } from '../../shared/base/index.ts';
import type { ChildRecord } from './child-record.ts';
import { runTool } from './run-tool.ts';

export interface FfmpegTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** As ffmpeg prints it, such as `5.1.9-0+deb12u1`. */
  readonly version: string;
  /** Where long-running processes are noted, so that none outlives the station for long. */
  readonly children?: ChildRecord;
}

const deadlineMs = 10_000;
const oldest = [5, 1] as const;

/**
 * Finds an ffmpeg that can do the work: the one of the ffmpeg-static package when its download is there, else the system's.
 * @throws AppError FFMPEG_MISSING when none is 5.1 or newer with libx264 and drawtext, or ffprobe is missing
 */
export async function findFfmpeg(): Promise<FfmpegTools> {
  const reasons: string[] = [];
  for (const ffmpegPath of candidates()) {
    const found = await examine(ffmpegPath);
    if ('tools' in found) return found.tools;
    reasons.push(`${ffmpegPath}: ${found.lacks}`);
  }
  throw new AppError('FFMPEG_MISSING', {}, new Error(reasons.join('; ')));
}

function candidates(): readonly string[] {
  const packaged = ffmpegStatic as unknown;
  return typeof packaged === 'string' && existsSync(packaged) ? [packaged, 'ffmpeg'] : ['ffmpeg'];
}

async function examine(ffmpegPath: string): Promise<{ readonly tools: FfmpegTools } | { readonly lacks: string }> {
  const [version, encoders, filters] = await Promise.all([
    run(ffmpegPath, '-version'), run(ffmpegPath, '-encoders'), run(ffmpegPath, '-filters'),
  ]);
  const named = /^ffmpeg version (\S+)/.exec(version)?.[1];
  if (named === undefined) return { lacks: 'does not run' };
  if (isTooOld(named)) return { lacks: `version ${named}` };
  if (!/\blibx264\b/.test(encoders)) return { lacks: 'no libx264' };
  if (!/\bdrawtext\b/.test(filters)) return { lacks: 'no drawtext' };
  const ffprobePath = await findFfprobe(ffmpegPath);
  return ffprobePath === undefined ? { lacks: 'no ffprobe' } : { tools: { ffmpegPath, ffprobePath, version: named } };
}

async function findFfprobe(ffmpegPath: string): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'ffprobe.exe' : 'ffprobe';
  const beside = join(dirname(ffmpegPath), name);
  for (const path of [...(existsSync(beside) ? [beside] : []), 'ffprobe'])
    if ((await run(path, '-version')).startsWith('ffprobe version')) return path;
  return undefined;
}

async function run(path: string, question: string): Promise<string> {
  const { exitCode, stdout } = await runTool(path, ['-hide_banner', question], { deadlineMs });
  return exitCode === 0 ? Buffer.from(stdout).toString('utf8') : '';
}

/** Builds from git name no release (`N-109...`, `git-...`): they pass, and the features asked for decide. */
function isTooOld(version: string): boolean {
  const parts = /^n?(\d+)\.(\d+)/.exec(version);
  if (parts === null) return false;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}
