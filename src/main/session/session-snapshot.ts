import { toWireError, AppError } from '../../shared/base/index.ts';
import type { Profile, RuleLock } from '../rules/index.ts';
import { breakDues, breakLocks, breakText, conductLocks, dailyRestLocks, finishLocks, noticeLocks, presenceLocks, readAloudText, sealLocks, signText, statementText, transcriptLocks } from '../rules/index.ts';
import { heldSpan, wordsDue } from './break-hold.ts';
import { conductOf, dailyRestOf, sessionClock } from './conduct.ts';
import { missingSigners } from './decisions.ts';
import { standing } from './outside-notices.ts';
import type { SessionOutline } from './session-book.ts';
import { findingsOf, isHeld, isSettled, statedInterruption, type InterruptionState, type SessionState } from './session-state.ts';

/** The session as a list shows it. Shape of `sessionSummary` in the contract. */
export function sessionSummary(state: SessionOutline) {
  const { stage } = state;
  return {
    sessionId: state.sessionId, caseNumber: state.caseNumber, kind: state.kind, interviewee: state.interviewee, place: state.place, status: stage.status,
    openedAtMs: state.openedAtMs,
    startedAtMs: stage.status === 'open' || stage.status === 'abandoned' ? null : stage.startedAtMs,
    finishedAtMs: stage.status === 'finished' || stage.status === 'sealing' || stage.status === 'sealed' ? stage.finishedAtMs : null,
    sealCode: stage.status === 'sealed' ? stage.seal.sealCode : null,
    interruptions: state.interruptions.length,
  };
}

export interface SnapshotContext {
  readonly profile: Profile;
  readonly timeZone: string;
  readonly nowMs: number;
  /** The room's, for a session that has not started. */
  readonly roomLocks: readonly RuleLock[];
}

/** What still forbids the seal. */
export function locksOnSeal(state: SessionState, profile: Profile): readonly RuleLock[] {
  return [...sealLocks(findingsOf(state)), ...noticeLocks(profile, state.notices.map(standing))];
}

/** Everything that is not open now, for the stage that the session is in. */
export function sessionLocks(state: SessionState, { profile, timeZone, nowMs, roomLocks }: SnapshotContext): readonly RuleLock[] {
  const findings = findingsOf(state);
  switch (state.stage.status) {
    case 'open': return [...roomLocks, ...presenceLocks(profile, conductOf(state, profile, nowMs), 'start')];
    case 'recording': {
      const conduct = conductOf(state, profile, nowMs);
      const dues = breakDues({ rules: profile.breaks, timeZone, startedAtMs: state.stage.startedAtMs, breaks: state.breaks, nowMs: Math.round(nowMs) });
      return [...transcriptLocks(findings), ...conductLocks(profile, conduct), ...breakLocks(dues), ...dailyRestLocks(dailyRestOf(state, profile, nowMs)), ...finishLocks(profile, conduct)];
    }
    case 'finished': return locksOnSeal(state, profile);
    case 'sealing':
    case 'sealed':
    case 'abandoned': return [];
  }
}

/** The whole session as a console shows it. Shape of `session` in the contract. */
export function sessionSnapshot(state: SessionState, context: SnapshotContext) {
  const { stage, circumstances } = state;
  const { profile, timeZone, nowMs } = context;
  const findings = findingsOf(state);
  return {
    ...sessionSummary(state),
    legalClass: state.legalClass,
    officers: [...state.officers],
    recordingStartMs: extreme(state, state.began, Math.max),
    recordingEndMs: findings.finished ? extreme(state, state.ended, Math.min) : null,
    provenUntilMs: extreme(state, state.provenUntil, Math.min),
    interrupted: findings.interruptionLasting,
    present: [...state.present],
    breaks: state.breaks.map(({ stoppedAtMs, resumedAtMs, returnHeard, ...held }) => ({ ...held, unrecorded: heldSpan(state, { ...held, stoppedAtMs, resumedAtMs, returnHeard }) ?? null })),
    held: isHeld(state),
    breakWords: wordsSnapshot(state, context),
    markers: state.markers.map((m) => ({ ...m, media: [...m.media] })),
    interruptionList: state.interruptions.map((i) => interruptionSnapshot(i, state, profile, timeZone)),
    intervieweeNumber: circumstances.intervieweeNumber, minor: circumstances.minor, needsInterpreter: circumstances.needsInterpreter, detained: circumstances.detained,
    placeKind: circumstances.placeKind, classReasons: [...circumstances.classReasons],
    abandoned: stage.status === 'abandoned' ? { reason: stage.reason, by: stage.by, atMs: stage.abandonedAtMs } : null,
    spans: [...state.spans],
    legalClock: clockSnapshot(state, profile, nowMs),
    signatureRefusal: state.signatureRefusal === null ? null : { reason: state.signatureRefusal.reason, by: state.signatureRefusal.by, witness: state.signatureRefusal.witness.name, atMs: state.signatureRefusal.atMs },
    finishedWithout: [...state.finishedWithout],
    handedBackAtMs: state.handedBackAtMs,
    transcript: state.transcript,
    reconciliation: reconciliationSnapshot(state),
    sealing: stage.status === 'sealing' ? { ...stage.sealing, missing: [...missingSigners(state)] } : null,
    seal: stage.status === 'sealed' ? stage.seal : null,
    recovery: state.recovery,
    locks: lockSnapshots(sessionLocks(state, context)),
  };
}

function wordsSnapshot(state: SessionState, { profile, timeZone, nowMs }: SnapshotContext) {
  const due = wordsDue(state, profile);
  if (due === undefined) return null;
  return { step: due.step, text: breakText(due.step, due.held.kind, due.step === 'return' ? due.sinceMs : Math.round(nowMs), timeZone) };
}

function reconciliationSnapshot(state: SessionState) {
  const { reconciliation, reconciliationExplained: said } = state;
  if (reconciliation === null) return null;
  const explanation = said === null ? null : { reason: said.reason, atMs: said.explainedAtMs, by: said.explainedBy, second: said.approvedBy.name };
  return { agrees: reconciliation.agrees, settled: isSettled(state), explanation, rows: [...reconciliation.rows] };
}

/** The session is recorded from when every required stream is, until the first of them ends. */
function extreme(state: SessionState, byStream: Readonly<Record<string, number>>, pick: (...values: number[]) => number): number | null {
  const values = state.requiredStreams.map((id) => byStream[id]).filter((ms) => ms !== undefined);
  return values.length === state.requiredStreams.length && values.length > 0 ? pick(...values) : null;
}

function clockSnapshot(state: SessionState, profile: Profile, nowMs: number) {
  const clock = sessionClock(state, profile, nowMs);
  if (clock === undefined) return null;
  const { limit, usedMs, allowedMs, leftMs, endsAtMs, nextStep } = clock;
  const round = Math.round;
  return {
    timeLimitId: limit.id, title: limit.title, source: limit.source, unconfirmed: limit.unconfirmed, arrivedAtMs: state.arrivedAtMs,
    earlierMs: round(state.circumstances.earlierStays.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)),
    usedMs: round(usedMs), allowedMs, leftMs: round(leftMs), endsAtMs: round(endsAtMs), next: nextStep ?? null,
    extensions: state.extensions.map(({ allowedMs: toMs, reason, approvedBy, atMs }) => ({ toMs, reason, approvedBy: approvedBy.name, atMs })),
  };
}

function interruptionSnapshot(i: InterruptionState, state: SessionState, profile: Profile, timeZone: string) {
  const toMs = i.state === 'lasting' ? null : i.toMs;
  const cause = i.state === 'explaining' || i.state === 'explained' ? i.cause : null;
  return {
    interruptionId: i.interruptionId, fromMs: i.fromMs, toMs, reason: i.reason, reasons: [...i.reasons], state: i.state, cause,
    note: i.state === 'explaining' || i.state === 'explained' || i.state === 'written' ? i.note : '',
    heardMs: i.state === 'unexplained' || i.state === 'explained' ? i.heardMs : null,
    requiredMs: profile.minimumExplanationSpeechMs,
    beganAtMs: i.state === 'explaining' || i.state === 'explained' ? i.beganAtMs : null,
    explainedBy: i.state === 'explained' || i.state === 'written' ? i.by : null,
    spokenFrom: i.state === 'explained' ? i.spokenFrom : null,
    spokenTo: i.state === 'explained' ? i.spokenTo : null,
    remedies: profile.remedies.map((remedy) => ({ remedy, tried: i.remedies.filter((each) => each.remedy === remedy).map(({ note, atMs, by }) => ({ note, atMs, by })) })),
    notes: [...i.notes],
    mayContinueUnrecorded: i.state === 'lasting' && i.unrecorded === null && profile.unrecorded.classes.includes(state.legalClass),
    unrecorded: i.unrecorded === null ? null : { ...i.unrecorded, signText: signText(i.unrecorded.reason, i.unrecorded.approvedBy, { fromMs: i.fromMs, toMs }, timeZone) },
    readAloud: toMs === null ? { zh: '', en: '' } : readAloudText(cause, { fromMs: i.fromMs, toMs }, timeZone, i.unrecorded !== null),
    statement: i.state === 'explained' || i.state === 'written' ? { text: statementText(statedInterruption(i), timeZone), outcome: i.statement } : null,
  };
}

/** Locks as a console shows them: each once, with every step that it holds. */
function lockSnapshots(locks: readonly RuleLock[]) {
  return [...new Set(locks.map(({ code }) => code))].map((code) => {
    const same = locks.filter((lock) => lock.code === code);
    const { message, hint } = toWireError(new AppError(code, same[0]?.params ?? {}));
    return { code, locks: same.map((lock) => lock.locks), article: [...new Set(same.map(({ article }) => article))].join('; '), opensBy: [...new Set(same.flatMap(({ opensBy }) => opensBy))], message, hint };
  });
}
