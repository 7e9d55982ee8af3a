import { formatRoomTime } from '../../shared/domain/index.ts';

/** `14:03:07` of the room. */
export function clockTime(atMs: number, timeZone: string): string {
  return formatRoomTime(atMs, timeZone).slice(11);
}

/** `2026-11-23 14:03:07` of the room; a dash for what has not happened. */
export function dateTime(atMs: number | null, timeZone: string): string {
  return atMs === null ? '—' : formatRoomTime(atMs, timeZone);
}

/** `±4 ms`, `±60.0 s`. */
export function plusMinus(errorMs: number): string {
  return errorMs < 1000 ? `±${errorMs} ms` : `±${(errorMs / 1000).toFixed(1)} s`;
}

/** `1:02:09`, or `02:09` below an hour. Never negative: what lies in the future has lasted nothing yet. */
export function duration(lengthMs: number): string {
  const total = Math.max(0, Math.floor(lengthMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}
