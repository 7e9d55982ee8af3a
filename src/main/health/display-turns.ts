/** Pictures of a camera at this size, one byte of brightness a pixel, are searched for a clock. */
export const turnSize = { width: 480, height: 270 } as const;

export interface TimedPicture {
  /** Room time as the stamp has it. */
  readonly atMs: number;
  readonly picture: Uint8Array;
}

export interface DisplayTurns {
  /** By how much the pictures show a turn of the display later than the full second that it stands for. */
  readonly lateMs: number;
  /** Half of what the pictures leave open. */
  readonly errorMs: number;
  /** On how many seconds the turn was seen. */
  readonly turns: number;
}

const cell = 3;
const columns = turnSize.width / cell;
const rows = turnSize.height / cell;
/** The stamp turns on the full second as well: its rows are not looked at. */
const stampRows = Math.ceil(rows * 0.13);
const changedBy = 14;
const leastTurns = 4;
const leastCells = 6;
/** Of the moment in the second at which a display turns; a display and a camera on a busy machine jitter by as much. */
const nearMs = 80;
const phaseStepMs = 20;
/** A display is late by the camera's delay; it is ahead only if it is wrong itself. */
const earliestMs = -250;

/**
 * Finds a clock in the pictures by what clocks alone do: parts of the picture that change once a second, always at the same moment of it,
 * and are still in between. Null when there is none, or none on at least four seconds.
 */
export function findDisplayTurns(pictures: readonly TimedPicture[]): DisplayTurns | null {
  const cells = pictures.map(({ picture }) => averageCells(picture));
  const changes: (readonly number[])[] = [];
  const mostChanges = ((pictures.at(-1)?.atMs ?? 0) - (pictures[0]?.atMs ?? 0)) / 1000 + 2;
  for (let n = stampRows * columns; n < columns * rows; n += 1) {
    const found = changesOf(cells, n);
    if (found.length >= leastTurns - 1 && found.length <= mostChanges) changes.push(found);
  }
  const phases = Array.from({ length: 1000 / phaseStepMs }, (_, n) => n * phaseStepMs).map((phaseMs) => ({ phaseMs, clock: changes.filter((found) => isClock(pictures, found, phaseMs)) }));
  const best = phases.reduce((a, b) => (b.clock.length > a.clock.length ? b : a));
  return best.clock.length < leastCells ? null : measure(pictures, best.clock, best.phaseMs);
}

/** The pictures at which a cell is no longer what it was; a change that takes two pictures counts at the first. */
function changesOf(cells: readonly Float32Array[], n: number): readonly number[] {
  const changes: number[] = [];
  for (let k = 1; k < cells.length; k += 1)
    if (Math.abs((cells[k]?.[n] ?? 0) - (cells[k - 1]?.[n] ?? 0)) > changedBy && changes.at(-1) !== k - 1) changes.push(k);
  return changes;
}

/** All but one of its changes lie at this moment of the second. */
function isClock(pictures: readonly TimedPicture[], changes: readonly number[], phaseMs: number): boolean {
  const inPhase = changes.filter((k) => isNear(middleOf(pictures, k), phaseMs)).length;
  return inPhase >= leastTurns - 1 && inPhase >= changes.length - 1;
}

function isNear(ms: number, phaseMs: number): boolean {
  const away = (((ms - phaseMs) % 1000) + 1500) % 1000 - 500;
  return Math.abs(away) <= nearMs;
}

/** A turn lies between the picture before and the one that shows it; the median of all turns is the answer, and how they differ is in the bound. */
function measure(pictures: readonly TimedPicture[], clock: readonly (readonly number[])[], phaseMs: number): DisplayTurns | null {
  const votes = new Map<number, number>();
  for (const k of clock.flat()) if (isNear(middleOf(pictures, k), phaseMs)) votes.set(k, (votes.get(k) ?? 0) + 1);
  // Of the pictures of one second that which most cells turned in.
  const bySecond = new Map<number, number>();
  for (const [k, count] of votes) {
    const second = Math.round((middleOf(pictures, k) - phaseMs) / 1000);
    const before = bySecond.get(second);
    if (before === undefined || count > (votes.get(before) ?? 0)) bySecond.set(second, k);
  }
  const seen = [...bySecond.values()].filter((k) => (votes.get(k) ?? 0) * 8 >= clock.length);
  if (seen.length < leastTurns) return null;
  const lates = seen.map((k) => {
    const secondMs = Math.floor((middleOf(pictures, k) - earliestMs) / 1000) * 1000;
    return { middleMs: middleOf(pictures, k) - secondMs, widthMs: (pictures[k]?.atMs ?? 0) - (pictures[k - 1]?.atMs ?? 0) };
  }).sort((a, b) => a.middleMs - b.middleMs);
  const at = (share: number) => lates[Math.round(share * (lates.length - 1))];
  return {
    lateMs: at(0.5)?.middleMs ?? 0, turns: seen.length,
    errorMs: (at(0.5)?.widthMs ?? 0) / 2 + ((at(0.85)?.middleMs ?? 0) - (at(0.15)?.middleMs ?? 0)) / 2,
  };
}

function middleOf(pictures: readonly TimedPicture[], k: number): number {
  return ((pictures[k - 1]?.atMs ?? 0) + (pictures[k]?.atMs ?? 0)) / 2;
}

function averageCells(picture: Uint8Array): Float32Array {
  const sums = new Float32Array(columns * rows);
  for (let y = 0; y < turnSize.height; y += 1) {
    const row = Math.floor(y / cell) * columns;
    for (let x = 0; x < turnSize.width; x += 1) {
      const at = row + Math.floor(x / cell);
      sums[at] = (sums[at] ?? 0) + (picture[y * turnSize.width + x] ?? 0) / (cell * cell);
    }
  }
  return sums;
}
