import type { SegmentName, StreamId } from './ids.ts';

/** An instant of the room clock: milliseconds since 1970-01-01T00:00:00Z and the bound of its error. Both whole numbers. */
export interface RoomInstant {
  readonly atMs: number;
  readonly errorMs: number;
}

/** A place in the recording that a reader can seek to. `mediaMs` counts from the start of the segment. */
export interface MediaPosition {
  readonly streamId: StreamId;
  readonly segment: SegmentName;
  readonly mediaMs: number;
}

/** What must be added to UTC to get the time that the room's wall clock shows, at that instant. */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  const parts = wallParts(atMs, timeZone);
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(atMs / 1000) * 1000;
}

/** `2026-11-23 14:03:07`: date and 24-hour time of the room (standard, article 26). */
export function formatRoomTime(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant at which the room's wall clock shows this date and time. `monthOfYear` counts from 1. */
export function roomDateTimeToMs(
  wall: { readonly year: number; readonly monthOfYear: number; readonly day: number; readonly hour: number; readonly minute: number; readonly second: number },
  timeZone: string,
): number {
  const asUtc = Date.UTC(wall.year, wall.monthOfYear - 1, wall.day, wall.hour, wall.minute, wall.second);
  const first = asUtc - zoneOffsetMs(asUtc, timeZone);
  return asUtc - zoneOffsetMs(first, timeZone);
}

/** Making one costs a hundred times what it takes to use it, and a room has one time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

function wallParts(atMs: number, timeZone: string) {
  const parts = new Map(formatOf(timeZone).formatToParts(new Date(atMs)).map((part) => [part.type, Number(part.value)]));
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return { year: read('year'), month: read('month'), day: read('day'), hour: read('hour'), minute: read('minute'), second: read('second') };
}

/** The zone in the manner of POSIX, where the sign counts westwards: `UTC-8` for Shanghai. */
export function posixZone(atMs: number, timeZone: string): string {
  const minutes = Math.round(zoneOffsetMs(atMs, timeZone) / 60_000);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '+' : '-'}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
