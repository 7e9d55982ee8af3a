import type { InterruptionId } from '../../shared/domain/index.ts';
import type { Circumstances, FactActor, FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import { applyAttendanceEntry, noAttendance } from './attendance.ts';
import { applyBreakEntry } from './break-record.ts';
import { applyTranscriptEntry } from './kept-transcript.ts';
import { applyNoticeEntry } from './outside-notices.ts';
import { applySealEntry } from './seal-transition.ts';
import type { InterruptionState, SessionState, StatementOutcome } from './session-state.ts';

/** The state of a session after all its facts, or undefined when the first is not its opening. Replaying the ledger gives the same state after any crash. */
export function projectSession(entries: Iterable<LedgerEntry>): SessionState | undefined {
  let state: SessionState | undefined;
  for (const entry of entries) state = state === undefined ? openingState(entry) : transition(state, entry);
  return state;
}

/** The state after one more fact. Pure and total: facts that say nothing about a session leave it as it is, and nothing changes what is sealed or abandoned. */
export function transition(state: SessionState, entry: LedgerEntry): SessionState {
  if (state.stage.status === 'sealed' || state.stage.status === 'abandoned') return state;
  const atMs = entry.at.atMs;
  switch (entry.type) {
    case 'session.started':
      return state.stage.status === 'open' ? { ...state, stage: { status: 'recording', startedAtMs: atMs } } : state;
    case 'session.abandoned':
      if (state.stage.status !== 'open') return state;
      return { ...state, stage: { status: 'abandoned', abandonedAtMs: atMs, reason: entry.payload.reason, by: actorName(entry.actor) } };
    case 'session.finished':
      return finish(state, entry.payload, atMs, actorName(entry.actor));
    case 'seal.begun':
    case 'seal.signed':
    case 'seal.withdrawn':
    case 'session.sealed':
      return applySealEntry(state, entry);
    case 'recording.began':
      return entry.payload.streamId in state.began ? state : { ...state, began: { ...state.began, [entry.payload.streamId]: entry.payload.fromMs } };
    case 'recording.ended':
      return { ...state, ended: { ...state.ended, [entry.payload.streamId]: entry.payload.untilMs } };
    case 'recording.proven':
      return { ...state, provenUntil: { ...state.provenUntil, [entry.payload.streamId]: entry.payload.provenUntilMs } };
    case 'person.entered':
      return { ...state, present: [...state.present, { sex: 'unknown', note: '', ...entry.payload, enteredAtMs: atMs, leftAtMs: null }] };
    case 'person.left':
      return { ...state, present: state.present.map((p) => (p.personId === entry.payload.personId && p.leftAtMs === null ? { ...p, leftAtMs: atMs } : p)) };
    case 'marker.added':
      return { ...state, markers: [...state.markers, { ...entry.payload, atMs, by: actorName(entry.actor), media: entry.media }] };
    case 'span.opened':
      return { ...state, spans: [...state.spans, { ...entry.payload, fromMs: atMs, toMs: null, by: actorName(entry.actor), heardMs: null, requiredMs: null, from: entry.media, to: [] }] };
    case 'span.closed': {
      const { spanId, heardMs, requiredMs } = entry.payload;
      return { ...state, spans: state.spans.map((span) => (span.spanId === spanId && span.toMs === null ? { ...span, toMs: atMs, heardMs, requiredMs, to: entry.media } : span)) };
    }
    case 'signature.refused':
      return { ...state, signatureRefusal: { ...entry.payload, atMs, by: actorName(entry.actor) } };
    case 'limit.extended':
      return { ...state, extensions: [...state.extensions, { ...entry.payload, atMs }] };
    case 'stays.found':
      return { ...state, circumstances: { ...state.circumstances, earlierStays: [...state.circumstances.earlierStays, ...entry.payload.stays], restStays: [...(state.circumstances.restStays ?? []), ...(entry.payload.restStays ?? [])] } };
    case 'limit.warned':
      return { ...state, limitWarnedMs: [...state.limitWarnedMs, entry.payload.leftMs] };
    case 'detention.handedBack':
      return { ...state, handedBackAtMs: entry.payload.handedBackAtMs };
    case 'break.started':
    case 'break.ended':
    case 'break.corrected':
    case 'break.voided':
    case 'break.spoken':
    case 'break.recordingStopped':
    case 'break.recordingResumed':
      return { ...state, breaks: applyBreakEntry(state.breaks, entry) };
    case 'notice.drafted':
    case 'notice.escalated':
    case 'notice.acknowledged':
      return { ...state, notices: applyNoticeEntry(state.notices, entry) };
    case 'attendance.signed':
    case 'attendance.refused':
      return { ...state, attendance: applyAttendanceEntry(state.attendance, entry) };
    case 'recording.held':
      return { ...state, held: [...state.held, { streamId: entry.payload.streamId, breakId: entry.payload.breakId, fromMs: entry.payload.untilMs, toMs: null }] };
    case 'recording.resumed': {
      const { streamId, breakId, fromMs } = entry.payload;
      return { ...state, held: state.held.map((span) => (span.streamId === streamId && span.breakId === breakId && span.toMs === null ? { ...span, toMs: fromMs } : span)) };
    }
    case 'interruption.opened':
      if (state.stage.status !== 'recording') return state;
      return { ...state, interruptions: [...state.interruptions, { ...entry.payload, reasons: [entry.payload.reason], remedies: [], notes: [], unrecorded: null, state: 'lasting', notBeforeMs: entry.payload.fromMs }] };
    case 'interruption.closed':
      return withInterruption(state, entry.payload.interruptionId, (i) =>
        i.state === 'lasting' ? { ...base(i), fromMs: entry.payload.fromMs, toMs: entry.payload.toMs, state: 'unexplained', heardMs: null } : i);
    case 'interruption.reopened': {
      if (state.stage.status !== 'recording') return state;
      const { interruptionId, absorbs, fromMs, untilMs, reason } = entry.payload;
      return withInterruption(without(state, absorbs), interruptionId, (i) => ({ ...withCause(base(i), reason), fromMs, notBeforeMs: untilMs, state: 'lasting' }));
    }
    case 'interruption.widened':
      return withInterruption(without(state, entry.payload.absorbs), entry.payload.interruptionId, (i) => (i.state === 'lasting' ? { ...withCause(i, entry.payload.reason), fromMs: entry.payload.fromMs } : i));
    case 'interruption.remedyTried':
      return withInterruption(state, entry.payload.interruptionId, (i) => ({ ...i, remedies: [...i.remedies, { remedy: entry.payload.remedy, note: entry.payload.note, atMs, by: actorName(entry.actor) }] }));
    case 'interruption.noted':
      return withInterruption(state, entry.payload.interruptionId, (i) => ({ ...i, notes: [...i.notes, { text: entry.payload.text, atMs, by: actorName(entry.actor) }] }));
    case 'interruption.continuedUnrecorded':
      return withInterruption(state, entry.payload.interruptionId, (i) => {
        const { reason, note, approvedBy } = entry.payload;
        return i.state === 'lasting' && i.unrecorded === null ? { ...i, unrecorded: { reason, note, approvedBy: approvedBy.name, atMs, by: actorName(entry.actor) } } : i;
      });
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
        return { ...base(i), toMs: i.toMs, state: 'explained', cause, note, beganAtMs, heardMs, by: actorName(entry.actor), spokenFrom, spokenTo, statement: null };
      });
    case 'interruption.signed': {
      const { language, text, method, imageSha256 } = entry.payload;
      return withStatement(state, entry.payload.interruptionId, { language, text, atMs, by: actorName(entry.actor), outcome: 'signed', method, imageSha256 });
    }
    case 'interruption.signingRefused': {
      const { language, text, reason, witness } = entry.payload;
      return withStatement(state, entry.payload.interruptionId, { language, text, atMs, by: actorName(entry.actor), outcome: 'refused', reason, witness: witness.name });
    }
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

/** A session about which nothing was told beyond its case. */
const plainCircumstances: Circumstances = {
  intervieweeKey: '', intervieweeNumber: 1, intervieweeSex: 'unknown', minor: false, needsInterpreter: false, classReasons: [], placeKind: 'registered', mobileReason: '',
  detained: false, detainedAtMs: null, warrantNumber: '', handedOverAtMs: null, timeLimitId: '', earlierStays: [], womenOfficers: [],
};

function openingState(entry: LedgerEntry): SessionState | undefined {
  if (entry.type !== 'session.opened' || entry.sessionId === '') return undefined;
  const { caseNumber, kind, place, legalClass, interviewee, officers, streams, profileId, profileSha256, arrivedAtMs, circumstances } = entry.payload;
  return {
    sessionId: entry.sessionId, stage: { status: 'open' }, openedAtMs: entry.at.atMs, caseNumber, kind, place, legalClass, interviewee, officers, streams,
    requiredStreams: streams.filter((stream) => stream.required).map((stream) => stream.streamId),
    profileId, profileSha256, arrivedAtMs, circumstances: circumstances ?? plainCircumstances, began: {}, ended: {}, provenUntil: {}, present: [], breaks: [], held: [], markers: [], spans: [],
    interruptions: [], notices: [], attendance: noAttendance, extensions: [], limitWarnedMs: [], signatureRefusal: null, finishedWithout: [], handedBackAtMs: null, transcript: null, reconciliation: null, reconciliationExplained: null, kept: null, recovery: null,
  };
}

function finish(state: SessionState, { reason, without: missing = [] }: FactPayloads['session.finished'], atMs: number, by: string): SessionState {
  if (state.stage.status !== 'recording') return state;
  const interruptions = state.interruptions.map((i): InterruptionState => (i.state === 'lasting' ? { ...base(i), state: 'written', toMs: Math.max(atMs, i.notBeforeMs), note: reason, by, statement: null } : i));
  const spans = state.spans.map((span) => (span.toMs === null ? { ...span, toMs: atMs } : span));
  return { ...state, interruptions, spans, stage: { status: 'finished', startedAtMs: state.stage.startedAtMs, finishedAtMs: atMs, reason }, finishedWithout: missing };
}

function base(i: InterruptionState) {
  const { interruptionId, reason, reasons, fromMs, remedies, notes, unrecorded } = i;
  return { interruptionId, reason, reasons, fromMs, remedies, notes, unrecorded };
}

function withCause<T extends { readonly reasons: readonly string[] }>(of: T, reason: string): T {
  return of.reasons.includes(reason) ? of : { ...of, reasons: [...of.reasons, reason] };
}

/** Interruptions that have become part of another are gone from the list; their facts stay. */
function without(state: SessionState, absorbed: readonly InterruptionId[]): SessionState {
  return absorbed.length === 0 ? state : { ...state, interruptions: state.interruptions.filter(({ interruptionId }) => !absorbed.includes(interruptionId)) };
}

function withStatement(state: SessionState, id: InterruptionId, statement: StatementOutcome): SessionState {
  return withInterruption(state, id, (i) => ((i.state === 'explained' || i.state === 'written') && i.statement === null ? { ...i, statement } : i));
}

function withInterruption(state: SessionState, id: InterruptionId, change: (i: InterruptionState) => InterruptionState): SessionState {
  return { ...state, interruptions: state.interruptions.map((i) => (i.interruptionId === id ? change(i) : i)) };
}

function actorName(actor: FactActor): string {
  return actor.kind === 'person' ? actor.name : '';
}
