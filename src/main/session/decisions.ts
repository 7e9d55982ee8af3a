import { AppError } from '../../shared/base/index.ts';
import { findingsOf, type BreakState, type InterruptionState, type PresentPerson, type SessionState, type Stage } from './session-state.ts';

type Status = Stage['status'];

/** Each of these says whether a command may happen now, and throws the AppError that tells the person why not. They change nothing. */

export function decideStart(state: SessionState): void {
  requireStatus(state, 'open');
}

export function decideMark(state: SessionState): void {
  requireStatus(state, 'recording');
}

export function decideBreakStart(state: SessionState): void {
  requireStatus(state, 'recording');
  if (findingsOf(state).breakOpen) throw new AppError('BREAK_OPEN');
}

/** @returns the open break */
export function decideBreakEnd(state: SessionState): BreakState {
  requireStatus(state, 'recording');
  const open = state.breaks.find((b) => b.endedAtMs === null);
  if (open === undefined) throw new AppError('BREAK_NONE');
  return open;
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

function findInterruption(state: SessionState, interruptionId: string): InterruptionState {
  const interruption = state.interruptions.find((i) => i.interruptionId === interruptionId);
  if (interruption === undefined) throw new AppError('INTERRUPTION_UNKNOWN', { interruptionId });
  return interruption;
}

function requireStatus(state: SessionState, ...allowed: readonly Status[]): void {
  if (!allowed.includes(state.stage.status)) throw new AppError('STATE_REFUSED', { status: state.stage.status });
}
