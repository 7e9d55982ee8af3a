import { describe, expect, it } from 'vitest';
import { formatRoomTime, roomDateTimeToMs } from '../../../shared/domain/index.ts';
import { clockNear } from './written-clock.ts';

const timeZone = 'Asia/Shanghai';
const at = (day: number, hour: number, minute: number) => roomDateTimeToMs({ year: 2026, monthOfYear: 11, day, hour, minute, second: 0 }, timeZone);
const read = (text: string, aroundMs: number) => {
  const ms = clockNear(text, aroundMs, timeZone);
  return ms === undefined ? undefined : formatRoomTime(ms, timeZone);
};

describe('a time written by hand beside the recording', () => {
  it('is of the day that is nearest, across midnight too', () => {
    expect(read('14:03:07', at(23, 14, 0))).toBe('2026-11-23 14:03:07');
    expect(read('14:03', at(23, 14, 0))).toBe('2026-11-23 14:03:00');
    expect(read('23:59:30', at(24, 0, 5))).toBe('2026-11-23 23:59:30');
    expect(read('00:05', at(23, 23, 50))).toBe('2026-11-24 00:05:00');
    expect(read('\uFF11\uFF14\uFF1A03\uFF1A07', at(23, 14, 0))).toBe('2026-11-23 14:03:07');
  });

  it('is nothing when it is written otherwise', () => {
    for (const text of ['', '24:00', '14:60', '2pm', '14.03']) expect(read(text, at(23, 14, 0))).toBeUndefined();
  });
});
