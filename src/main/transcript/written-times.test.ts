import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoomTime, roomDateTimeToMs } from '../../shared/domain/index.ts';
import { findWrittenTimes } from './written-times.ts';

const zone = 'Asia/Shanghai';
const around = Date.UTC(2026, 10, 23, 8);
const show = (text: string) => {
  const found = findWrittenTimes(text, zone, around);
  return found === null ? null : `${formatRoomTime(found.startsAtMs, zone)} / ${formatRoomTime(found.endsAtMs, zone)}`;
};
const usual = '2026-11-23 14:03:00 / 2026-11-23 16:20:00';
const overnight = '2026-11-23 22:40:00 / 2026-11-24 01:15:00';

describe('findWrittenTimes', () => {
  it.each([
    ['the form of the ministry', '讯 问 笔 录(第1次)\n时间:2026年11月23日14时03分至2026年11月23日16时20分\n地点:讯问室一', usual],
    ['end without its date', '询问笔录\n时间 2026年11月23日14时03分 至 16时20分', usual],
    ['blanks as spaces', '时间: 2026 年 11 月 23 日 14 时 03 分 至 2026 年 11 月 23 日 16 时 20 分', usual],
    ['blanks as underscores', '时间__2026_年_11_月_23_日_14_时_03_分至_2026_年_11_月_23_日_16_时_20_分', usual],
    ['blanks as ideographic spaces', '时 间:2026 年 11 月 23 日 14 时 03 分至 16 时 20 分', usual],
    ['full-width digits', '讯问时间:2026年11月23日14时03分至16时20分', usual],
    ['Chinese numbers', '时间:二〇二六年十一月二十三日十四时三分至十六时二十分', usual],
    ['Chinese numbers with zero', '时间:二零二六年十一月廿三日十四时零三分至二○二六年十一月二十三日十六时二十分', usual],
    ['traditional letters', '時間:2026年11月23日14時03分至16時20分', usual],
    ['dots for hours', '时间:2026年11月23日14点03分到16点20分', usual],
    ['colons', '时间:2026-11-23 14:03 至 16:20', usual],
    ['full-width colons', '时间:2026年11月23日14:03至16:20', usual],
    ['slashes', '时间:2026/11/23 14:03-16:20', usual],
    ['dotted date', '时间:2026.11.23 14:03~16:20', usual],
    ['a dash', '讯问起止时间:2026年11月23日14时03分—2026年11月23日16时20分', usual],
    ['two dashes', '讯问时间 2026年11月23日14时03分——16时20分', usual],
    ['seconds', '时间:2026年11月23日14时03分05秒至16时20分59秒', '2026-11-23 14:03:05 / 2026-11-23 16:20:59'],
    ['colon seconds', '时间:2026-11-23 14:03:05 至 2026-11-23 16:20:59', '2026-11-23 14:03:05 / 2026-11-23 16:20:59'],
    ['afternoon', '时间:2026年11月23日下午2时03分至下午4时20分', usual],
    ['afternoon said once', '时间:2026年11月23日下午2时03分至4时20分', usual],
    ['afternoon with 24 hours', '时间:2026年11月23日下午14时03分至16时20分', usual],
    ['morning to afternoon', '时间:2026年11月23日上午9时5分至下午1时', '2026-11-23 09:05:00 / 2026-11-23 13:00:00'],
    ['morning to noon', '时间:2026年11月23日上午9时30分至中午12时10分', '2026-11-23 09:30:00 / 2026-11-23 12:10:00'],
    ['morning said once, past noon', '时间:2026年11月23日上午9时至14时', '2026-11-23 09:00:00 / 2026-11-23 14:00:00'],
    ['small hours', '时间:2026年11月23日凌晨1时15分至凌晨3时', '2026-11-23 01:15:00 / 2026-11-23 03:00:00'],
    ['small hours, twelve', '时间:2026年11月23日凌晨12时15分至3时', '2026-11-23 00:15:00 / 2026-11-23 03:00:00'],
    ['half and quarter', '时间:2026年11月23日14时半至16点一刻', '2026-11-23 14:30:00 / 2026-11-23 16:15:00'],
    ['full hours', '时间:2026年11月23日14时整至16时', '2026-11-23 14:00:00 / 2026-11-23 16:00:00'],
    ['weekday', '时间:2026年11月23日(星期一)14时03分至16时20分', usual],
    ['across midnight', '时间:2026年11月23日22时40分至1时15分', overnight],
    ['across midnight, next day', '时间:2026年11月23日22时40分至次日1时15分', overnight],
    ['across midnight, next small hours', '时间:2026年11月23日晚10时40分至次日凌晨1时15分', overnight],
    ['across midnight, both dates', '时间:2026年11月23日22时40分至2026年11月24日01时15分', overnight],
    ['across midnight, day and month', '时间:2026年11月23日22时40分至11月24日1时15分', overnight],
    ['evening said once', '时间:2026年11月23日晚8时至11时', '2026-11-23 20:00:00 / 2026-11-23 23:00:00'],
    ['until midnight', '时间:2026年11月23日20时至24时', '2026-11-23 20:00:00 / 2026-11-24 00:00:00'],
    ['turn of the year', '时间:2026年12月31日23时50分至1月1日0时30分', '2026-12-31 23:50:00 / 2027-01-01 00:30:00'],
    ['next day twice', '时间:2026年11月30日22时至次日23时', '2026-11-30 22:00:00 / 2026-12-01 23:00:00'],
    ['no year', '时间:11月23日14时03分至16时20分', usual],
    ['no year, other side of it', '时间:1月2日14时03分至16时20分', '2027-01-02 14:03:00 / 2027-01-02 16:20:00'],
    ['year in two digits', '时间:26年11月23日14时03分至16时20分', usual],
    ['start and end lines', '开始时间:2026年11月23日14时03分\n结束时间:2026年11月23日16时20分', usual],
    ['start and end lines, end without date', '讯问开始时间 2026年11月23日14时03分\n地点 讯问室\n讯问结束时间 16时20分', usual],
    ['start above, end below', '时间:2026年11月23日14时03分\n问:说吧。\n答:好。\n结束时间:2026年11月23日16时20分', usual],
    ['起 and 止 before', '起:2026年11月23日14时03分\n止:2026年11月23日16时20分', usual],
    ['起 and 止 after', '时间:2026年11月23日14时03分起\n2026年11月23日16时20分止', usual],
    ['自 and 至', '时间:自2026年11月23日14时03分起至2026年11月23日16时20分止', usual],
    ['cells of a table', '时间\n\n2026年11月23日14时03分\n\n至\n\n2026年11月23日16时20分', usual],
    ['a line of its own', '讯问笔录\n2026年11月23日14时03分至16时20分\n问:姓名?', usual],
    ['date on its own line', '日期:2026年11月23日\n时间:14时03分至16时20分', usual],
    ['label in the middle of a line', '第2次讯问 时间:2026年11月23日14时03分至16时20分 地点:一号室', usual],
    ['combined kind', '讯(询)问时间:2026年11月23日14时03分至16时20分', usual],
    ['English', 'Time: from 2026-11-23 14:03 to 16:20', usual],
    ['English, both dates', 'Interview time: 2026-11-23 14:03 to 2026-11-23 16:20', usual],
    ['English lines', 'Start time: 2026-11-23 14:03\nEnd time: 2026-11-23 16:20', usual],
    ['English twelve hours', 'Time: 2026-11-23 2:03 pm to 4:20 p.m.', usual],
    ['ISO T', 'Time: 2026-11-23T14:03 until 2026-11-23T16:20', usual],
    ['other times in the questions', '时间:2026年11月23日14时03分至16时20分\n问:2026年11月20日20时至21时你在哪里?', usual],
    ['another time above', '案发时间:2026年11月20日20时至21时\n讯问时间:2026年11月23日14时03分至16时20分', usual],
    ['end before start, both dated, as written', '时间:2026年11月23日14时03分至2026年11月23日13时20分', '2026-11-23 14:03:00 / 2026-11-23 13:20:00'],
  ])('reads %s', (_name, text, expected) => expect(show(text)).toBe(expected));

  it.each([
    ['nothing', ''],
    ['no times', '讯问笔录\n地点:讯问室\n问:姓名?\n答:……'],
    ['an empty form', '时间____年__月__日__时__分至____年__月__日__时__分'],
    ['a half-filled form', '时间 2026 年 11 月 23 日 14 时   分至   年  月  日  时  分'],
    ['only a start', '时间:2026年11月23日14时03分\n问:开始吧。'],
    ['only an end', '结束时间:2026年11月23日16时20分'],
    ['times only in the questions', '问:2026年11月20日20时至21时你在哪里?\n答:在家。'],
    ['times only in the answers', '讯问笔录\n问:你在哪里?\n答:2026年11月20日20时至21时在家。'],
    ['no date anywhere', '时间:14时03分至16时20分'],
    ['a day that does not exist', '时间:2026年2月30日14时03分至16时20分'],
    ['an hour that does not exist', '时间:2026年11月23日25时03分至26时20分'],
    ['a minute that does not exist', '时间:2026年11月23日14时63分至16时20分'],
    ['the time of the deed', '案发时间:2026年11月20日20时至21时\n问:说吧。'],
    ['the time of an arrest without a label', '2026年11月20日抓获 2026年11月20日20时至21时搜查\n问:说吧。'],
  ])('finds none in %s', (_name, text) => expect(show(text)).toBeNull());

  it('quotes the words as they stand', () => {
    expect(findWrittenTimes('时间: 2026 年 11 月 23 日 14 时 03 分 至 _16_时_20_分', zone, around))
      .toMatchObject({ startText: '2026 年 11 月 23 日 14 时 03 分', endText: '16_时_20_分' });
  });

  it.each([[' '], ['\n '], ['时间 '], ['1 年'], ['年 月 日'], ['14时 '], ['二十']])('is not slowed down by endless %j', (piece) => {
    expect(show(piece.repeat(300_000))).toBeNull();
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom('时间', ':', '2026', '年', '11', '月', '二十', '日', '14', '时', '分', '至', '次日', '晚', ' ', '\n', '-', '16:20', '起', '止', '99', '十十');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const found = findWrittenTimes(pieces.join(''), zone, around);
      expect(found === null || (Number.isInteger(found.startsAtMs) && Number.isInteger(found.endsAtMs))).toBe(true);
    }));
  });

  it('reads back every way of writing every time', () => {
    const minute = fc.integer({ min: roomDateTimeToMs({ year: 2020, monthOfYear: 1, day: 1, hour: 0, minute: 0, second: 0 }, zone) / 60_000, max: 32_000_000 });
    fc.assert(fc.property(minute, fc.integer({ min: 0, max: 1439 }), fc.constantFrom(...Object.values(styles)), (start, length, style) => {
      const [startsAtMs, endsAtMs] = [start * 60_000, (start + length) * 60_000];
      const text = `笔录\n时间:${style(formatRoomTime(startsAtMs, zone), formatRoomTime(endsAtMs, zone))}\n问:`;
      expect(findWrittenTimes(text, zone, startsAtMs)).toMatchObject({ startsAtMs, endsAtMs });
    }), { numRuns: 500 });
  });
});

type Style = (start: string, end: string) => string;
const field = (time: string, from: number, to: number) => Number(time.slice(from, to));
const full = (time: string) => `${field(time, 0, 4)}年${field(time, 5, 7)}月${field(time, 8, 10)}日${field(time, 11, 13)}时${time.slice(14, 16)}分`;
const hours = (time: string) => full(time).replace(/^.*日/, '');
const chineseDigit = (digit: string) => '〇一二三四五六七八九'.charAt(Number(digit));
const chinese = (value: number): string => (value < 10 ? chineseDigit(String(value)) : `${value < 20 ? '' : chineseDigit(String(Math.floor(value / 10)))}十${value % 10 === 0 ? '' : chineseDigit(String(value % 10))}`);
const chineseFull = (time: string) => `${time.slice(0, 4).replace(/\d/g, chineseDigit)}年${chinese(field(time, 5, 7))}月${chinese(field(time, 8, 10))}日${chinese(field(time, 11, 13))}时${chinese(field(time, 14, 16))}分`;
const halfDay = (time: string) => {
  const hour = field(time, 11, 13);
  const name = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 19 ? '下午' : '晚';
  return full(time).replace(/日.*时/, `日${name}${hour > 12 ? hour - 12 : hour}时`);
};
const styles: Readonly<Record<string, Style>> = {
  form: (start, end) => `${full(start)}至${full(end)}`,
  shortEnd: (start, end) => `${full(start)} 至 ${hours(end)}`,
  padded: (start, end) => `${full(start)}至${full(end)}`.replace(/(\d+)/g, '_$1_'),
  wide: (start, end) => `${full(start)}至${full(end)}`.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  chinese: (start, end) => `${chineseFull(start)}至${chineseFull(end)}`,
  halfDay: (start, end) => `${halfDay(start)}至${halfDay(end)}`,
  colon: (start, end) => `${start.slice(0, 16)} 至 ${end.slice(0, 16)}`,
  colonShort: (start, end) => `from ${start.slice(0, 16)} to ${end.slice(11, 16)}`,
};
