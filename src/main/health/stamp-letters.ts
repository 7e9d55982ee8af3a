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
/** The glyphs may lie a little off, where the encoder or another version of the drawing library put them. */
const shifts = [0, -1, 1, -2, 2] as const;
const sureFrom = 0.75;
const sureBy = 0.04;
const absentBelow = 0.5;

/**
 * Learns the digits of the stamp by having them drawn exactly as the recorder draws them, in a picture of this height. Digits of the
 * bundled font are equally wide, and the time is drawn by itself, so every digit of every stamp stands where it stands here.
 * @param draw options of drawtext but the text
 */
export async function learnStamp(tools: FfmpegTools, pictureHeight: number, draw: string): Promise<StampLetters> {
  const texts = Array.from({ length: 10 }, (_, d) => filterValue('dddd-dd-dd dd:dd:dd'.replace(/d/g, String(d))));
  return lettersOf(await drawStrips(tools, pictureHeight, draw, texts));
}

function lettersOf(strips: readonly Uint8Array[]): StampLetters {
  const differs = (i: number) => strips.some((strip) => Math.abs((strip[i] ?? 0) - (strips[0]?.[i] ?? 0)) > 40);
  const columns = Array.from({ length: width }, (_, x) => x).filter((x) => range(height).some((y) => differs(y * width + x)));
  const rows = range(height).filter((y) => range(width).some((x) => differs(y * width + x)));
  const top = rows[0] ?? 0;
  const bottom = (rows.at(-1) ?? height - 1) + 1;
  const runs = cutAtGaps(columns, Math.max(4, Math.round((bottom - top) / 4)));
  if (runs.length !== groups.length) throw new Error(`The stamp has ${runs.length} groups of digits`);
  const places = runs.flatMap(({ from, to }, n) => {
    const count = groups[n] ?? 1;
    const step = (to - from) / count;
    return range(count).map((k) => ({ left: Math.round(from + k * step), right: Math.round(from + (k + 1) * step) }));
  });
  return { top, bottom, places: places.map((place) => ({ ...place, shapes: strips.map((strip) => shapeAt(strip, place.left, place.right, top, bottom, 0, 0)) })) };
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

function cutAtGaps(columns: readonly number[], gap: number): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const x of columns) {
    const last = runs.at(-1);
    if (last !== undefined && x - last.to < gap) last.to = x + 1;
    else runs.push({ from: x, to: x + 1 });
  }
  return runs;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}
