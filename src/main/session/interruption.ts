import type { StreamId } from '../../shared/domain/index.ts';

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
