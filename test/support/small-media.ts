import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const fragmented = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof+skip_trailer', '-f', 'mp4'];

export interface SmallMedia {
  readonly seconds: number;
  readonly pictures?: boolean;
  readonly sound?: boolean;
}

/** A small real recording: H.264 with a key frame each second, and AAC, in fragments of about a second, as the recorder's ffmpeg writes it. */
export function smallMedia({ seconds, pictures = true, sound = true }: SmallMedia): Buffer {
  return ffmpeg([
    ...(pictures ? ['-f', 'lavfi', '-i', `testsrc2=size=96x64:rate=10:duration=${seconds}`] : []), ...(sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`] : []),
    ...(pictures ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '45', '-g', '10', '-sc_threshold', '0', '-bf', '0', '-pix_fmt', 'yuv420p'] : []), ...(sound ? ['-c:a', 'aac', '-b:a', '32k', '-ac', '1'] : []),
    ...(pictures ? [] : ['-frag_duration', '1000000']), ...fragmented,
  ]);
}

/** The same pictures and sound in other boxes, by `ffmpeg -c copy`; fragmented like the first, or as an ordinary MP4. */
export function remuxed(file: Uint8Array, layout: 'fragmented' | 'ordinary'): Buffer {
  return withFile(file, (path) => ffmpeg(['-i', path, '-c', 'copy', ...(layout === 'fragmented' ? ['-movflags', '+frag_keyframe+empty_moov+default_base_moof+skip_trailer', '-brand', 'mp42', '-f', 'mp4'] : ['-f', 'mp4'])]));
}

/** The same pictures with another sound. */
export function withOtherSound(file: Uint8Array, seconds: number): Buffer {
  return withFile(file, (path) => ffmpeg(['-i', path, '-f', 'lavfi', '-i', `sine=frequency=880:duration=${seconds}`, '-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'aac', '-b:a', '32k', '-ac', '1', ...fragmented]));
}

function withFile<T>(bytes: Uint8Array, work: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-media-'));
  try {
    const path = join(folder, 'in.mp4');
    writeFileSync(path, bytes);
    return work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ffmpeg(args: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-media-'));
  try {
    const path = join(folder, 'out.mp4');
    execFileSync('ffmpeg', ['-hide_banner', '-v', 'error', ...args, path]);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
