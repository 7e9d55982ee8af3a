import { spawnMedia, type FfmpegTools } from '../ffmpeg/index.ts';
import { withDeadline, type Logger } from '../platform/index.ts';

const deadlineMs = 10_000;

/** The picture of a keyframe as JPEG. @throws Error when ffmpeg cannot make one in 10 s */
export async function sceneSnapshot(tools: FfmpegTools, keyframe: Buffer, log: Logger): Promise<Buffer> {
  const media = spawnMedia({
    tools, log, stdin: 'pipe', pipes: [1],
    args: ['-hide_banner', '-loglevel', 'error', '-f', 'h264', '-i', 'pipe:0', '-frames:v', '1', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
  });
  const output = media.pipes.get(1);
  if (output === undefined) throw new Error('ffmpeg has no output');
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => output.once('close', () => resolve()));
  media.stdin?.end(keyframe);
  try {
    const [exit] = await withDeadline('a snapshot', deadlineMs, Promise.all([media.exited, ended]));
    if (exit.exitCode !== 0 || chunks.length === 0) throw new Error(`No snapshot: ${media.stderrTail()}`);
  } finally {
    await media.stop();
  }
  return Buffer.concat(chunks);
}
