import { formatRoomTime } from '../../shared/domain/index.ts';
import { zoneOffsetMs } from '../../shared/domain/index.ts';
import type { StationKey } from '../seal/index.ts';
import { bagDeclaration, formatManifest, packetLayout as at, tagFiles } from '../verify/index.ts';
import type { PacketInput } from './packet-input.ts';
import type { PacketFolder, WrittenFile } from './packet-folder.ts';

type Label = readonly [label: string, value: string];

/** `bag-info.txt` of a packet. */
export function bagInfo(input: PacketInput, sealCode: string, payload: readonly WrittenFile[]): string {
  return infoText([
    ['Source-Organization', input.roomName],
    ['External-Identifier', input.session.caseNumber],
    ['External-Description', `Recorded interview, session ${input.sessionId}`],
    ['Bag-Software-Agent', 'Shilu'],
    ['Packet-Id', input.packetId],
    ['Session-Id', input.sessionId],
    ['Seal-Code', sealCode],
    ['Copy-Number', String(input.copy.number)],
    ['Approved-By', input.copy.approvedBy?.name ?? ''],
    ['Purpose', input.purpose],
    ['Recipient', input.recipient],
    ['Exported-By', input.exportedBy],
  ], payload, input.exportedAtMs, input.timeZone);
}

/** `bag-info.txt` (RFC 8493, section 2.2.2): one label a line, never folded. What every bag says of itself is added. */
export function infoText(labels: readonly Label[], payload: readonly WrittenFile[], atMs: number, timeZone: string): string {
  const octets = payload.reduce((sum, file) => sum + file.bytes, 0);
  const lines: readonly Label[] = [...labels, ['Bagging-Date', isoDate(atMs, timeZone)], ['Payload-Oxum', `${octets}.${payload.length}`], ['Exported-At', isoTime(atMs, timeZone)]];
  return lines.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join('');
}

/** The tag files, from the inside out, over what is in the folder; the signature is over the last, so it vouches for every byte of the bag. */
export async function writeTagFiles(folder: PacketFolder, info: string, key: Pick<StationKey, 'sign'>, atMs: number): Promise<void> {
  await folder.write(at.manifest, formatManifest(hashesOf(folder.files)));
  await folder.write(at.declaration, bagDeclaration);
  await folder.write(at.info, info);
  const tags = folder.files.filter((file) => tagFiles.some((tag) => tag === file.path));
  const tagManifest = Buffer.from(formatManifest(hashesOf(tags)));
  await folder.write(at.tagManifest, tagManifest);
  await folder.write(at.tagSignature, key.sign(tagManifest, atMs));
}

function hashesOf(files: readonly WrittenFile[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [file.path, file.sha256]));
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
