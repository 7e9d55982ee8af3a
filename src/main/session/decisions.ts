import { AppError } from '../../shared/base/index.ts';
import type { BreakKind, Capacity, PersonId, PersonIdentity, SignerCapacity, SigningDecision, UnrecordedReason } from '../../shared/domain/index.ts';
import type { Profile } from '../rules/index.ts';
import { refuseWhileHeld } from './break-hold.ts';
import type { BreakState } from './break-record.ts';
import type { OutsideNotice } from './outside-notices.ts';
import { findingsOf, isHeld, type InterruptionState, type PresentPerson, type SealingState, type SessionState, type SpanState, type Stage } from './session-state.ts';

type Status = Stage['status'];

/** Each of these says whether a command may happen now, and throws the AppError that tells the person why not. They change nothing. */

export function decideStart(state: SessionState): void {
  requireStatus(state, 'open');
}

export function decideMark(state: SessionState): void {
  requireStatus(state, 'recording');
}

/** A refusal of a meal takes the words of the offer and of the answer (requirement F4). */
export function decideBreakStart(state: SessionState, { kind, offered, answered, declined }: BreakStart): void {
  requireStatus(state, 'recording');
  if (declined && (kind !== 'meal' || offered === '' || answered === '')) throw new AppError('MEAL_REFUSAL_INCOMPLETE');
  if (findingsOf(state).breakOpen) throw new AppError('BREAK_OPEN');
  if (findingsOf(state).returnUnspoken) throw new AppError('BREAK_RETURN_UNSPOKEN');
}

export interface BreakStart {
  readonly kind: BreakKind;
  readonly offered: string;
  readonly answered: string;
  /** A meal that was offered and refused. */
  readonly declined: boolean;
}

/** @returns the open break */
export function decideBreakEnd(state: SessionState): BreakState {
  requireStatus(state, 'recording');
  const open = state.breaks.find((b) => b.endedAtMs === null);
  if (open === undefined) throw new AppError('BREAK_NONE');
  if (isHeld(state)) throw new AppError('STATE_REFUSED', { status: 'break' });
  return open;
}

export function decidePersonEnter(state: SessionState, { personId, capacity, note }: { readonly personId: PersonId | undefined; readonly capacity: Capacity; readonly note: string }): void {
  requireStatus(state, 'open', 'recording');
  if (capacity === 'suitable-adult' && state.circumstances.minor && note === '') throw new AppError('ADULT_REASON_REQUIRED');
  const there = state.present.find((person) => person.personId === personId && person.leftAtMs === null);
  if (there !== undefined) throw new AppError('PERSON_NOT_DISTINCT', { name: there.name });
}

/** @returns the person who is leaving */
export function decidePersonLeave(state: SessionState, personId: string): PresentPerson {
  requireStatus(state, 'open', 'recording');
  const person = state.present.find((p) => p.personId === personId && p.leftAtMs === null);
  if (person === undefined) throw new AppError('PERSON_UNKNOWN', { personId });
  return person;
}

/** An explanation is spoken after recording has resumed (standard, article 30). Beginning again starts it afresh. */
export function decideExplainBegin(state: SessionState, interruptionId: string): InterruptionState {
  requireStatus(state, 'recording');
  refuseWhileHeld(state);
  const interruption = findInterruption(state, interruptionId);
  if (findingsOf(state).interruptionLasting) throw new AppError('INTERRUPTION_OPEN');
  if (interruption.state !== 'unexplained' && interruption.state !== 'explaining') throw new AppError('STATE_REFUSED', { status: interruption.state });
  return interruption;
}

export function decideExplainFinish(state: SessionState, interruptionId: string): Extract<InterruptionState, { state: 'explaining' }> {
  requireStatus(state, 'recording');
  const interruption = findInterruption(state, interruptionId);
  if (interruption.state !== 'explaining') throw new AppError('EXPLANATION_NOT_BEGUN');
  if (findingsOf(state).interruptionLasting) throw new AppError('INTERRUPTION_OPEN');
  return interruption;
}

/**
 * Explanations can only be spoken while recording, so the finish waits for them. When the recording cannot be brought back at all,
 * a written reason takes their place (standard, article 15).
 */
export function decideFinish(state: SessionState, reason: string): void {
  requireStatus(state, 'recording');
  const { interruptionLasting, unexplainedInterruptions, breakOpen } = findingsOf(state);
  if (breakOpen) throw new AppError('BREAK_OPEN');
  if (interruptionLasting && reason === '') throw new AppError('INTERRUPTION_OPEN');
  if (unexplainedInterruptions > 0 && !interruptionLasting) throw new AppError('INTERRUPTION_UNEXPLAINED');
}

/** What is begun on the recording must be on it. */
export function decideSpanOpen(state: SessionState): void {
  requireStatus(state, 'recording');
  refuseWhileHeld(state);
}

/** A session that was never recorded may be given up; one that was is finished and sealed. */
export function decideAbandon(state: SessionState): void {
  requireStatus(state, 'open');
}

/** @returns the open span */
export function decideSpanClose(state: SessionState, spanId: string): SpanState {
  requireStatus(state, 'recording');
  const span = state.spans.find((each) => each.spanId === spanId && each.toMs === null);
  if (span === undefined) throw new AppError('SPAN_UNKNOWN', { spanId });
  return span;
}

/** Two different officers of this session. */
export function decideWitness(state: SessionState, by: PersonIdentity, witness: PersonIdentity): void {
  requireStatus(state, 'recording', 'finished');
  const isOfficer = ({ personId }: PersonIdentity) => state.officers.some((officer) => officer.personId === personId);
  if (!isOfficer(by) || !isOfficer(witness) || by.personId === witness.personId) throw new AppError('OFFICER_OF_SESSION_REQUIRED');
}

/** Hand-over and hand-back bracket the recording (requirement A5). */
export function decideHandBack(state: SessionState, handedBackAtMs: number, nowMs: number): void {
  requireStatus(state, 'finished');
  const recordedUntilMs = Math.max(...Object.values(state.ended), state.stage.status === 'finished' ? state.stage.finishedAtMs : 0);
  if (handedBackAtMs < recordedUntilMs || handedBackAtMs > nowMs) throw new AppError('HAND_BACK_EARLY');
}

/**
 * When the interviewee left: once, after the questioning, not before the end of the recording and not after now (requirement F1). It may come after the seal.
 * A detained person is handed back instead.
 */
export function decideLeave(state: SessionState, { leftAtMs, knownMs, nowMs }: { readonly leftAtMs: number; readonly knownMs: number | null; readonly nowMs: number }): void {
  requireStatus(state, 'finished', 'sealing', 'sealed');
  if (knownMs !== null || state.handedBackAtMs !== null) throw new AppError('LEAVING_LOGGED');
  const recordedUntilMs = Math.max(...Object.values(state.ended), 'finishedAtMs' in state.stage ? state.stage.finishedAtMs : 0);
  if (leftAtMs < recordedUntilMs || leftAtMs > nowMs) throw new AppError('LEAVING_WRONG');
}

/** Remedies and technicians' notes may come while it lasts and after, until the seal. */
export function decideNoteInterruption(state: SessionState, interruptionId: string): InterruptionState {
  requireStatus(state, 'recording', 'finished');
  return findInterruption(state, interruptionId);
}

/** Article 29: never in the must-record class; only while nothing is recorded, and only once. */
export function decideContinueUnrecorded(state: SessionState, interruptionId: string, { unrecorded }: Profile, reason: UnrecordedReason): InterruptionState {
  requireStatus(state, 'recording');
  const interruption = findInterruption(state, interruptionId);
  if (!unrecorded.classes.includes(state.legalClass) || !unrecorded.reasons.includes(reason)) throw new AppError('UNRECORDED_FORBIDDEN');
  if (interruption.state !== 'lasting' || interruption.unrecorded !== null) throw new AppError('STATE_REFUSED', { status: interruption.state });
  return interruption;
}

/** The text about an interruption is signed once it has been explained, or given in writing at the end, and once (article 30). @returns the interruption */
export function decideSignInterruption(state: SessionState, interruptionId: string): Extract<InterruptionState, { state: 'explained' | 'written' }> {
  requireStatus(state, 'recording', 'finished');
  const interruption = findInterruption(state, interruptionId);
  if (interruption.state !== 'explained' && interruption.state !== 'written') throw new AppError('INTERRUPTION_UNEXPLAINED');
  if (interruption.statement !== null) throw new AppError('STATEMENT_SETTLED');
  return interruption;
}

/** A report is acknowledged once, before the seal. @returns it */
export function decideAcknowledge(state: SessionState, interruptionId: string): OutsideNotice {
  requireStatus(state, 'recording', 'finished');
  const notice = state.notices.find((each) => each.interruptionId === interruptionId);
  if (notice === undefined) throw new AppError('NOTICE_UNKNOWN');
  if (notice.acknowledgement !== null) throw new AppError('NOTICE_SETTLED');
  return notice;
}

/** A seal may be begun again: the later one counts, and is signed anew. */
export function decideSealBegin(state: SessionState): void {
  requireStatus(state, 'finished', 'sealing');
}

export function decideSealWithdraw(state: SessionState): void {
  requireStatus(state, 'sealing');
}

/** Who signs must be seen signing (GAX 387; requirement G4); that somebody does not sign takes a reason and two officers. */
export function decideSign(state: SessionState, decision: SigningDecision, isRecorded: boolean, reason: string, hasSecond: boolean): void {
  requireStatus(state, 'sealing');
  if (decision === 'signed') {
    if (!isRecorded) throw new AppError('SIGNING_NOT_RECORDED');
    return;
  }
  if (reason === '' || !hasSecond) throw new AppError('REFUSAL_NEEDS_TWO');
}

/** @returns the seal that is being closed */
export function decideSealComplete(state: SessionState): SealingState {
  if (state.stage.status !== 'sealing') throw new AppError('STATE_REFUSED', { status: state.stage.status });
  const missing = missingSigners(state);
  if (missing.length > 0) throw new AppError('SIGNATURE_MISSING', { names: missing.map(({ name }) => name).join('、') });
  return state.stage.sealing;
}

export interface Signer {
  readonly name: string;
  readonly capacity: SignerCapacity;
}

/** Everybody who has to sign or be noted as not signing: the interviewee, the officers, and the interpreter and guardian who are in the room. */
export function expectedSigners(state: SessionState): readonly Signer[] {
  const helpers = state.present.filter(({ capacity, leftAtMs }) => leftAtMs === null && (capacity === 'interpreter' || capacity === 'guardian'));
  return [{ name: state.interviewee, capacity: 'interviewee' }, ...state.officers.map(({ name }) => ({ name, capacity: 'officer' as const })), ...helpers.map(({ name, capacity }) => ({ name, capacity }))];
}

/** Those of whom nothing is noted yet. Empty unless a seal was begun. */
export function missingSigners(state: SessionState): readonly Signer[] {
  if (state.stage.status !== 'sealing') return [];
  const { signatures } = state.stage.sealing;
  return expectedSigners(state).filter(({ name, capacity }) => !signatures.some((signature) => signature.name === name && signature.capacity === capacity));
}

function findInterruption(state: SessionState, interruptionId: string): InterruptionState {
  const interruption = state.interruptions.find((i) => i.interruptionId === interruptionId);
  if (interruption === undefined) throw new AppError('INTERRUPTION_UNKNOWN', { interruptionId });
  return interruption;
}

function requireStatus(state: SessionState, ...allowed: readonly Status[]): void {
  if (!allowed.includes(state.stage.status)) throw new AppError('STATE_REFUSED', { status: state.stage.status });
}
