import { numeralPattern, readNumeral } from './written-numerals.ts';

/** A point in time as it stands in the text: what is not written is null. */
export interface WrittenMoment {
  readonly from: number;
  readonly to: number;
  readonly date: WrittenDate | null;
  /** `次日`: the day after the other moment. */
  readonly nextDay: boolean;
  readonly partOfDay: PartOfDay | null;
  /** As written: 2 in `下午2时`. */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** `year` is null when it is not written, and below 100 when only two digits are. */
export interface WrittenDate {
  readonly year: number | null;
  readonly monthOfYear: number;
  readonly day: number;
}

export type PartOfDay = 'night' | 'morning' | 'noon' | 'afternoon' | 'evening';

const n = numeralPattern;
// Bounded, so that no text can make the search slow.
const s = '\\s{0,20}';
const date =
  `(?:(?:(?:(?<year>${n})${s}年${s})?(?<month>${n})${s}月${s}(?<day>${n})${s}[日号])` +
  `|(?<isoYear>\\d{4})${s}[-/.]${s}(?<isoMonth>\\d{1,2})${s}[-/.]${s}(?<isoDay>\\d{1,2})(?!\\d))`;
const weekday = `(?:${s}[((]?(?:星期|周|礼拜)[一二三四五六日天][))]?)?`;
const words: Readonly<Record<PartOfDay, string>> = { night: '凌晨|午夜', morning: '上午|早上|早晨|清晨', noon: '中午', afternoon: '下午|午后', evening: '晚上|晚间|夜间|傍晚|晚' };
const part = Object.entries(words).map(([name, pattern]) => `(?<${name}>${pattern})`).join('|');
const clock =
  `(?:(?<hour>${n})${s}[时点](?:${s}(?:(?<minute>${n})${s}分(?:${s}(?<second>${n})${s}秒)?|(?<bareMinute>\\d{2})(?![0-9年月日时分])|(?<half>半)|(?<quarter>[一三])刻|整)|(?!${s}分))` +
  `|(?<colonHour>\\d{1,2})${s}:${s}(?<colonMinute>\\d{2})(?:${s}:${s}(?<colonSecond>\\d{2}))?(?!\\d)(?:${s}(?<half12>[ap])\\.?m\\b\\.?)?)`;
const moment =
  `(?<![0-9〇零○一二两三四五六七八九十廿卅])(?:${date}${weekday}(?:${s}[,,T]|${s}at\\b)?${s})?` +
  `(?:(?<nextDay>次日|翌日|第二天)${s})?(?:(?:当日|当天|同日)${s})?(?:(?:${part})${s})?${clock}`;
const dateOnly = `(?<![0-9〇零○一二两三四五六七八九十廿卅])${date}`;

/** Every time of day in the text, each with the date written before it, in order. `text` must be levelled. */
export function findMoments(text: string): readonly WrittenMoment[] {
  return [...text.matchAll(new RegExp(moment, 'gi'))].map(toMoment).filter((found) => found !== null);
}

/** The first date of the text. */
export function findDate(text: string): WrittenDate | null {
  const found = new RegExp(dateOnly, 'i').exec(text);
  return found === null ? null : toDate(found.groups ?? {});
}

type Groups = Readonly<Partial<Record<string, string>>>;

function toMoment(match: RegExpExecArray): WrittenMoment | null {
  const groups: Groups = match.groups ?? {};
  const written = groups['hour'] === undefined ? colonTime(groups) : wordTime(groups);
  const day = toDate(groups);
  const dateIsBroken = day === null && (groups['month'] ?? groups['isoMonth']) !== undefined;
  if (written === null || dateIsBroken) return null;
  return {
    from: match.index, to: match.index + match[0].length, date: day, nextDay: groups['nextDay'] !== undefined, partOfDay: partOf(groups), ...written,
  };
}

function wordTime(groups: Groups) {
  const quarter = groups['quarter'] === undefined ? null : groups['quarter'] === '一' ? 15 : 45;
  const minute = groups['half'] === undefined ? quarter ?? read(groups['minute'] ?? groups['bareMinute'], 0) : 30;
  return checked(read(groups['hour'], null), minute, read(groups['second'], 0));
}

function colonTime(groups: Groups) {
  return checked(read(groups['colonHour'], null), read(groups['colonMinute'], null), read(groups['colonSecond'], 0));
}

function checked(hour: number | null, minute: number | null, second: number | null) {
  if (hour === null || minute === null || second === null) return null;
  const isTime = (hour < 24 && minute < 60 && second < 60) || (hour === 24 && minute === 0 && second === 0);
  return isTime ? { hour, minute, second } : null;
}

function toDate(groups: Groups): WrittenDate | null {
  const year = read(groups['year'] ?? groups['isoYear'], null);
  const monthOfYear = read(groups['month'] ?? groups['isoMonth'], null);
  const day = read(groups['day'] ?? groups['isoDay'], null);
  return monthOfYear === null || day === null ? null : { year, monthOfYear, day };
}

function partOf(groups: Groups): PartOfDay | null {
  if (groups['half12'] !== undefined) return groups['half12'].toLowerCase() === 'p' ? 'afternoon' : 'night';
  return (Object.keys(words) as PartOfDay[]).find((name) => groups[name] !== undefined) ?? null;
}

function read<Missing extends number | null>(written: string | undefined, missing: Missing): number | Missing | null {
  return written === undefined ? missing : readNumeral(written);
}
