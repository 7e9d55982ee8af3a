import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeFrames } from '../../src/main/ffmpeg/index.ts';
import { checkSegment, genesisHead, listSegments, streamFolder } from '../../src/main/segments/index.ts';
import type { SessionId } from '../../src/shared/domain/index.ts';
import { readBarCode } from './gst-camera.ts';
import type { RecorderBench } from './recorder-bench.ts';

const run = promisify(execFile);

export interface BarCodeError {
  /** When the picture was made, by its bar code. */
  readonly madeAtMs: number;
  /** What the file says about it, minus that. */
  readonly wrongMs: number;
}

/** Compares the room time of every recorded picture with the moment at which it was made, which it carries as a bar code. */
export async function barCodeErrors(bench: RecorderBench, sessionId: SessionId): Promise<readonly BarCodeError[]> {
  const folder = streamFolder(bench.folders.primary, sessionId, bench.recorder.streamId);
  const errors: BarCodeError[] = [];
  let head = genesisHead(sessionId, bench.recorder.streamId);
  for (const segment of await listSegments(folder)) {
    const path = join(folder, segment);
    const { links, head: last } = await checkSegment(path, { head, segment });
    head = last ?? head;
    const { stdout } = await run(bench.tools.ffprobePath, ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path]);
    const times = stdout.trim().split('\n').map((line) => Number.parseFloat(line) * 1000);
    const pictures = await decodeFrames(bench.tools, await readFile(path), { count: times.length, width: 480, height: 272 });
    for (const [n, picture] of pictures.entries()) {
      const mediaMs = times[n] ?? 0;
      const link = links.findLast((candidate) => candidate.mediaMs <= mediaMs + 1);
      const madeAtMs = readBarCode(picture, 480, 272);
      if (link !== undefined && madeAtMs !== undefined) errors.push({ madeAtMs, wrongMs: link.roomMs + mediaMs - link.mediaMs - madeAtMs });
    }
  }
  return errors;
}
