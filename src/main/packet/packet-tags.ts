import { formatRoomTime } from '../../shared/domain/index.ts';
import { zoneOffsetMs } from '../../shared/domain/index.ts';
import type { PacketInput } from './packet-input.ts';
import type { WrittenFile } from './packet-folder.ts';

/** `bag-info.txt` (RFC 8493, section 2.2.2): one label a line, never folded. */
export function bagInfo(input: PacketInput, sealCode: string, payload: readonly WrittenFile[]): string {
  const octets = payload.reduce((sum, file) => sum + file.bytes, 0);
  const lines: readonly (readonly [string, string])[] = [
    ['Source-Organization', input.roomName],
    ['External-Identifier', input.session.caseNumber],
    ['External-Description', `Recorded interview, session ${input.sessionId}`],
    ['Bagging-Date', isoDate(input.exportedAtMs, input.timeZone)],
    ['Bag-Software-Agent', 'Shilu'],
    ['Payload-Oxum', `${octets}.${payload.length}`],
    ['Packet-Id', input.packetId],
    ['Session-Id', input.sessionId],
    ['Seal-Code', sealCode],
    ['Copy-Number', String(input.copy.number)],
    ['Approved-By', input.copy.approvedBy?.name ?? ''],
    ['Purpose', input.purpose],
    ['Recipient', input.recipient],
    ['Exported-By', input.exportedBy],
    ['Exported-At', isoTime(input.exportedAtMs, input.timeZone)],
  ];
  return lines.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join('');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function isoDate(atMs: number, timeZone: string): string {
  return formatRoomTime(atMs, timeZone).slice(0, 10);
}

/** Room time with its distance to UTC, such as `2026-11-23T14:03:07+08:00`. */
function isoTime(atMs: number, timeZone: string): string {
  const minutes = Math.round(zoneOffsetMs(atMs, timeZone) / 60_000);
  const part = (value: number) => String(value).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${part(Math.floor(Math.abs(minutes) / 60))}:${part(Math.abs(minutes) % 60)}`;
  return `${formatRoomTime(atMs, timeZone).replace(' ', 'T')}${offset}`;
}
