import type { HeldBreak } from './break-clock.ts';
import type { RuleLock } from './lock.ts';
import { lock } from './lock.ts';
import type { Stay } from './legal-clock.ts';
import type { Profile } from './profile.ts';

const dayMs = 24 * 3_600_000;
const warningMs = 2 * 3_600_000;
const alarmMs = 30 * 60_000;

interface DailyRestQuestion {
  readonly arrivedAtMs: number;
  /** Earlier stays of the same person that count. */
  readonly earlierStays: readonly Stay[];
  readonly breaks: readonly HeldBreak[];
  readonly nowMs: number;
}

export interface DailyRest {
  readonly state: 'open' | 'soon' | 'overdue' | 'locked';
  /** When the rest must begin, or it cannot be had within the 24 hours. */
  readonly beginsByMs: number;
}

/**
 * Continuous rest in any 24 hours (requirement F5), from room time alone. It is had between two stays, or in one break of the kind rest, without questioning; counted from the end of the last,
 * or from the first arrival. Null where the profile prescribes none.
 */
export function dailyRest({ breaks: { dailyRestMs } }: Profile, { arrivedAtMs, earlierStays, breaks, nowMs }: DailyRestQuestion): DailyRest | null {
  if (dailyRestMs === null) return null;
  const rested = breaks.filter((held) => held.kind === 'rest' && !held.voided && !held.withdrawn && (held.endedAtMs ?? nowMs) - held.startedAtMs >= dailyRestMs).map(({ endedAtMs }) => endedAtMs ?? nowMs);
  const beginsByMs = Math.max(sinceArrival(arrivedAtMs, earlierStays, dailyRestMs), ...rested) + dayMs - dailyRestMs;
  if (nowMs >= beginsByMs) return { state: 'locked', beginsByMs };
  if (nowMs >= beginsByMs - alarmMs) return { state: 'overdue', beginsByMs };
  return { state: nowMs >= beginsByMs - warningMs ? 'soon' : 'open', beginsByMs };
}

/** What a daily rest that was not given keeps locked: the transcript, until it has been. Recording goes on. */
export function dailyRestLocks(rest: DailyRest | null): readonly RuleLock[] {
  return rest?.state === 'locked' ? [lock('DAILY_REST_REQUIRED', 'transcript', 'PACE C 12.2', 'attendant', 'officer')] : [];
}

/** The arrival after the last time away that was long enough. */
function sinceArrival(arrivedAtMs: number, earlierStays: readonly Stay[], dailyRestMs: number): number {
  let sinceMs = arrivedAtMs;
  for (const { fromMs, toMs } of [...earlierStays].sort((a, b) => b.toMs - a.toMs)) {
    if (sinceMs - toMs >= dailyRestMs) break;
    sinceMs = Math.min(sinceMs, fromMs);
  }
  return sinceMs;
}
