import { roomDateTimeToMs, formatRoomTime } from '../../../shared/domain/index.ts';

export interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

const dayMs = 86_400_000;

/**
 * Reads `14:03:07` or `14:03` as a moment of the room's clock between two bounds: on the day on which they begin or, over midnight, on the one after.
 * A moment within the second of a bound is the bound. Undefined when it is written otherwise or does not lie between them.
 */
export function readRoomSecond(text: string, { fromMs, toMs }: Bounds, timeZone: string): number | undefined {
  const parts = /^([01]?\d|2[0-3])[::]([0-5]\d)(?:[::]([0-5]\d))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [hour = 0, minute = 0, second = 0] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  for (const onMs of [fromMs, fromMs + dayMs]) {
    const [year = 0, monthOfYear = 0, day = 0] = formatRoomTime(onMs, timeZone).slice(0, 10).split('-').map(Number);
    const atMs = roomDateTimeToMs({ year, monthOfYear, day, hour, minute, second }, timeZone);
    if (atMs > fromMs - 1_000 && atMs < toMs + 1_000) return Math.min(Math.max(atMs, fromMs), toMs);
  }
  return undefined;
}

/** The number of the first cut, from 1, that is empty or begins before the one before it has ended; null when there is none. */
export function wrongCut(cuts: readonly Bounds[]): number | null {
  const index = cuts.findIndex(({ fromMs, toMs }, at) => toMs <= fromMs || fromMs < (cuts[at - 1]?.toMs ?? fromMs));
  return index < 0 ? null : index + 1;
}
