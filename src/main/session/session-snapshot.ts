import { toWireError, AppError } from '../../shared/base/index.ts';
import type { Profile, RuleLock } from '../rules/index.ts';
import { readAloudText, sealLocks, transcriptLocks } from '../rules/index.ts';
import { findingsOf, isSettled, type InterruptionState, type SessionState } from './session-state.ts';

/** The session as a list shows it. Shape of `sessionSummary` in the contract. */
export function sessionSummary(state: SessionState) {
  const { stage } = state;
  return {
    sessionId: state.sessionId, caseNumber: state.caseNumber, kind: state.kind, interviewee: state.interviewee, place: state.place, status: stage.status,
    openedAtMs: state.openedAtMs,
    startedAtMs: stage.status === 'open' ? null : stage.startedAtMs,
    finishedAtMs: stage.status === 'finished' || stage.status === 'sealed' ? stage.finishedAtMs : null,
    sealCode: stage.status === 'sealed' ? stage.seal.sealCode : null,
    interruptions: state.interruptions.length,
  };
}

/** The whole session as a console shows it. Shape of `session` in the contract. `startLocks` are the room's, for a session that has not started. */
export function sessionSnapshot(state: SessionState, profile: Profile, timeZone: string, startLocks: readonly RuleLock[]) {
  const { stage } = state;
  const findings = findingsOf(state);
  const ruleLocks = [...(stage.status === 'open' ? startLocks : []), ...(stage.status === 'recording' ? transcriptLocks(findings) : []), ...(stage.status === 'finished' ? sealLocks(findings) : [])];
  return {
    ...sessionSummary(state),
    legalClass: state.legalClass,
    officers: [...state.officers],
    recordingStartMs: extreme(state, state.began, Math.max),
    recordingEndMs: findings.finished ? extreme(state, state.ended, Math.min) : null,
    provenUntilMs: extreme(state, state.provenUntil, Math.min),
    interrupted: findings.interruptionLasting,
    present: [...state.present],
    breaks: [...state.breaks],
    markers: state.markers.map((m) => ({ ...m, media: [...m.media] })),
    interruptionList: state.interruptions.map((i) => interruptionSnapshot(i, profile, timeZone)),
    transcript: state.transcript,
    reconciliation: reconciliationSnapshot(state),
    seal: stage.status === 'sealed' ? stage.seal : null,
    recovery: state.recovery,
    locks: ruleLocks.map(lockSnapshot),
  };
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

function interruptionSnapshot(i: InterruptionState, profile: Profile, timeZone: string) {
  const toMs = i.state === 'lasting' ? null : i.toMs;
  const cause = i.state === 'explaining' || i.state === 'explained' ? i.cause : null;
  return {
    interruptionId: i.interruptionId, fromMs: i.fromMs, toMs, reason: i.reason, state: i.state, cause,
    note: i.state === 'explaining' || i.state === 'explained' || i.state === 'written' ? i.note : '',
    heardMs: i.state === 'unexplained' || i.state === 'explained' ? i.heardMs : null,
    requiredMs: profile.minimumExplanationSpeechMs,
    beganAtMs: i.state === 'explaining' || i.state === 'explained' ? i.beganAtMs : null,
    explainedBy: i.state === 'explained' || i.state === 'written' ? i.by : null,
    spokenFrom: i.state === 'explained' ? i.spokenFrom : null,
    spokenTo: i.state === 'explained' ? i.spokenTo : null,
    readAloud: toMs === null ? { zh: '', en: '' } : readAloudText(cause, { fromMs: i.fromMs, toMs }, timeZone),
  };
}

function lockSnapshot(lock: RuleLock) {
  const { message, hint } = toWireError(new AppError(lock.code, lock.params));
  return { code: lock.code, locks: lock.locks, article: lock.article, opensBy: [...lock.opensBy], message, hint };
}
