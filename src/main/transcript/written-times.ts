import { roomDateTimeToMs, zoneOffsetMs } from '../../shared/domain/index.ts';
import { findDate, findMoments, type PartOfDay, type WrittenDate, type WrittenMoment } from './written-moment.ts';
import { headOf, levelText } from './written-numerals.ts';

export interface WrittenTimes {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** The words as they stand in the transcript. */
  readonly startText: string;
  readonly endText: string;
}

const kind = '(?:(?:本次)?(?:讯问|询问|讯\\(询\\)问|询\\(讯\\)问|讯\\s*/\\s*询问|讯问\\s*/\\s*询问|询问\\s*/\\s*讯问|谈话|笔录|记录))?';
const lineStart = '(?:^|[\\n ;;,,。::\\])】])';
const timeLabel = new RegExp(`${lineStart}(?:${kind}\\s*(?:起\\s*止)?\\s*时\\s*间|(?:interview |interrogation )?times?)\\s*[::]?\\s*(?:自|从|from)?\\s*$`, 'i');
const startLabel = new RegExp(`${lineStart}${kind}\\s*(?:(?:开始|起始)\\s*(?:于|时\\s*间)?|起|(?:interview |interrogation |recording )?(?:start|begin)(?:s|ed|ning)?(?:\\s+(?:time|at))?)\\s*[::]?\\s*$`, 'i');
const endLabel = new RegExp(`${lineStart}${kind}\\s*(?:(?:结束|终止|截止)\\s*(?:于|时\\s*间)?|止|(?:interview |interrogation |recording )?(?:end|finish)(?:s|ed)?(?:\\s+(?:time|at))?)\\s*[::]?\\s*$`, 'i');
const dateLabel = new RegExp(`${lineStart}${kind}\\s*(?:日\\s*期|date)\\s*[::]?\\s*`, 'i');
const between = /^[\s,,]*(?:起[\s,,;;]*(?:至|到|-+|~+)?|(?:至|到|迄|-+|~+|to\b|until\b|till\b))[\s]*(?:于|at\b)?\s*$/i;

const longestBetween = 60;
const mostMoments = 2_000;

/** What may stand before a span that nobody labelled: nothing, or the title. Any other word may make it the time of something else. */
const opensLine = /(?:\n|笔录|[讯询]问|次)[ (]{0,40}$/;

/**
 * Finds when the interview began and ended, as police transcripts write it: `时间:2026年11月23日14时03分至16时20分`, blanks of
 * forms, full-width and Chinese numbers, colon times, start and end on lines of their own, English. What the words leave out is
 * completed: the year from `aroundMs`, the end's date from the start's, and the next day when the end would come before the start.
 * An end written with its date is taken as written, even before the start.
 * @returns null when the text does not say both
 */
export function findWrittenTimes(text: string, timeZone: string, aroundMs: number): WrittenTimes | null {
  const level = levelText(text);
  const pair = findPair(level, findMoments(level).slice(0, mostMoments));
  if (pair === null) return null;
  const startDate = pair.start.date ?? labelledDate(level);
  if (startDate === null) return null;
  const startsAtMs = toMs(completeYear(startDate, timeZone, aroundMs), pair.start, pair.start.partOfDay, timeZone);
  if (startsAtMs === null) return null;
  const endsAtMs = endOf(pair, completeYear(startDate, timeZone, aroundMs), startsAtMs, timeZone, aroundMs);
  const quote = ({ from, to }: WrittenMoment) => text.slice(from, to).replace(/\s+/g, ' ').trim();
  return endsAtMs === null ? null : { startsAtMs, endsAtMs, startText: quote(pair.start), endText: quote(pair.end) };
}

interface Pair {
  readonly start: WrittenMoment;
  readonly end: WrittenMoment;
}

/** A labelled span first, then labelled start and end, then a span in the head that nobody labelled. Times in the questions are not looked at. */
function findPair(text: string, moments: readonly WrittenMoment[]): Pair | null {
  const isAfter = (label: RegExp) => (moment: WrittenMoment) => label.test(text.slice(Math.max(0, moment.from - 40), moment.from));
  const spans = moments.flatMap((start, i): Pair[] => {
    const end = moments[i + 1];
    if (end === undefined || end.from - start.to > longestBetween) return [];
    return between.test(text.slice(start.to, end.from)) ? [{ start, end }] : [];
  });
  const labelled = spans.find(({ start }) => isAfter(timeLabel)(start) || isAfter(startLabel)(start));
  if (labelled !== undefined) return labelled;
  const end = moments.find(isAfter(endLabel));
  const start = moments.find(isAfter(startLabel)) ?? moments.find(isAfter(timeLabel));
  if (start !== undefined && end !== undefined && start !== end) return { start, end };
  const head = headOf(text);
  return spans.find((span) => span.start.date !== null && span.end.to <= head.length && opensLine.test(`\n${head.slice(0, span.start.from)}`)) ?? null;
}

function labelledDate(text: string): WrittenDate | null {
  const head = headOf(text);
  const label = dateLabel.exec(head);
  return label === null ? null : findDate(head.slice(label.index + label[0].length, label.index + label[0].length + 40));
}

function endOf({ start, end }: Pair, startDate: FullDate, startsAtMs: number, timeZone: string, aroundMs: number): number | null {
  if (end.date !== null) {
    const endDate = end.date.year === null ? { ...end.date, year: yearAfter(startDate, end.date) } : completeYear(end.date, timeZone, aroundMs);
    return toMs(endDate, end, end.partOfDay, timeZone);
  }
  if (end.nextDay) return toMs(dayAfter(startDate), end, end.partOfDay, timeZone);
  const asWritten = toMs(startDate, end, end.partOfDay, timeZone);
  if (asWritten === null || asWritten >= startsAtMs) return asWritten;
  // `下午2时至4时`: the end means the same part of the day.
  const sameHalf = end.partOfDay === null && end.hour < 12 ? toMs(startDate, end, start.partOfDay, timeZone) : null;
  return sameHalf !== null && sameHalf >= startsAtMs ? sameHalf : toMs(dayAfter(startDate), end, end.partOfDay, timeZone);
}

interface FullDate {
  readonly year: number;
  readonly monthOfYear: number;
  readonly day: number;
}

/** `26年` and a missing year mean the year that comes nearest to the recording. */
function completeYear(date: WrittenDate, timeZone: string, aroundMs: number): FullDate {
  if (date.year !== null) return { ...date, year: date.year < 100 ? 2000 + date.year : date.year };
  const around = new Date(aroundMs + zoneOffsetMs(aroundMs, timeZone));
  const year = [-1, 0, 1]
    .map((step) => around.getUTCFullYear() + step)
    .reduce((best, each) => (distance(each) < distance(best) ? each : best));
  function distance(candidate: number): number {
    return Math.abs(Date.UTC(candidate, date.monthOfYear - 1, date.day, 12) - around.getTime());
  }
  return { ...date, year };
}

/** The end's year when only the start's is written: the next one across the turn of the year. */
function yearAfter(start: FullDate, end: WrittenDate): number {
  return end.monthOfYear === 1 && start.monthOfYear === 12 ? start.year + 1 : start.year;
}

function dayAfter({ year, monthOfYear, day }: FullDate): FullDate {
  const next = new Date(Date.UTC(year, monthOfYear - 1, day + 1));
  return { year: next.getUTCFullYear(), monthOfYear: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** null for a day that the calendar does not have, such as 30 February. */
function toMs(date: FullDate, { hour, minute, second }: WrittenMoment, partOfDay: PartOfDay | null, timeZone: string): number | null {
  const check = new Date(Date.UTC(date.year, date.monthOfYear - 1, date.day));
  if (check.getUTCMonth() + 1 !== date.monthOfYear || check.getUTCDate() !== date.day || date.year < 1970) return null;
  return roomDateTimeToMs({ ...date, hour: hour24(hour, partOfDay), minute, second }, timeZone);
}

/** May be 24 or more: past midnight at the end of the written day, as in `晚12时`. */
export function hour24(hour: number, partOfDay: PartOfDay | null): number {
  switch (partOfDay) {
    case null: case 'morning': return hour;
    case 'night': return hour === 12 ? 0 : hour;
    case 'noon': return hour < 10 ? hour + 12 : hour;
    case 'afternoon': return hour < 12 ? hour + 12 : hour;
    case 'evening': return hour < 5 ? hour + 24 : hour <= 12 ? hour + 12 : hour;
  }
}
