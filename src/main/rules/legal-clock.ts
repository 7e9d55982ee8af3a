import type { Profile, TimeLimit } from './profile.ts';

export interface Stay {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LegalClock {
  readonly limit: TimeLimit;
  /** What earlier stays and this one have used up together; every moment counts once. */
  readonly usedMs: number;
  /** The limit with the extensions that were granted. */
  readonly allowedMs: number;
  /** Below zero when it is over. */
  readonly leftMs: number;
  /** When nothing more happens, the limit ends at this room time. */
  readonly endsAtMs: number;
  /** The only step to which it may be extended now; undefined when the law allows none. */
  readonly nextStep: TimeLimit['steps'][number] | undefined;
}

export interface LegalClockInput {
  readonly timeLimitId: string;
  readonly arrivedAtMs: number;
  /** When the person may go; undefined while they are here. */
  readonly leftAtMs: number | undefined;
  readonly earlierStays: readonly Stay[];
  readonly extensions: readonly { readonly allowedMs: number }[];
  readonly nowMs: number;
}

/** The limit that counts; the profile's first where none was named. */
export function timeLimitOf(profile: Profile, timeLimitId: string): TimeLimit | undefined {
  return timeLimitId === '' ? profile.timeLimits[0] : profile.timeLimits.find(({ id }) => id === timeLimitId);
}

/**
 * How much of the legal limit is left. It runs from arrival, not from the start of the recording, and goes on running while recording fails (requirements F1
 * to F3; GAX 199 and 200, GAP 11). Room time decides.
 */
export function legalClock(profile: Profile, { timeLimitId, arrivedAtMs, leftAtMs, earlierStays, extensions, nowMs }: LegalClockInput): LegalClock | undefined {
  const limit = timeLimitOf(profile, timeLimitId);
  if (limit === undefined) return undefined;
  const untilMs = Math.max(arrivedAtMs, leftAtMs ?? nowMs);
  const usedMs = lengthOf([...earlierStays, { fromMs: arrivedAtMs, toMs: untilMs }]);
  const allowedMs = extensions.reduce((longest, extension) => Math.max(longest, extension.allowedMs), limit.limitMs);
  const leftMs = allowedMs - usedMs;
  return { limit, usedMs, allowedMs, leftMs, endsAtMs: untilMs + leftMs, nextStep: limit.steps.find(({ toMs }) => toMs > allowedMs) };
}

/** Earlier stays that still count towards the limit: those that ended less than the prescribed interval before the next one began, one after the other. */
export function countingStays(profile: Profile, arrivedAtMs: number, earlier: readonly Stay[]): readonly Stay[] {
  return staysWithin(profile.summonsInterval?.minimumMs ?? 0, arrivedAtMs, earlier);
}

/** Earlier stays without the prescribed daily rest between them and this one (requirement F5); none where the profile prescribes none. */
export function staysWithoutRest(profile: Profile, arrivedAtMs: number, earlier: readonly Stay[]): readonly Stay[] {
  return staysWithin(profile.breaks.dailyRestMs ?? 0, arrivedAtMs, earlier);
}

function staysWithin(intervalMs: number, arrivedAtMs: number, earlier: readonly Stay[]): readonly Stay[] {
  let fromMs = arrivedAtMs;
  const counting: Stay[] = [];
  for (const stay of [...earlier].sort((a, b) => b.toMs - a.toMs)) {
    if (stay.toMs + intervalMs <= fromMs) break;
    counting.push(stay);
    fromMs = Math.min(fromMs, stay.fromMs);
  }
  return counting.reverse();
}

/** Whether a summons comes sooner after the last stay than the profile allows without approval. A session within the same stay is no new summons. */
export function isSummonedTooSoon(profile: Profile, arrivedAtMs: number, earlier: readonly Stay[]): boolean {
  const last = earlier.reduce((latest, { toMs }) => Math.max(latest, toMs), -Infinity);
  return profile.summonsInterval !== null && last < arrivedAtMs && arrivedAtMs - last < profile.summonsInterval.minimumMs;
}

/** The total length of spans that may overlap. */
function lengthOf(stays: readonly Stay[]): number {
  let [total, reached] = [0, -Infinity];
  for (const { fromMs, toMs } of [...stays].sort((a, b) => a.fromMs - b.fromMs)) {
    total += Math.max(0, toMs - Math.max(fromMs, reached));
    reached = Math.max(reached, toMs);
  }
  return total;
}
