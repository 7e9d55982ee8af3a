import { describe, expect, it } from 'vitest';
import { formatRoomTime } from '../../../shared/domain/index.ts';
import { readRoomSecond, wrongCut } from './room-second.ts';

const zone = 'Asia/Shanghai';
/** 23:50:07.400 to 00:20:00.900 of the next day. */
const bounds = { fromMs: Date.parse('2026-11-23T15:50:07.400Z'), toMs: Date.parse('2026-11-23T16:20:00.900Z') };
const read = (text: string) => {
  const atMs = readRoomSecond(text, bounds, zone);
  return atMs === undefined ? undefined : formatRoomTime(atMs, zone);
};

describe('a moment typed by a person', () => {
  it('lies in the recording, over midnight too', () => {
    expect(['23:55:01', '0:00', '00:19:59', ' 23:55 ', '23:55:01'].map(read)).toEqual(['2026-11-23 23:55:01', '2026-11-24 00:00:00', '2026-11-24 00:19:59', '2026-11-23 23:55:00', '2026-11-23 23:55:01']);
  });

  it('is the bound itself in the second of a bound', () => {
    expect([readRoomSecond('23:50:07', bounds, zone), readRoomSecond('00:20:01', bounds, zone)]).toEqual([bounds.fromMs, bounds.toMs]);
  });

  it('is refused outside the recording, or written otherwise', () => {
    expect(['23:50:06', '00:20:02', '12:00', '24:00', '23:60', '', 'x', '23', '23:55:01.5'].map(read)).toEqual(Array.from({ length: 9 }));
  });
});

describe('cuts', () => {
  it('follow one another', () => {
    expect(wrongCut([{ fromMs: 1, toMs: 2 }, { fromMs: 2, toMs: 3 }])).toBeNull();
    expect(wrongCut([{ fromMs: 1, toMs: 1 }])).toBe(1);
    expect(wrongCut([{ fromMs: 1, toMs: 3 }, { fromMs: 2, toMs: 4 }])).toBe(2);
  });
});
