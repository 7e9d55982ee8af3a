import type { FfmpegTools } from './find-ffmpeg.ts';
import { runTool } from './run-tool.ts';

const deadlineMs = 10_000;

/**
 * A grey picture after these filters, one byte of brightness a pixel.
 * @throws Error when ffmpeg cannot draw it
 */
export async function drawPicture(tools: FfmpegTools, { width, height }: { readonly width: number; readonly height: number }, filters: string): Promise<Uint8Array> {
  const args = [
    '-hide_banner', '-loglevel', 'error', '-nostdin', '-f', 'lavfi', '-i', `color=c=gray:s=${width}x${height}:r=25`, '-filter_threads', '1',
    '-vf', `${filters},format=gray`, '-frames:v', '1', '-f', 'rawvideo', 'pipe:1',
  ];
  const { stdout, stderr, exitCode } = await runTool(tools.ffmpegPath, args, { deadlineMs });
  if (exitCode !== 0 || stdout.byteLength !== width * height) throw new Error(`ffmpeg cannot draw: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return stdout;
}
