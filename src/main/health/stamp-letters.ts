import { drawStrips, filterValue, lookSize, type FfmpegTools } from '../ffmpeg/index.ts';

/** Where one digit of the stamp stands, and what the ten digits look like there (mean taken away, length one). */
interface DigitPlace {
  readonly left: number;
  readonly right: number;
  readonly shapes: readonly Float32Array[];
}

export interface StampLetters {
  readonly top: number;
  readonly bottom: number;
  readonly places: readonly DigitPlace[];
}

export type StampReading =
  /** As it stands in the picture: `2026-11-23 14:03:07`. */
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'absent' }
  /** Something is there, but not every digit is sure. */
  | { readonly kind: 'unsure' };

const { width, height } = lookSize.strip;
/** Digits in a row: year, month, day, hour, minute, second. */
const groups = [4, 2, 2, 2, 2, 2] as const;
const separators = ['-', '-', ' ', ':', ':', ''] as const;
const placeCount = 14;
/** The glyphs may lie a little off, where the encoder or another version of the drawing library put them. */
const shifts = [0, -1, 1, -2, 2] as const;
const sureFrom = 0.75;
const sureBy = 0.04;
const absentBelow = 0.5;
/** A column belongs to a digit when it changes as that digit does, by this share of the strongest change anywhere. */
const placeFrom = 0.15;
/** In columns of the strip. */
const leastDigit = 4;
const gapInDigit = 3;
/** The digits of a camera's font are equally wide; the edges of one may be lost to what lies behind. */
const mostUneven = 1.6;

/** Four binary digits for each place: no two places change in the same texts, and none in all or in no text. */
const markTexts = [0, 1, 2, 3].map((bit) => textOf(Array.from({ length: placeCount }, (_, place) => (isMarked(place, bit) ? 1 : 8))));
/** Ten texts, in which every place shows each digit once, and each text nearly every digit: so all of them are equally high, and stand on the same line. */
const digitAt = (text: number, place: number) => (text + 3 * place) % 10;
const digitTexts = Array.from({ length: 10 }, (_, text) => textOf(Array.from({ length: placeCount }, (__, place) => digitAt(text, place))));

/**
 * The texts by which the digits of a stamp are learnt, written one after the other. First eights only; then four in which ones stand at some places,
 * by which each place is found, whatever the font leaves between the digits; then ten that show each digit at each place.
 */
export const teachingTexts: readonly string[] = [textOf(Array.from({ length: placeCount }, () => 8)), ...markTexts, ...digitTexts];

/**
 * Learns the digits of the stamp by having them drawn exactly as the recorder draws them, in a picture of this height.
 * @param draw options of drawtext but the text
 * @throws Error when they cannot be drawn or told apart
 */
export async function learnStamp(tools: FfmpegTools, pictureHeight: number, draw: string): Promise<StampLetters> {
  const letters = learnLetters(await drawStrips(tools, pictureHeight, draw, teachingTexts.map(filterValue)));
  if (letters === undefined) throw new Error('The letters of the stamp cannot be told apart');
  return letters;
}

/**
 * Learns how digits are written, from strips of pictures in which the `teachingTexts` stood.
 * @returns undefined when they cannot be told apart with certainty: too faint, cut off, of unequal width, or the room moves behind them
 */
export function learnLetters(strips: readonly Uint8Array[]): StampLetters | undefined {
  if (strips.length !== teachingTexts.length) return undefined;
  const [eights = new Uint8Array(), ...others] = strips;
  const places = placesOf(eights, others.slice(0, markTexts.length));
  if (places === undefined) return undefined;
  const shown = others.slice(markTexts.length);
  const { top, bottom } = rowsOf(shown, places);
  const shapes = ({ left, right }: Stretch, place: number) => range(10).map((digit) => shapeAt(shown[range(10).findIndex((text) => digitAt(text, place) === digit)] ?? eights, left, right, top, bottom, 0, 0));
  const letters = { top, bottom, places: places.map((stretch, place) => ({ ...stretch, shapes: shapes(stretch, place) })) };
  const reads = strips.every((strip, n) => {
    const reading = readStamp(strip, letters);
    return reading.kind === 'read' && reading.text === teachingTexts[n];
  });
  return reads ? letters : undefined;
}

interface Stretch {
  readonly left: number;
  readonly right: number;
}

function isMarked(place: number, bit: number): boolean {
  return (((place + 1) >> bit) & 1) === 1;
}

/** Where each digit stands, from left to right: the columns that differ from the eights in just those texts in which a one stands there. */
function placesOf(eights: Uint8Array, marked: readonly Uint8Array[]): readonly Stretch[] | undefined {
  const changes = marked.map((strip) => changeByColumn(strip, eights));
  const least = placeFrom * Math.max(...changes.flat());
  const columns = Array.from({ length: placeCount }, (): number[] => []);
  for (const x of range(width)) {
    const clear = columns.map((_, place) => {
      const [on, off] = [true, false].map((marks) => changes.filter((__, bit) => isMarked(place, bit) === marks).map((change) => change[x] ?? 0));
      return Math.min(...(on ?? [])) - Math.max(...(off ?? []));
    });
    const best = Math.max(...clear);
    if (best > least) columns[clear.indexOf(best)]?.push(x);
  }
  const cores = columns.map(longestRun);
  const widths = cores.map(({ left, right }) => right - left);
  const ordered = cores.every(({ left }, n) => n === 0 || left >= (cores[n - 1]?.right ?? 0));
  if (!ordered || Math.min(...widths) < leastDigit || Math.max(...widths) > Math.min(...widths) * mostUneven) return undefined;
  // With what little lies around it, but nothing of its neighbours, which change by themselves.
  return cores.map(({ left, right }, n) => ({ left: Math.max(cores[n - 1]?.right ?? 0, left - 1), right: Math.min(cores[n + 1]?.left ?? width, right + 1) }));
}

/** Reads the stamp out of a strip. Made for one font at one place: it does not search, it compares. */
export function readStamp(strip: Uint8Array, letters: StampLetters): StampReading {
  const here = readAt(strip, letters, 0, 0);
  // Nearly always it stands where it was learnt: looking around costs twenty-four times as much.
  if (isSure(here)) return { kind: 'read', text: here.text };
  const best = shifts.flatMap((dy) => shifts.map((dx) => readAt(strip, letters, dx, dy))).reduce((a, b) => (b.mean > a.mean ? b : a));
  if (best.mean < absentBelow) return { kind: 'absent' };
  return isSure(best) ? { kind: 'read', text: best.text } : { kind: 'unsure' };
}

function isSure({ worst, margin }: { readonly worst: number; readonly margin: number }): boolean {
  return worst >= sureFrom && margin >= sureBy;
}

function readAt(strip: Uint8Array, { places, top, bottom }: StampLetters, dx: number, dy: number) {
  let [sum, worst, margin] = [0, 1, 1];
  const digits = places.map(({ left, right, shapes }) => {
    const seen = shapeAt(strip, left, right, top, bottom, dx, dy);
    const scores = shapes.map((shape) => dot(seen, shape));
    const sorted = [...scores].sort((a, b) => b - a);
    const [first = 0, second = 0] = sorted;
    sum += first;
    worst = Math.min(worst, first);
    margin = Math.min(margin, first - second);
    return scores.indexOf(first);
  });
  return { mean: sum / places.length, worst, margin, text: textOf(digits) };
}

function textOf(digits: readonly number[]): string {
  let at = 0;
  return groups.map((count, n) => {
    const group = digits.slice(at, at + count).join('');
    at += count;
    return group + (separators[n] ?? '');
  }).join('');
}

function shapeAt(strip: Uint8Array, left: number, right: number, top: number, bottom: number, dx: number, dy: number): Float32Array {
  const shape = new Float32Array((right - left) * (bottom - top));
  let [k, sum] = [0, 0];
  for (let y = top + dy; y < bottom + dy; y += 1)
    for (let x = left + dx; x < right + dx; x += 1) {
      const value = y < 0 || x < 0 || y >= height || x >= width ? 0 : (strip[y * width + x] ?? 0);
      shape[k++] = value;
      sum += value;
    }
  const mean = sum / shape.length;
  let power = 0;
  for (const value of shape) power += (value - mean) ** 2;
  // A place without contrast holds no digit, whatever its faint pattern resembles.
  const length = Math.sqrt(power);
  const scale = length < 12 * Math.sqrt(shape.length) ? 0 : 1 / length;
  return shape.map((value) => (value - mean) * scale);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n += 1) sum += (a[n] ?? 0) * (b[n] ?? 0);
  return sum;
}

/** Where two digits touch, a column changes with both, as some other place does: it stands alone. */
function longestRun(columns: readonly number[]): Stretch {
  let [longest, left]: [Stretch, number] = [{ left: 0, right: 0 }, 0];
  columns.forEach((x, n) => {
    if (x - (columns[n - 1] ?? -gapInDigit) > gapInDigit) left = x;
    if (x + 1 - left > longest.right - longest.left) longest = { left, right: x + 1 };
  });
  return longest;
}

function changeByColumn(one: Uint8Array, other: Uint8Array): readonly number[] {
  return range(width).map((x) => range(height).reduce((sum, y) => sum + Math.abs((one[y * width + x] ?? 0) - (other[y * width + x] ?? 0)), 0));
}

/** The rows in which the digits differ. */
function rowsOf(strips: readonly Uint8Array[], places: readonly Stretch[]): { readonly top: number; readonly bottom: number } {
  const columns = places.flatMap(({ left, right }) => range(right - left).map((n) => left + n));
  const differs = (i: number) => strips.some((strip) => Math.abs((strip[i] ?? 0) - (strips[0]?.[i] ?? 0)) > 40);
  const rows = range(height).filter((y) => columns.some((x) => differs(y * width + x)));
  return { top: rows[0] ?? 0, bottom: (rows.at(-1) ?? height - 1) + 1 };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}
