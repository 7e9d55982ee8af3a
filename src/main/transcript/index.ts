export { readTranscript, type ReadTranscriptInput } from './read-transcript.ts';
export { reconcile, type ReconciledRow, type ReconcileInput, type Reconciliation } from './reconcile.ts';
export type { RecordedBreak, RecordedFacts, RecordedInterruption } from './recorded-facts.ts';
export type { TranscriptContent } from './transcript-content.ts';
export { documentBytes, linkKey, problemsOf, type KeptDocument, type KeptHeader, type KeptLine, type KeptProblem } from './kept-document.ts';
export { pagesOf, type Page } from './page-layout.ts';
export { findMentions } from './written-mentions.ts';
export type { PaperPage, PaperSignature, TranscriptPaper } from './transcript-paper.ts';
export { writeTranscript } from './write-transcript.ts';
