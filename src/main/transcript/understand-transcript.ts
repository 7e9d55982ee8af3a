import { readDocx } from './read-docx.ts';
import { Refusal, type TranscriptErrorCode } from './refusal.ts';
import type { TranscriptContent } from './transcript-content.ts';
import { findWrittenPersons } from './written-persons.ts';
import { findWrittenTimes } from './written-times.ts';

export interface TranscriptInput {
  readonly bytes: Uint8Array;
  readonly timeZone: string;
  readonly aroundMs: number;
}

export type TranscriptReading =
  | { readonly kind: 'read'; readonly content: TranscriptContent }
  | { readonly kind: 'refused'; readonly code: TranscriptErrorCode; readonly reason: string };

/** Reads a docx on the calling thread. Whatever the file holds, the outcome is a reading. */
export async function understand({ bytes, timeZone, aroundMs }: TranscriptInput): Promise<TranscriptReading> {
  try {
    const text = await readDocx(bytes);
    const times = findWrittenTimes(text, timeZone, aroundMs);
    if (times === null) throw new Refusal('TRANSCRIPT_NO_TIMES', 'no start and end found');
    return { kind: 'read', content: { ...times, ...findWrittenPersons(text), text } };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code, reason: error.message };
    throw error;
  }
}
