import type { Aim } from './time-line.ts';

export interface Candidate {
  readonly server: string;
  /** Where it says that time is now, and how wrong that can be. */
  readonly aim: Aim;
}

export interface Selection {
  /** Whom to follow; its error is widened to all that the majority leaves possible. */
  readonly followed: Candidate;
  readonly agreeing: readonly string[];
  readonly rejected: readonly string[];
}

/** A server that was followed stays so while it is not much worse than the best: to change often is to add their differences to the picture. */
const keepWithinMs = 2;

/**
 * Tells true clocks from false ones (RFC 5905 section 11.2.1): each server says that true time lies in an interval; the interval sought is
 * the smallest that a majority shares, and a server whose middle lies outside is false. Null when no majority shares one.
 * @param needed at least so many must agree, whatever the number of candidates
 */
export function selectServers(candidates: readonly Candidate[], needed: number, preferred: string): Selection | null {
  const shared = sharedInterval(candidates.map(({ aim }) => aim));
  if (shared === null) return null;
  const isTrue = ({ aim }: Candidate) => aim.roomMs + aim.errorMs >= shared.lowMs && aim.roomMs - aim.errorMs <= shared.highMs && aim.roomMs >= shared.lowMs && aim.roomMs <= shared.highMs;
  const agreeing = candidates.filter(isTrue);
  const [best] = [...agreeing].sort((a, b) => a.aim.errorMs - b.aim.errorMs);
  if (best === undefined || agreeing.length < needed || agreeing.length * 2 <= candidates.length) return null;
  const before = agreeing.find(({ server }) => server === preferred);
  const { server, aim } = before !== undefined && before.aim.errorMs <= best.aim.errorMs + keepWithinMs ? before : best;
  const errorMs = agreeing.length === 1 ? aim.errorMs : Math.max(shared.highMs - aim.roomMs, aim.roomMs - shared.lowMs);
  return {
    followed: { server, aim: { ...aim, errorMs } },
    agreeing: agreeing.map((candidate) => candidate.server),
    rejected: candidates.filter((candidate) => !agreeing.includes(candidate)).map((candidate) => candidate.server),
  };
}

function sharedInterval(aims: readonly Aim[]): { readonly lowMs: number; readonly highMs: number } | null {
  const lows = aims.map(({ roomMs, errorMs }) => roomMs - errorMs).sort((a, b) => a - b);
  const highs = aims.map(({ roomMs, errorMs }) => roomMs + errorMs).sort((a, b) => a - b);
  for (let falseOnes = 0; falseOnes * 2 < aims.length; falseOnes += 1) {
    const trueOnes = aims.length - falseOnes;
    const lowMs = lows.find((edge) => overlapping(aims, edge) >= trueOnes);
    const highMs = highs.findLast((edge) => overlapping(aims, edge) >= trueOnes);
    if (lowMs === undefined || highMs === undefined || lowMs > highMs) continue;
    if (aims.filter(({ roomMs }) => roomMs < lowMs || roomMs > highMs).length <= falseOnes) return { lowMs, highMs };
  }
  return null;
}

function overlapping(aims: readonly Aim[], edgeMs: number): number {
  return aims.filter(({ roomMs, errorMs }) => roomMs - errorMs <= edgeMs && edgeMs <= roomMs + errorMs).length;
}
