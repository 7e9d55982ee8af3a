import ffmpeg from 'fluent-ffmpeg';
import { AppError } from '../../shared/base/index.ts';
import { startTimer } from '../platform/index.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';

const deadlineMs = 30_000;

/**
 * Writes one picture of a media file as PNG. `atSeconds` counts from the first picture.
 * @throws AppError FFMPEG_FAILED when there is no such picture
 */
export function grabFrame(tools: FfmpegTools, path: string, atSeconds: number, outPng: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const command = ffmpeg(path).setFfmpegPath(tools.ffmpegPath).setFfprobePath(tools.ffprobePath)
      .seekInput(atSeconds).outputOptions(['-frames:v 1', '-update 1']).output(outPng);
    const cancelTimer = startTimer(deadlineMs, () => command.kill('SIGKILL'));
    command.on('end', () => {
      cancelTimer();
      resolve();
    });
    command.on('error', (error: Error) => {
      cancelTimer();
      reject(new AppError('FFMPEG_FAILED', { detail: error.message }, error));
    });
    command.run();
  });
}
