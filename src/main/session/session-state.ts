import type {
  BreakId, Capacity, InterruptionCause, InterruptionId, InterruptionRemedy, Language, LegalClass, MarkerId, MarkerKind, MediaPosition, PersonId, PersonIdentity,
  RecordedStream, SessionId, SessionKind, Sex, SignerCapacity, SigningDecision, SigningMethod, SpanId, SpanKind, StreamId, UnrecordedReason,
} from '../../shared/domain/index.ts';
import type { Circumstances, FactPayloads } from '../../shared/ledger/index.ts';
import type { Attendance } from './attendance.ts';
import type { BreakState } from './break-record.ts';
import type { KeptTranscript } from './kept-transcript.ts';
import type { OutsideNotice } from './outside-notices.ts';

export type Stage =
  | { readonly status: 'open' }
  | { readonly status: 'abandoned'; readonly abandonedAtMs: number; readonly reason: string; readonly by: string }
  | { readonly status: 'recording'; readonly startedAtMs: number }
  | { readonly status: 'finished'; readonly startedAtMs: number; readonly finishedAtMs: number; readonly reason: string }
  | { readonly status: 'sealing'; readonly startedAtMs: number; readonly finishedAtMs: number; readonly reason: string; readonly sealing: SealingState }
  | { readonly status: 'sealed'; readonly startedAtMs: number; readonly finishedAtMs: number; readonly reason: string; readonly seal: SealState };

/** A seal that was begun: its code is shown and signed while the closing segment is recorded. */
export interface SealingState {
  readonly sealCode: string;
  readonly manifestSha256: string;
  readonly begunAtMs: number;
  readonly begunBy: string;
  readonly signatures: readonly SignatureState[];
}

/** What a person last did about the seal. */
export interface SignatureState {
  readonly name: string;
  readonly capacity: SignerCapacity;
  readonly decision: SigningDecision;
  readonly reason: string;
  readonly atMs: number;
  readonly by: string;
  readonly approvedBy: string | null;
  readonly media: readonly MediaPosition[];
}

export interface SealState {
  readonly sealCode: string;
  readonly manifestSha256: string;
  readonly closingSha256: string;
  readonly signatures: readonly SignatureState[];
  readonly intervieweeSigned: boolean;
  readonly sealedAtMs: number;
  readonly sealedBy: string;
}

/** How far the explanation of an interruption has come. `toMs` exists once the media has come back. */
export type InterruptionState = {
  readonly interruptionId: InterruptionId;
  readonly reason: string;
  /** Everything that went wrong while it lasted, the first first. */
  readonly reasons: readonly string[];
  readonly fromMs: number;
  /** Remedies of article 29 that were tried, in order. */
  readonly remedies: readonly { readonly remedy: InterruptionRemedy; readonly note: string; readonly atMs: number; readonly by: string }[];
  /** What technicians found; beside the spoken reason, never instead of it. */
  readonly notes: readonly { readonly text: string; readonly atMs: number; readonly by: string }[];
  /** Questioning went on although nothing was recorded. */
  readonly unrecorded: { readonly reason: UnrecordedReason; readonly note: string; readonly approvedBy: string; readonly atMs: number; readonly by: string } | null;
} & (
  | { readonly state: 'lasting'; /** It lasts at least until here: it was closed before, and reopened. */ readonly notBeforeMs: number }
  | { readonly state: 'unexplained'; readonly toMs: number; readonly heardMs: number | null }
  | { readonly state: 'explaining'; readonly toMs: number; readonly cause: InterruptionCause; readonly note: string; readonly beganAtMs: number }
  | {
      readonly state: 'explained'; readonly toMs: number; readonly cause: InterruptionCause; readonly note: string; readonly beganAtMs: number;
      readonly heardMs: number; readonly by: string; readonly spokenFrom: MediaPosition; readonly spokenTo: MediaPosition;
      readonly statement: StatementOutcome | null;
    }
  | { readonly state: 'written'; readonly toMs: number; readonly note: string; readonly by: string; readonly statement: StatementOutcome | null }
);

/** What became of the text about an interruption that the interviewee is to sign (articles 29, 30). The text is the one that was shown. */
export type StatementOutcome = { readonly language: Language; readonly text: string; readonly atMs: number; readonly by: string } & (
  | { readonly outcome: 'signed'; readonly method: SigningMethod; readonly imageSha256: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly witness: string }
);

export type LastingInterruption = Extract<InterruptionState, { readonly state: 'lasting' }>;

export interface PresentPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly capacity: Capacity;
  readonly sex: Sex;
  readonly note: string;
  readonly enteredAtMs: number;
  readonly leftAtMs: number | null;
}

export interface MarkerState {
  readonly markerId: MarkerId;
  readonly kind: MarkerKind;
  readonly text: string;
  readonly atMs: number;
  readonly by: string;
  readonly media: readonly MediaPosition[];
}

/** Something that took a while on the recording: an exhibit shown, the transcript read, a notice given. Its ends are media positions. */
export interface SpanState {
  readonly spanId: SpanId;
  readonly kind: SpanKind;
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly by: string;
  /** Speech heard under a notice; null where none is asked for. */
  readonly heardMs: number | null;
  readonly requiredMs: number | null;
  readonly from: readonly MediaPosition[];
  readonly to: readonly MediaPosition[];
}

/** Everything the ledger says about one session. Made only by `transition`: there is no other truth. */
export interface SessionState {
  readonly sessionId: SessionId;
  readonly stage: Stage;
  readonly openedAtMs: number;
  readonly caseNumber: string;
  readonly kind: SessionKind;
  readonly place: string;
  readonly legalClass: LegalClass;
  readonly interviewee: string;
  readonly officers: readonly PersonIdentity[];
  readonly streams: readonly RecordedStream[];
  /** While one of these is missing, the session is interrupted. */
  readonly requiredStreams: readonly StreamId[];
  readonly profileId: string;
  readonly profileSha256: string;
  readonly arrivedAtMs: number;
  readonly circumstances: Circumstances;
  readonly began: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  readonly provenUntil: Readonly<Record<string, number>>;
  readonly present: readonly PresentPerson[];
  readonly breaks: readonly BreakState[];
  /** For each stream the stretches in which a break rightly was not recorded, measured from the media; `toMs` is null until it is back. */
  readonly held: readonly { readonly streamId: StreamId; readonly breakId: BreakId; readonly fromMs: number; readonly toMs: number | null }[];
  readonly markers: readonly MarkerState[];
  readonly spans: readonly SpanState[];
  readonly interruptions: readonly InterruptionState[];
  /** Reports to an outside authority, one for each interruption that lasted long. */
  readonly notices: readonly OutsideNotice[];
  /** What was said of it before the seal; for what was said after it ask the book of sessions. */
  readonly attendance: Attendance;
  readonly extensions: readonly (FactPayloads['limit.extended'] & { readonly atMs: number })[];
  readonly limitWarnedMs: readonly number[];
  readonly signatureRefusal: (FactPayloads['signature.refused'] & { readonly atMs: number; readonly by: string }) | null;
  /** What was still missing when the session was finished with a reason, by the codes of its locks. */
  readonly finishedWithout: readonly string[];
  readonly handedBackAtMs: number | null;
  readonly transcript: (FactPayloads['transcript.linked'] & { readonly linkedAtMs: number; readonly linkedBy: string }) | null;
  readonly reconciliation: FactPayloads['transcript.reconciled'] | null;
  /** The reason two officers gave for the differences of the transcript that is linked now. */
  readonly reconciliationExplained: (FactPayloads['reconciliation.explained'] & { readonly explainedAtMs: number; readonly explainedBy: string }) | null;
  /** The transcript that is written in Shilu; null while nobody has begun one. */
  readonly kept: KeptTranscript | null;
  readonly recovery: FactPayloads['recording.recovered'] | null;
}

/** The questioning has ended; the closing segment may still be recorded. */
export function isFinished({ stage }: SessionState): boolean {
  return stage.status === 'finished' || stage.status === 'sealing' || stage.status === 'sealed';
}

/** From the start to the end of the closing segment the cameras are recorded, but for breaks that end the recording. */
export function isKept(state: SessionState): boolean {
  const { status } = state.stage;
  return (status === 'recording' && !isHeld(state)) || status === 'finished' || status === 'sealing';
}

/** An announced break holds the recording, as its profile wants it. */
export function isHeld({ stage, breaks }: SessionState): boolean {
  return stage.status === 'recording' && breaks.some(({ stoppedAtMs, resumedAtMs }) => stoppedAtMs !== null && resumedAtMs === null);
}

/** An interruption that is over, as the interviewee is told of it. */
export function statedInterruption(i: Extract<InterruptionState, { state: 'explained' | 'written' }>) {
  return { fromMs: i.fromMs, toMs: i.toMs, cause: i.state === 'explained' ? i.cause : null, note: i.note, unrecorded: i.unrecorded };
}

/** What the rules ask about a session. */
export function findingsOf(state: SessionState) {
  return {
    finished: isFinished(state),
    interruptionLasting: state.interruptions.some((i) => i.state === 'lasting'),
    unexplainedInterruptions: state.interruptions.filter((i) => i.state === 'unexplained' || i.state === 'explaining').length,
    unsignedInterruptions: state.interruptions.filter((i) => (i.state === 'explained' || i.state === 'written') && i.statement === null).length,
    unrecordedApproved: state.interruptions.some((i) => i.state === 'lasting' && i.unrecorded !== null),
    handBackMissing: state.circumstances.placeKind === 'detention' && state.handedBackAtMs === null,
    breakOpen: state.breaks.some((b) => b.endedAtMs === null),
    returnUnspoken: state.breaks.some((b) => b.resumedAtMs !== null && !b.returnHeard),
    transcriptLinked: state.transcript !== null,
    transcriptAgrees: isSettled(state),
  };
}

/** The lines of a reconciliation that stand in the way of the seal, each by its item and, where it is about one of several, by its subject. */
export function differencesOf({ rows }: FactPayloads['transcript.reconciled']): readonly string[] {
  return rows.filter(({ agrees, blocks }) => blocks && !agrees).map(({ item, subject }) => (subject === '' ? item : `${item}:${subject}`));
}

/** Transcript and recording agree, or two officers have explained every difference that blocks. */
export function isSettled({ reconciliation, reconciliationExplained }: Pick<SessionState, 'reconciliation' | 'reconciliationExplained'>): boolean {
  return reconciliation !== null && (reconciliation.agrees || differencesOf(reconciliation).every((item) => reconciliationExplained?.items.includes(item) === true));
}
