import type { MediaProcess } from '../ffmpeg/index.ts';

/**
 * Gives everything that comes from a pipe of ffmpeg to `take`. When that throws, `onBroken` is told once, and what still comes is let run out,
 * so that ffmpeg never waits for a reader. Resolves when the pipe is closed.
 * @throws Error when the process has no such pipe
 */
export function readPipe({ pipes }: Pick<MediaProcess, 'pipes'>, fd: number, take: (chunk: Uint8Array) => void, onBroken: (error: unknown) => void): Promise<void> {
  const pipe = pipes.get(fd);
  if (pipe === undefined) throw new Error(`ffmpeg has no pipe ${fd}`);
  return new Promise((resolve) => {
    let broken = false;
    pipe.on('data', (chunk: Buffer) => {
      if (broken) return;
      try {
        take(chunk);
      } catch (error) {
        broken = true;
        onBroken(error);
      }
    });
    pipe.once('close', resolve);
  });
}
