import type { MentionedTime } from './written-mentions.ts';

/** What a transcript says about the interview it records, as far as it says it. */
export interface TranscriptContent {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** The words in which the times are written. */
  readonly startText: string;
  readonly endText: string;
  readonly timesFrom: 'document' | 'typed';
  readonly place: string | null;
  readonly interviewee: string | null;
  readonly officers: readonly string[];
  readonly recorder: string | null;
  readonly interpreter: string | null;
  readonly guardian: string | null;
  /** Every time that stands in it, to be laid beside breaks and interruptions. */
  readonly mentions: readonly MentionedTime[];
  /** The whole text, a line per paragraph. */
  readonly text: string;
}
