import { formatRoomTime, roomDateTimeToMs } from '../../shared/domain/index.ts';
import { findMoments, type WrittenMoment } from './written-moment.ts';
import { levelText } from './written-numerals.ts';
import { hour24 } from './written-times.ts';

/** A time that stands anywhere in the transcript, completed to an instant. */
export interface MentionedTime {
  readonly atMs: number;
  /** As written. */
  readonly text: string;
  readonly sentence: string;
}

const mostMentions = 2_000;
const dayMs = 86_400_000;

/**
 * Every time of day in the whole text. A time without a date means the day of the interview, or the next when that lies nearer to it;
 * what was said about other days is there too, and is nobody's interruption.
 */
export function findMentions(text: string, timeZone: string, startsAtMs: number, endsAtMs: number): readonly MentionedTime[] {
  const level = levelText(text);
  return findMoments(level).slice(0, mostMentions).map((moment) => ({
    atMs: instantOf(moment, timeZone, startsAtMs, endsAtMs), text: text.slice(moment.from, moment.to).replace(/\s+/g, ' ').trim(), sentence: sentenceAround(text, moment),
  }));
}

/** The first two mentions of one sentence that are this span. */
export function mentionedSpan(mentions: readonly MentionedTime[], fromMs: number, toMs: number, isSame: (one: number, other: number) => boolean): { readonly from: MentionedTime; readonly to: MentionedTime } | undefined {
  for (const from of mentions) {
    if (!isSame(from.atMs, fromMs)) continue;
    const to = mentions.find((each) => each !== from && each.sentence === from.sentence && isSame(each.atMs, toMs));
    if (to !== undefined) return { from, to };
  }
  return undefined;
}

function instantOf({ date, hour, minute, second, partOfDay }: WrittenMoment, timeZone: string, startsAtMs: number, endsAtMs: number): number {
  const [year = 1970, monthOfYear = 1, day = 1] = formatRoomTime(startsAtMs, timeZone).slice(0, 10).split('-').map(Number);
  const at = (onDay: number) => roomDateTimeToMs({ year: date?.year ?? year, monthOfYear: date?.monthOfYear ?? monthOfYear, day: onDay, hour: hour24(hour, partOfDay), minute, second }, timeZone);
  if (date !== null) return at(date.day);
  const sameDay = at(day);
  return sameDay < startsAtMs - 3_600_000 && sameDay + dayMs <= endsAtMs + 3_600_000 ? sameDay + dayMs : sameDay;
}

const longestSentence = 400;

function sentenceAround(text: string, { from, to }: WrittenMoment): string {
  const before = text.slice(Math.max(0, from - longestSentence), from);
  const after = text.slice(to, to + longestSentence);
  return `${before.slice(before.search(/[^。\n;]*$/))}${text.slice(from, to)}${/^[^。\n;]*/.exec(after)?.[0] ?? ''}`.trim();
}
