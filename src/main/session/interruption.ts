import type { InterruptionId, StreamId } from '../../shared/domain/index.ts';

/** A stream's gap: media is missing from `fromMs`, until `toMs` once it has come back. */
export interface GapState {
  readonly streamId: StreamId;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly reason: string;
  /** Sound is lost although pictures come. */
  readonly part?: 'sound';
}

export type InterruptionChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly fromMs: number; readonly reason: string }
  | { readonly kind: 'close'; readonly fromMs: number; readonly toMs: number };

/**
 * An interruption lasts while any required stream has a gap: the session as a whole is then not recorded as the profile requires.
 * Its bounds are those of the media: from the earliest missing instant to the latest, over all gaps that overlapped.
 * @param gaps the gaps of required streams since the last interruption ended, ended ones included
 * @param lasting whether an interruption is open in the ledger
 */
export function interruptionChange(gaps: readonly GapState[], lasting: boolean): InterruptionChange {
  const [first] = [...gaps].sort((a, b) => a.fromMs - b.fromMs);
  if (first === undefined) return { kind: 'none' };
  const open = gaps.some((gap) => gap.toMs === null);
  if (!lasting) return open ? { kind: 'open', fromMs: first.fromMs, reason: first.reason } : { kind: 'none' };
  if (open) return { kind: 'none' };
  return { kind: 'close', fromMs: first.fromMs, toMs: Math.max(...gaps.map((gap) => gap.toMs ?? gap.fromMs)) };
}

interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * An interval joined with every interruption that has ended and that it overlaps or touches from behind, so that every second between start and finish is in one at most.
 * `absorbs` names those, the earliest first. Several causes that overlap are one interruption: one explanation is spoken, and one text signed, for what was not recorded.
 */
export function joinedInterruption(ended: readonly { readonly interruptionId: InterruptionId; readonly fromMs: number; readonly toMs?: number }[], within: Bounds): Bounds & { readonly absorbs: readonly InterruptionId[] } {
  let joined: Bounds & { readonly absorbs: readonly InterruptionId[] } = { ...within, absorbs: [] };
  const latestFirst = [...ended].sort((a, b) => b.fromMs - a.fromMs);
  for (const { interruptionId, fromMs, toMs } of latestFirst)
    if (toMs !== undefined && toMs >= joined.fromMs) joined = { fromMs: Math.min(joined.fromMs, fromMs), toMs: Math.max(joined.toMs, toMs), absorbs: [interruptionId, ...joined.absorbs] };
  return joined;
}
