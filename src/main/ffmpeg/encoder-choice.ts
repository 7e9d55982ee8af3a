import { readdir } from 'node:fs/promises';
import type { Clock } from '../platform/index.ts';
import { tryEncoder } from './encoder-trial.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';
import { encoderNames, pictureEncoders, software, type PictureEncoder, type PictureEncoderKind, type PictureQuality } from './picture-encoder.ts';
import { runTool } from './run-tool.ts';

export interface RejectedEncoder extends PictureEncoder {
  /** In one line for an engineer. */
  readonly why: string;
}

export interface EncoderFinding {
  readonly encoder: PictureEncoder;
  readonly rejected: readonly RejectedEncoder[];
}

export interface EncoderSearch {
  readonly tools: FfmpegTools;
  readonly quality: PictureQuality;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly platform: NodeJS.Platform;
  /** Names in `/dev` and `/dev/dri`, without their folder. */
  readonly devices: () => Promise<readonly string[]>;
}

const deadlineMs = 10_000;

/**
 * The encoder that this machine's pictures are made with: the first whose trial came out right, else x264. One that cannot be there, because
 * ffmpeg does not know it or the system has no such device, is not tried; that it is there is never enough.
 */
export async function chooseEncoder(search: EncoderSearch): Promise<EncoderFinding> {
  const candidates = await candidatesOf(search);
  const rejected: RejectedEncoder[] = [];
  for (const encoder of candidates) {
    const outcome = await tryEncoder({ ...search, encoder });
    if (outcome.works) return { encoder, rejected };
    rejected.push({ ...encoder, why: outcome.why });
  }
  return { encoder: software, rejected };
}

async function candidatesOf({ tools, platform, devices }: EncoderSearch): Promise<readonly PictureEncoder[]> {
  const names = await devices();
  const there = pictureEncoders.flatMap((kind) => devicesFor(kind, platform, names).map((device) => ({ kind, device })));
  if (there.length === 0) return [];
  const { stdout } = await runTool(tools.ffmpegPath, ['-hide_banner', '-encoders'], { deadlineMs });
  const built = Buffer.from(stdout).toString('utf8');
  return there.filter(({ kind }) => new RegExp(`\\b${encoderNames[kind]}\\b`).test(built));
}

/** By what each could be opened; none where there can be no such encoder. Drivers of Windows and macOS have no node to look for. */
function devicesFor(kind: PictureEncoderKind, platform: NodeJS.Platform, names: readonly string[]): readonly string[] {
  const renderers = names.filter((name) => name.startsWith('renderD')).sort().map((name) => `/dev/dri/${name}`);
  switch (kind) {
    case 'nvenc':
      return platform === 'win32' || names.includes('nvidiactl') ? [''] : [];
    case 'qsv':
      return platform === 'win32' ? [''] : renderers;
    case 'vaapi':
      return platform === 'linux' ? renderers : [];
    case 'videotoolbox':
      return platform === 'darwin' ? [''] : [];
    case 'x264':
      return [];
  }
}

/** Of this machine; none on systems that have no such folders. */
export async function deviceNames(): Promise<readonly string[]> {
  const lists = await Promise.all(['/dev', '/dev/dri'].map((folder) => readdir(folder).catch(() => [])));
  return lists.flat();
}
