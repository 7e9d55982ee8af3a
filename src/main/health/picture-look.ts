import { lookSize } from '../ffmpeg/index.ts';

const { width, height } = lookSize.picture;
const cell = 2;
const columns = width / cell;
const rows = height / cell;
/** The stamp runs on even over a dead picture: its rows are not looked at. */
const stampRows = Math.ceil(rows * 0.12);
const blockCells = 5;

/** What one key picture looks like outside the stamp. */
export interface PictureLook {
  /** Brightness of each cell of two by two pixels. */
  readonly cells: Float32Array;
  readonly black: boolean;
  readonly meanLuma: number;
  /** Spread of the brightness of coarse blocks, as a part of the mean: what remains of a room even out of focus. */
  readonly structure: number;
  /** How steep the steepest edges are, in grey levels per pixel. */
  readonly steepness: number;
}

/** How two pictures of one camera differ outside the stamp. */
export interface PictureChange {
  /** Cells whose brightness changed by more than an encoder makes of a still scene. */
  readonly movedCells: number;
  /** Root mean square of the change of all cells, in grey levels. Sensor noise keeps it up; a picture that is repeated has next to none. */
  readonly restlessness: number;
}

const blackBelow = { mean: 20, bright: 40, brightShare: 0.02 } as const;
const movedBy = 5;
const steepShare = 0.005;

/** @param picture of `lookSize.picture`, one byte a pixel */
export function lookAtPicture(picture: Uint8Array): PictureLook {
  const cells = cellsOf(picture);
  let [sum, bright] = [0, 0];
  for (let n = stampRows * columns; n < cells.length; n += 1) {
    sum += cells[n] ?? 0;
    if ((cells[n] ?? 0) >= blackBelow.bright) bright += 1;
  }
  const count = cells.length - stampRows * columns;
  const meanLuma = sum / count;
  return {
    cells, meanLuma, black: meanLuma < blackBelow.mean && bright < blackBelow.brightShare * count,
    structure: spreadOfBlocks(cells) / Math.max(meanLuma, 8), steepness: steepnessOf(picture),
  };
}

export function changeBetween(before: PictureLook, after: PictureLook): PictureChange {
  let [moved, power] = [0, 0];
  for (let n = stampRows * columns; n < after.cells.length; n += 1) {
    const change = (after.cells[n] ?? 0) - (before.cells[n] ?? 0);
    if (Math.abs(change) > movedBy) moved += 1;
    power += change * change;
  }
  return { movedCells: moved, restlessness: Math.sqrt(power / (after.cells.length - stampRows * columns)) };
}

function cellsOf(picture: Uint8Array): Float32Array {
  const cells = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      const at = y * cell * width + x * cell;
      cells[y * columns + x] = ((picture[at] ?? 0) + (picture[at + 1] ?? 0) + (picture[at + width] ?? 0) + (picture[at + width + 1] ?? 0)) / 4;
    }
  return cells;
}

function spreadOfBlocks(cells: Float32Array): number {
  const means: number[] = [];
  for (let top = stampRows; top + blockCells <= rows; top += blockCells)
    for (let left = 0; left + blockCells <= columns; left += blockCells) {
      let sum = 0;
      for (let y = top; y < top + blockCells; y += 1) for (let x = left; x < left + blockCells; x += 1) sum += cells[y * columns + x] ?? 0;
      means.push(sum / blockCells ** 2);
    }
  const mean = means.reduce((a, b) => a + b, 0) / means.length;
  return Math.sqrt(means.reduce((a, b) => a + (b - mean) ** 2, 0) / means.length);
}

/** The step across one pixel that only one pixel in two hundred exceeds. */
function steepnessOf(picture: Uint8Array): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let y = stampRows * cell; y < height - 1; y += 1)
    for (let x = 0; x < width - 1; x += 1) {
      const at = y * width + x;
      const here = picture[at] ?? 0;
      const step = Math.max(Math.abs((picture[at + 1] ?? 0) - here), Math.abs((picture[at + width] ?? 0) - here));
      counts[step] = (counts[step] ?? 0) + 1;
      total += 1;
    }
  let above = 0;
  for (let step = 255; step > 0; step -= 1) {
    above += counts[step] ?? 0;
    if (above > total * steepShare) return step;
  }
  return 0;
}
