import { formatRoomTime, roomDateTimeToMs } from '../../../shared/domain/index.ts';

const dayMs = 86_400_000;

/** Reads `14:03:07` (or `14:03`) as the moment nearest to another one, so that a session may pass midnight. Undefined when it is written otherwise. */
export function clockNear(text: string, aroundMs: number, timeZone: string): number | undefined {
  const parts = /^([01]?\d|2[0-3])[:\uFF1A]([0-5]\d)(?:[:\uFF1A]([0-5]\d))?$/.exec(text.normalize('NFKC').trim());
  if (parts === null) return undefined;
  const [hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number((part as string | undefined) ?? 0));
  const candidates = [-dayMs, 0, dayMs].map((shift) => {
    const [year = 0, monthOfYear = 0, day = 0] = formatRoomTime(aroundMs + shift, timeZone).slice(0, 10).split('-').map(Number);
    return roomDateTimeToMs({ year, monthOfYear, day, hour, minute, second }, timeZone);
  });
  return candidates.sort((one, other) => Math.abs(one - aroundMs) - Math.abs(other - aroundMs))[0];
}
