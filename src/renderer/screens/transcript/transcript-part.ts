import type { KeptTranscriptSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';

/** What every part of the transcript's screen is given: whose transcript, as it was last told, whether anything may be done, and whom to tell of what was. */
export interface TranscriptPart {
  readonly session: SessionSnapshot;
  readonly kept: KeptTranscriptSnapshot;
  readonly isOpen: boolean;
  readonly timeZone: string;
  readonly onKept: (kept: KeptTranscriptSnapshot) => void;
}
