export { readTranscript, type ReadTranscriptInput } from './read-transcript.ts';
export { reconcile, type ReconciledRow, type ReconcileInput, type Reconciliation, type RecordedFacts } from './reconcile.ts';
export type { TranscriptContent } from './transcript-content.ts';
