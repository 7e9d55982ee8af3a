import { AppError } from '../../shared/base/index.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';
import { runTool } from './run-tool.ts';
import { connectionProblem } from './stream-problem.ts';

export interface StreamFacts {
  readonly videoCodec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly audioCodec: string | null;
}

export interface ProbeOptions {
  /** Without credentials. */
  readonly url: string;
  /** The address that errors name: `url` may be a relay's. */
  readonly shownAs: string;
  readonly deadlineMs: number;
  readonly onStarted: (pid: number | undefined) => void;
}

const recordable = ['h264', 'hevc'];

/**
 * Asks a camera what it streams, over RTSP on TCP.
 * @throws AppError CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, or CAMERA_NO_H264 when it has no H.264 or H.265 picture
 */
export async function probeStream(tools: FfmpegTools, { url, shownAs: address, deadlineMs, onStarted }: ProbeOptions): Promise<StreamFacts> {
  const outcome = await runTool(tools.ffprobePath, [
    '-hide_banner', '-loglevel', 'warning', '-rtsp_transport', 'tcp', '-timeout', String(deadlineMs * 1000), '-analyzeduration', '2000000',
    '-show_streams', '-of', 'json', '-i', url,
  ], { deadlineMs, onStarted });
  if (outcome.exitCode !== 0) throw new AppError(connectionProblem(outcome.stderr) ?? 'CAMERA_UNREACHABLE', { address }, new Error(outcome.stderr));
  const streams = readStreams(Buffer.from(outcome.stdout).toString('utf8'));
  const video = streams.find((stream) => stream.type === 'video' && recordable.includes(stream.codec) && stream.width > 0);
  if (video === undefined) throw new AppError('CAMERA_NO_H264', { address }, new Error(outcome.stderr));
  const audio = streams.find((stream) => stream.type === 'audio');
  return { videoCodec: video.codec, width: video.width, height: video.height, fps: video.fps, audioCodec: audio?.codec ?? null };
}

interface ProbedStream {
  readonly type: string;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

function readStreams(json: string): readonly ProbedStream[] {
  const parsed = JSON.parse(json) as { readonly streams?: readonly Readonly<Record<string, unknown>>[] };
  return (parsed.streams ?? []).map((stream) => ({
    type: String(stream['codec_type']), codec: String(stream['codec_name']),
    width: Number(stream['width'] ?? 0), height: Number(stream['height'] ?? 0), fps: readRate(stream['avg_frame_rate']) || readRate(stream['r_frame_rate']),
  }));
}

/** `25/1`; a camera that does not say gives `0/0`. */
function readRate(rate: unknown): number {
  const [top = 0, bottom = 0] = String(rate).split('/').map(Number);
  return bottom === 0 ? 0 : Math.round((top / bottom) * 100) / 100;
}
