export { readTranscript, type ReadTranscriptInput } from './read-transcript.ts';
export { reconcile, type ReconciledRow, type ReconcileInput, type Reconciliation } from './reconcile.ts';
export type { RecordedBreak, RecordedFacts, RecordedInterruption } from './recorded-facts.ts';
export type { TranscriptContent } from './transcript-content.ts';
