import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPicture, type FfmpegTools } from '../ffmpeg/index.ts';
import { timeText, type StampFile } from './stamp-file.ts';
import { stampFilters } from './stamp-style.ts';

const size = { width: 960, height: 540 } as const;
/** White on a darkened ground, over a grey picture. */
const [inkAbove, boxBelow] = [200, 90];
/** Nineteen digits and signs of a line of 24 pixels cover far more than this. */
const leastInk = 400;
/** How wide the ground of the time is in the bundled font, in this size. Where the font cannot be opened ffmpeg takes another without a word, and nothing that reads the stamp knows that one. */
const groundWidth = { points: 246, give: 4, row: 6 } as const;

/**
 * Draws one picture with the very filters, font and label of a run, and looks whether the time is in it: a font that is missing or damaged, or
 * an ffmpeg that cannot draw, would otherwise be found only in the recording.
 * @throws Error when it is not
 */
export async function proveStamp(tools: FfmpegTools, fontPath: string, stamp: Pick<StampFile, 'labelPath'>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shilu-proof-'));
  try {
    const paths = { timePath: join(folder, 'time.txt'), labelPath: join(folder, 'label.txt') };
    await writeFile(paths.timePath, timeText(Date.UTC(2028, 7, 28, 20, 48, 38)));
    await copyFile(stamp.labelPath, paths.labelPath);
    const picture = await drawPicture(tools, size, stampFilters(fontPath, paths));
    const [ink, ground] = [count(picture, (luma) => luma > inkAbove), count(picture, (luma) => luma < boxBelow)];
    if (ink < leastInk || ground < leastInk) throw new Error(`The stamp was drawn with ${ink} bright and ${ground} dark points`);
    const width = picture.subarray(groundWidth.row * size.width, (groundWidth.row + 1) * size.width).filter((luma) => luma < boxBelow).length;
    if (Math.abs(width - groundWidth.points) > groundWidth.give) throw new Error(`The stamp was drawn ${width} points wide, in another font`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In the line of the time alone. */
function count(picture: Uint8Array, is: (luma: number) => boolean): number {
  const bottom = Math.round(size.height / 60 + size.height / 22);
  let found = 0;
  for (let n = 0; n < bottom * size.width; n += 1) if (is(picture[n] ?? 0)) found += 1;
  return found;
}
