import type { BreakKind, InterruptionCause, RoomInstant } from '../../shared/domain/index.ts';

export interface RecordedBreak {
  readonly breakId: string;
  readonly kind: BreakKind;
  readonly from: RoomInstant;
  readonly to: RoomInstant;
}

export interface RecordedInterruption {
  readonly interruptionId: string;
  readonly from: RoomInstant;
  readonly to: RoomInstant;
  readonly cause: InterruptionCause;
  /** `written`: the recording never came back and the reason was given in writing (article 15). */
  readonly explained: 'spoken' | 'written' | 'none';
  readonly explainedAtMs: number | null;
  /** When the interviewee's signature after it was recorded; null when none was. */
  readonly signedAtMs: number | null;
}

/** What the ledger and the clock say, measured from the media. */
export interface RecordedFacts {
  /** First and last recorded instant, each with the bound of the room clock's error then. */
  readonly start: RoomInstant;
  readonly end: RoomInstant;
  readonly place: string;
  readonly interviewee: string;
  readonly officers: readonly string[];
  readonly interpreters: readonly string[];
  readonly guardians: readonly string[];
  readonly breaks: readonly RecordedBreak[];
  readonly interruptions: readonly RecordedInterruption[];
}
