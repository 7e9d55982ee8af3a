import { AppError } from '../../shared/base/index.ts';
import type { BreakId, BreakKind } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';

/** A break as the ledger has it. Withdrawn ones and voided ones stay: nothing is ever left out. */
export interface BreakState {
  readonly breakId: BreakId;
  readonly kind: BreakKind;
  readonly offered: string;
  readonly answered: string;
  /** A meal that was offered and refused. */
  readonly declined: boolean;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly note: string;
  /** Its start was taken back within seconds: it was a slip. */
  readonly withdrawn: boolean;
  /** Where breaks are not recorded: when the recording ended for it, and was taken up again, and whether its end was said aloud since. */
  readonly stoppedAtMs: number | null;
  readonly resumedAtMs: number | null;
  readonly returnHeard: boolean;
  /** Speech was heard in it; it does not count as rest. */
  readonly voided: boolean;
  readonly heardMs: number;
}

/** What may be taken back, and until when. */
export interface BreakUndo {
  readonly breakId: BreakId;
  readonly undoes: 'start' | 'end';
  readonly untilMs: number;
}

const undoMs = 10_000;

/** The breaks of a session after one more fact. */
export function applyBreakEntry(breaks: readonly BreakState[], entry: LedgerEntry): readonly BreakState[] {
  const atMs = entry.at.atMs;
  switch (entry.type) {
    case 'break.started':
      return [...breaks, { declined: false, ...entry.payload, startedAtMs: atMs, endedAtMs: null, note: '', withdrawn: false, voided: false, heardMs: 0, stoppedAtMs: null, resumedAtMs: null, returnHeard: false }];
    case 'break.ended': {
      const { breakId, note } = entry.payload;
      return change(breaks, breakId, (held) => ({ ...held, endedAtMs: atMs, note }));
    }
    case 'break.corrected':
      return entry.payload.undoes === 'end'
        ? change(breaks, entry.payload.breakId, (held) => ({ ...held, endedAtMs: null, note: '' }))
        : change(breaks, entry.payload.breakId, (held) => ({ ...held, endedAtMs: atMs, withdrawn: true }));
    case 'break.voided': {
      const { breakId, heardMs } = entry.payload;
      return change(breaks, breakId, (held) => ({ ...held, voided: true, heardMs }));
    }
    case 'break.recordingStopped': {
      const { breakId, stoppedAtMs } = entry.payload;
      return change(breaks, breakId, (held) => (held.endedAtMs === null && held.stoppedAtMs === null ? { ...held, stoppedAtMs } : held));
    }
    case 'break.recordingResumed': {
      const { breakId, resumedAtMs } = entry.payload;
      return change(breaks, breakId, (held) => (held.stoppedAtMs !== null && held.resumedAtMs === null ? { ...held, resumedAtMs } : held));
    }
    case 'break.spoken': {
      const { breakId, step, accepted } = entry.payload;
      return step === 'return' && accepted ? change(breaks, breakId, (held) => ({ ...held, returnHeard: true })) : breaks;
    }
    default:
      return breaks;
  }
}

/** What of the latest break may be taken back at this moment; null when ten seconds have passed, or it was taken back already. */
export function undoableBreak(breaks: readonly BreakState[], nowMs: number): BreakUndo | null {
  const last = breaks.at(-1);
  // Once the recording has ended for it, only its end takes the recording up again.
  if (last === undefined || last.withdrawn || last.stoppedAtMs !== null) return null;
  const untilMs = (last.endedAtMs ?? last.startedAtMs) + undoMs;
  return nowMs > untilMs ? null : { breakId: last.breakId, undoes: last.endedAtMs === null ? 'start' : 'end', untilMs };
}

/** @throws AppError BREAK_UNDO_LATE */
export function decideBreakUndo(breaks: readonly BreakState[], nowMs: number): BreakUndo {
  const undo = undoableBreak(breaks, nowMs);
  if (undo === null) throw new AppError('BREAK_UNDO_LATE', { seconds: undoMs / 1000 });
  return undo;
}

function change(breaks: readonly BreakState[], breakId: BreakId, to: (held: BreakState) => BreakState): readonly BreakState[] {
  return breaks.map((held) => (held.breakId === breakId ? to(held) : held));
}
