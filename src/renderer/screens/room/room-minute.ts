import { roomDateTimeToMs } from '../../../shared/domain/index.ts';

/** Reads `2026-11-23 14:03` as the room's wall clock. Undefined when it is written otherwise or no such minute exists. */
export function parseRoomMinute(text: string, timeZone: string): number | undefined {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})$/.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, monthOfYear = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year, monthOfYear - 1, day, hour, minute));
  const exists = date.getUTCMonth() === monthOfYear - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute;
  return exists ? roomDateTimeToMs({ year, monthOfYear, day, hour, minute, second: 0 }, timeZone) : undefined;
}
