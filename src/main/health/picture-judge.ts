/** The size at which pictures are looked at: fine enough for one digit of a wall clock, coarse enough to cost nothing. */
export const lookAt = { width: 640, height: 360, framesPerSecond: 8 } as const;

export interface PictureVerdict {
  /** Something other than the stamp changed. */
  readonly moving: boolean;
  readonly black: boolean;
  /** 0 to 255, whole, outside the stamp. */
  readonly meanLuma: number;
}

const cellPixels = 4;
const columns = lookAt.width / cellPixels;
const rows = lookAt.height / cellPixels;
/** The burned-in time runs on even over a dead picture. */
const stamp = { columns: Math.ceil(columns * 0.6), rows: Math.ceil(rows * 0.12) } as const;
const cellsToCompare = cellsOutsideStamp();

// Third largest change of a cell, in grey levels, in clips as the recorder makes them. Frozen camera: 0.5 to 1.7, and 3.5 for a camera of
// 300 kbit/s; a digit of a wall clock: 17; breathing by two pixels of 720: 13; a head that sways by four: 17.
const seconds = 3;
const leastMovingCells = 3;
const leastChange = 5;
const blackBelow = { mean: 20, bright: 40, brightShare: 0.02 } as const;

/**
 * Judges the last three seconds of a camera. An encoder changes every picture a little and jumps at each key frame, so not pictures are
 * compared but seconds: the average brightness of each small cell over one second with that over another. What still differs by five
 * grey levels in three cells has moved.
 * @param frames of `lookAt`'s size and rate, one byte a pixel, at least two
 */
export function judgePicture(frames: readonly Uint8Array[]): PictureVerdict {
  const last = frames.slice(-seconds * lookAt.framesPerSecond);
  const windows = cutIntoSeconds(last).map(averageCells);
  const brightness = average(windows);
  const meanLuma = cellsToCompare.reduce((sum, cell) => sum + (brightness[cell] ?? 0), 0) / cellsToCompare.length;
  const bright = cellsToCompare.filter((cell) => (brightness[cell] ?? 0) >= blackBelow.bright).length;
  return {
    moving: countChangedCells(windows) >= leastMovingCells,
    black: meanLuma < blackBelow.mean && bright < blackBelow.brightShare * cellsToCompare.length,
    meanLuma: Math.round(meanLuma),
  };
}

/** Whole seconds counted from the end; less than two of them are cut into halves. */
function cutIntoSeconds(frames: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const count = Math.max(2, Math.min(seconds, Math.floor(frames.length / lookAt.framesPerSecond)));
  const size = Math.min(lookAt.framesPerSecond, Math.floor(frames.length / count));
  return Array.from({ length: count }, (_, n) => frames.slice(frames.length - (n + 1) * size, frames.length - n * size));
}

function averageCells(frames: readonly Uint8Array[]): Float64Array {
  const sums = new Float64Array(columns * rows);
  for (const frame of frames)
    for (let y = 0; y < lookAt.height; y += 1) {
      const row = Math.floor(y / cellPixels) * columns;
      for (let x = 0; x < lookAt.width; x += 1) {
        const cell = row + Math.floor(x / cellPixels);
        sums[cell] = (sums[cell] ?? 0) + (frame[y * lookAt.width + x] ?? 0);
      }
    }
  return sums.map((sum) => sum / (Math.max(frames.length, 1) * cellPixels * cellPixels));
}

function countChangedCells(windows: readonly Float64Array[]): number {
  return cellsToCompare.filter((cell) => {
    const values = windows.map((window) => window[cell] ?? 0);
    return Math.max(...values) - Math.min(...values) > leastChange;
  }).length;
}

function average(lists: readonly ArrayLike<number>[]): readonly number[] {
  return Array.from({ length: lists[0]?.length ?? 0 }, (_, i) => lists.reduce((sum, list) => sum + (list[i] ?? 0), 0) / lists.length);
}

function cellsOutsideStamp(): readonly number[] {
  return Array.from({ length: columns * rows }, (_, cell) => cell)
    .filter((cell) => Math.floor(cell / columns) >= stamp.rows || cell % columns >= stamp.columns);
}
