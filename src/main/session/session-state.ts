import type {
  BreakId, BreakKind, Capacity, InterruptionCause, InterruptionId, LegalClass, MarkerId, MarkerKind, MediaPosition, PersonId, PersonIdentity,
  RecordedStream, SessionId, SessionKind, StreamId,
} from '../../shared/domain/index.ts';
import type { FactActor, FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import { applyTranscriptEntry, type KeptTranscript } from './kept-transcript.ts';

export type Stage =
  | { readonly status: 'open' }
  | { readonly status: 'recording'; readonly startedAtMs: number }
  | { readonly status: 'finished'; readonly startedAtMs: number; readonly finishedAtMs: number; readonly reason: string }
  | { readonly status: 'sealed'; readonly startedAtMs: number; readonly finishedAtMs: number; readonly reason: string; readonly seal: SealState };

export interface SealState {
  readonly sealCode: string;
  readonly manifestSha256: string;
  readonly intervieweeSigned: boolean;
  readonly sealedAtMs: number;
  readonly sealedBy: string;
}

/** How far the explanation of an interruption has come. `toMs` exists once the media has come back. */
export type InterruptionState = {
  readonly interruptionId: InterruptionId;
  readonly reason: string;
  readonly fromMs: number;
} & (
  | { readonly state: 'lasting' }
  | { readonly state: 'unexplained'; readonly toMs: number; readonly heardMs: number | null }
  | { readonly state: 'explaining'; readonly toMs: number; readonly cause: InterruptionCause; readonly note: string; readonly beganAtMs: number }
  | {
      readonly state: 'explained'; readonly toMs: number; readonly cause: InterruptionCause; readonly note: string; readonly beganAtMs: number;
      readonly heardMs: number; readonly by: string; readonly spokenFrom: MediaPosition; readonly spokenTo: MediaPosition;
    }
  | { readonly state: 'written'; readonly toMs: number; readonly note: string; readonly by: string }
);

export interface PresentPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly capacity: Capacity;
  readonly enteredAtMs: number;
  readonly leftAtMs: number | null;
}

export interface BreakState {
  readonly breakId: BreakId;
  readonly kind: BreakKind;
  readonly offered: string;
  readonly answered: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly note: string;
}

export interface MarkerState {
  readonly markerId: MarkerId;
  readonly kind: MarkerKind;
  readonly text: string;
  readonly atMs: number;
  readonly by: string;
  readonly media: readonly MediaPosition[];
}

/** Everything the ledger says about one session. Made only by `applyEntry`: there is no other truth. */
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
  readonly began: Readonly<Record<string, number>>;
  readonly ended: Readonly<Record<string, number>>;
  readonly provenUntil: Readonly<Record<string, number>>;
  readonly present: readonly PresentPerson[];
  readonly breaks: readonly BreakState[];
  readonly markers: readonly MarkerState[];
  readonly interruptions: readonly InterruptionState[];
  readonly transcript: (FactPayloads['transcript.linked'] & { readonly linkedAtMs: number; readonly linkedBy: string }) | null;
  readonly reconciliation: FactPayloads['transcript.reconciled'] | null;
  /** The reason two officers gave for the differences of the transcript that is linked now. */
  readonly reconciliationExplained: (FactPayloads['reconciliation.explained'] & { readonly explainedAtMs: number; readonly explainedBy: string }) | null;
  /** The transcript that is written in Shilu; null while nobody has begun one. */
  readonly kept: KeptTranscript | null;
  readonly recovery: FactPayloads['recording.recovered'] | null;
}

/** The state of a session after all its facts, or undefined when the first is not its opening. Replaying the ledger gives the same state after any crash. */
export function projectSession(entries: Iterable<LedgerEntry>): SessionState | undefined {
  let state: SessionState | undefined;
  for (const entry of entries) state = state === undefined ? openingState(entry) : applyEntry(state, entry);
  return state;
}

/** The state after one more fact. Pure and total: facts that say nothing about a session leave it as it is, and nothing changes what is sealed. */
export function applyEntry(state: SessionState, entry: LedgerEntry): SessionState {
  if (state.stage.status === 'sealed') return state;
  const atMs = entry.at.atMs;
  switch (entry.type) {
    case 'session.started':
      return state.stage.status === 'open' ? { ...state, stage: { status: 'recording', startedAtMs: atMs } } : state;
    case 'session.finished':
      return finish(state, entry.payload.reason, atMs, actorName(entry.actor));
    case 'session.sealed':
      if (state.stage.status !== 'finished') return state;
      return { ...state, stage: { ...state.stage, status: 'sealed', seal: { ...entry.payload, sealedAtMs: atMs, sealedBy: actorName(entry.actor) } } };
    case 'recording.began':
      return entry.payload.streamId in state.began ? state : { ...state, began: { ...state.began, [entry.payload.streamId]: entry.payload.fromMs } };
    case 'recording.ended':
      return { ...state, ended: { ...state.ended, [entry.payload.streamId]: entry.payload.untilMs } };
    case 'recording.proven':
      return { ...state, provenUntil: { ...state.provenUntil, [entry.payload.streamId]: entry.payload.provenUntilMs } };
    case 'person.entered':
      return { ...state, present: [...state.present, { ...entry.payload, enteredAtMs: atMs, leftAtMs: null }] };
    case 'person.left':
      return { ...state, present: state.present.map((p) => (p.personId === entry.payload.personId && p.leftAtMs === null ? { ...p, leftAtMs: atMs } : p)) };
    case 'marker.added':
      return { ...state, markers: [...state.markers, { ...entry.payload, atMs, by: actorName(entry.actor), media: entry.media }] };
    case 'break.started':
      return { ...state, breaks: [...state.breaks, { ...entry.payload, startedAtMs: atMs, endedAtMs: null, note: '' }] };
    case 'break.ended':
      return { ...state, breaks: state.breaks.map((b) => (b.breakId === entry.payload.breakId ? { ...b, endedAtMs: atMs, note: entry.payload.note } : b)) };
    case 'interruption.opened':
      if (state.stage.status !== 'recording') return state;
      return { ...state, interruptions: [...state.interruptions, { ...entry.payload, state: 'lasting' }] };
    case 'interruption.closed':
      return withInterruption(state, entry.payload.interruptionId, (i) =>
        i.state === 'lasting' ? { ...base(i), fromMs: entry.payload.fromMs, toMs: entry.payload.toMs, state: 'unexplained', heardMs: null } : i);
    case 'explanation.begun':
      return withInterruption(state, entry.payload.interruptionId, (i) => {
        if (i.state !== 'unexplained' && i.state !== 'explaining') return i;
        const { cause, note, beganAtMs } = entry.payload;
        return { ...base(i), toMs: i.toMs, state: 'explaining', cause, note, beganAtMs };
      });
    case 'explanation.rejected':
      return withInterruption(state, entry.payload.interruptionId, (i) =>
        i.state === 'explaining' ? { ...base(i), toMs: i.toMs, state: 'unexplained', heardMs: entry.payload.heardMs } : i);
    case 'interruption.explained':
      return withInterruption(state, entry.payload.interruptionId, (i) => {
        if (i.state !== 'explaining') return i;
        const { cause, note, beganAtMs, heardMs, spokenFrom, spokenTo } = entry.payload;
        return { ...base(i), toMs: i.toMs, state: 'explained', cause, note, beganAtMs, heardMs, by: actorName(entry.actor), spokenFrom, spokenTo };
      });
    case 'recording.recovered':
      return { ...state, recovery: entry.payload };
    case 'transcript.linked':
      return { ...state, transcript: { ...entry.payload, linkedAtMs: atMs, linkedBy: actorName(entry.actor) }, reconciliation: null, reconciliationExplained: null };
    case 'transcript.reconciled':
      return { ...state, reconciliation: entry.payload };
    case 'reconciliation.explained':
      return { ...state, reconciliationExplained: { ...entry.payload, explainedAtMs: atMs, explainedBy: actorName(entry.actor) } };
    default: {
      const kept = applyTranscriptEntry(state.kept, entry);
      return kept === state.kept ? state : { ...state, kept };
    }
  }
}

/** What the rules ask about a session. */
export function findingsOf(state: SessionState) {
  return {
    finished: state.stage.status === 'finished' || state.stage.status === 'sealed',
    interruptionLasting: state.interruptions.some((i) => i.state === 'lasting'),
    unexplainedInterruptions: state.interruptions.filter((i) => i.state === 'unexplained' || i.state === 'explaining').length,
    breakOpen: state.breaks.some((b) => b.endedAtMs === null),
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

function openingState(entry: LedgerEntry): SessionState | undefined {
  if (entry.type !== 'session.opened' || entry.sessionId === '') return undefined;
  const { caseNumber, kind, place, legalClass, interviewee, officers, streams, profileId, profileSha256 } = entry.payload;
  return {
    sessionId: entry.sessionId, stage: { status: 'open' }, openedAtMs: entry.at.atMs, caseNumber, kind, place, legalClass, interviewee, officers, streams,
    requiredStreams: streams.filter((stream) => stream.required).map((stream) => stream.streamId),
    profileId, profileSha256, began: {}, ended: {}, provenUntil: {}, present: [], breaks: [], markers: [], interruptions: [], transcript: null, reconciliation: null, reconciliationExplained: null, kept: null, recovery: null,
  };
}

function finish(state: SessionState, reason: string, atMs: number, by: string): SessionState {
  if (state.stage.status !== 'recording') return state;
  const interruptions = state.interruptions.map((i): InterruptionState => (i.state === 'lasting' ? { ...base(i), state: 'written', toMs: atMs, note: reason, by } : i));
  return { ...state, interruptions, stage: { status: 'finished', startedAtMs: state.stage.startedAtMs, finishedAtMs: atMs, reason } };
}

function base(i: InterruptionState) {
  return { interruptionId: i.interruptionId, reason: i.reason, fromMs: i.fromMs };
}

function withInterruption(state: SessionState, id: InterruptionId, change: (i: InterruptionState) => InterruptionState): SessionState {
  return { ...state, interruptions: state.interruptions.map((i) => (i.interruptionId === id ? change(i) : i)) };
}

function actorName(actor: FactActor): string {
  return actor.kind === 'person' ? actor.name : '';
}
