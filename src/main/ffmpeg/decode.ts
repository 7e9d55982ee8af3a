import { AppError } from '../../shared/base/index.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';
import { runTool } from './run-tool.ts';

/** Samples per second of what `decodeAudio` returns. */
export const decodedSampleRate = 16_000;

export interface FrameRequest {
  /** At most so many, from the start, evenly spaced by `everySeconds` when given. */
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly everySeconds?: number;
}

const deadlineMs = 60_000;

/**
 * The sound of recorded media (init and fragments), mono at 16 kHz, from -1 to 1. Empty when it has no sound.
 * @throws AppError FFMPEG_FAILED when it does not decode
 */
export async function decodeAudio(tools: FfmpegTools, media: Uint8Array): Promise<Float32Array> {
  const args = ['-i', 'pipe:0', '-map', '0:a:0?', '-ac', '1', '-ar', String(decodedSampleRate), '-f', 'f32le', 'pipe:1'];
  const { stdout, stderr, exitCode } = await decode(tools, media, args);
  if (exitCode !== 0 && /does not contain any stream/.test(stderr)) return new Float32Array();
  if (exitCode !== 0) throw failed(stderr);
  const whole = stdout.byteLength - (stdout.byteLength % 4);
  return new Float32Array(Uint8Array.from(stdout.subarray(0, whole)).buffer);
}

/**
 * Pictures of recorded media, scaled, one byte of brightness per pixel.
 * @throws AppError FFMPEG_FAILED when it does not decode
 */
export async function decodeFrames(tools: FfmpegTools, media: Uint8Array, request: FrameRequest): Promise<readonly Uint8Array[]> {
  const { count, width, height, everySeconds } = request;
  const filters = [...(everySeconds === undefined ? [] : [`fps=1/${everySeconds}`]), `scale=${width}:${height}`, 'format=gray'].join(',');
  const args = ['-i', 'pipe:0', '-map', '0:v:0', '-vf', filters, '-fps_mode', 'passthrough', '-frames:v', String(count), '-f', 'rawvideo', 'pipe:1'];
  const { stdout, stderr, exitCode } = await decode(tools, media, args);
  if (exitCode !== 0) throw failed(stderr);
  const size = width * height;
  return Array.from({ length: Math.floor(stdout.byteLength / size) }, (_, n) => stdout.subarray(n * size, (n + 1) * size));
}

function decode(tools: FfmpegTools, media: Uint8Array, args: readonly string[]) {
  return runTool(tools.ffmpegPath, ['-hide_banner', '-loglevel', 'error', '-nostdin', ...args], { deadlineMs, stdin: media });
}

function failed(stderr: string): AppError {
  return new AppError('FFMPEG_FAILED', { detail: stderr.trim().split('\n').at(-1) ?? '' }, new Error(stderr));
}
