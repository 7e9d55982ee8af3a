import { refuseForeign, type DocumentKind } from './document-kind.ts';
import { readDocx } from './read-docx.ts';
import { readPdf } from './read-pdf.ts';
import { readText } from './read-text.ts';
import { Refusal, type TranscriptErrorCode } from './refusal.ts';
import type { TranscriptContent } from './transcript-content.ts';
import { findMentions, type MentionedTime } from './written-mentions.ts';
import { findWrittenPersons } from './written-persons.ts';
import { sectionsOf } from './written-sections.ts';
import { findWrittenTimes, type WrittenTimes } from './written-times.ts';

/** Times that a person read off a transcript that does not say them in letters. */
export interface TypedTimes {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export interface TranscriptInput {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  readonly timeZone: string;
  readonly aroundMs: number;
  readonly typed: TypedTimes | null;
}

export type TranscriptReading =
  | { readonly kind: 'read'; readonly content: TranscriptContent }
  | { readonly kind: 'refused'; readonly code: TranscriptErrorCode; readonly reason: string };

/** Reads a transcript on the calling thread. Whatever the file holds, the outcome is a reading. */
export async function understand(input: TranscriptInput): Promise<TranscriptReading> {
  try {
    return { kind: 'read', content: contentOf(await readingsOf(input), input) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code, reason: error.message };
    throw error;
  }
}

/** The text, in every way in which it can be read, the likeliest first; empty for a scan whose times were typed. */
async function readingsOf({ kind, bytes, typed }: TranscriptInput): Promise<readonly [string, ...string[]]> {
  refuseForeign(bytes, kind);
  try {
    switch (kind) {
      case 'docx': {
        const { body, withPageHeader } = await readDocx(bytes);
        return [body, withPageHeader];
      }
      case 'pdf': {
        const { asDrawn, inRows } = await readPdf(bytes);
        return [asDrawn, inRows];
      }
      case 'txt': return [readText(bytes)];
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'TRANSCRIPT_NO_TEXT' && typed !== null) return [''];
    throw error;
  }
}

/** What a document says itself is never replaced by what is typed. */
function contentOf(readings: readonly [string, ...string[]], input: TranscriptInput): TranscriptContent {
  const { typed } = input;
  for (const text of readings) {
    const found = nearestInterview(text, input);
    if (found === undefined) continue;
    if (typed !== null) throw new Refusal('TRANSCRIPT_TIMES_WRITTEN', `${found.times.startText} / ${found.times.endText}`);
    return { ...found.times, timesFrom: 'document', ...findWrittenPersons(found.section), mentions: mentionsIn(found.section, found.times, input), text: found.section };
  }
  if (typed === null) throw new Refusal('TRANSCRIPT_NO_TIMES', 'no start and end found');
  const [text] = readings;
  return { ...typed, startText: '', endText: '', timesFrom: 'typed', ...findWrittenPersons(text), mentions: mentionsIn(text, typed, input), text };
}

function mentionsIn(text: string, { startsAtMs, endsAtMs }: TypedTimes, { timeZone }: TranscriptInput): readonly MentionedTime[] {
  return findMentions(text, timeZone, startsAtMs, endsAtMs);
}

/** Of several interviews in one document, the one whose start lies nearest to the recording's. */
function nearestInterview(text: string, { timeZone, aroundMs }: TranscriptInput): { readonly section: string; readonly times: WrittenTimes } | undefined {
  const interviews = sectionsOf(text).flatMap((section) => {
    const times = findWrittenTimes(section, timeZone, aroundMs);
    return times === null ? [] : [{ section, times }];
  });
  const distance = ({ times }: { readonly times: WrittenTimes }) => Math.abs(times.startsAtMs - aroundMs);
  return interviews.sort((one, other) => distance(one) - distance(other))[0];
}
