export { applyEntry, findingsOf, projectSession, type InterruptionState, type SessionState } from './session-state.ts';
export { sessionSnapshot, sessionSummary } from './session-snapshot.ts';
export { decideBreakEnd, decideBreakStart, decideExplainBegin, decideExplainFinish, decideFinish, decideMark, decidePersonLeave, decideStart } from './decisions.ts';
export { interruptionChange, type GapState, type InterruptionChange } from './interruption.ts';
