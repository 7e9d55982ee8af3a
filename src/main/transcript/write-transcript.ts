import { runInWorker } from '../platform/index.ts';
import type { TranscriptPaper } from './transcript-paper.ts';

export interface WrittenDocuments {
  readonly pdf: Uint8Array;
  readonly docx: Uint8Array;
}

const deadlineMs = 60_000;

/** The transcript as pdf and docx, page for page the same, made in a thread of its own. */
export function writeTranscript(paper: TranscriptPaper): Promise<WrittenDocuments> {
  return runInWorker<WrittenDocuments>('write-transcript', paper, deadlineMs);
}
