export { FactWriter, type TimeSource } from './fact-writer.ts';
export type { GapState } from './interruption.ts';
export type { RecordedSound, RecordingPort, SpeechMeter } from './ports.ts';
export { SessionController, type SessionOpening, type SessionParts } from './session-controller.ts';
export { SessionBook } from './session-book.ts';
export { sessionSnapshot, sessionSummary } from './session-snapshot.ts';
export { differencesOf, findingsOf, projectSession, type SessionState } from './session-state.ts';
