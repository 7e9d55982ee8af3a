import type { JsonObject, JsonValue } from '../../shared/base/index.ts';
import { formatRoomTime } from '../../shared/domain/index.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { ReportSheet, Row } from './report-sheet.ts';
import { secondSignatureCommands } from './second-signature-commands.ts';

const mostRows = 80;

/** How wrong room time could be during this session, as measured. */
export function clockPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  sheet.heading({ zh: '时钟证明', en: 'Clock certificate' });
  sheet.paragraph('室内时钟在本次讯(询)问期间的来源与实测误差;全文见 clock-certificate.json,其哈希值已封存。', 'Source and measured error of the room clock during this session. The whole certificate is clock-certificate.json; its hash is sealed.');
  const rows = certificateRows(presentation.clockCertificate, presentation.timeZone);
  const shown: Row[] = rows.slice(0, mostRows).map(([key, value]) => [key, value]);
  if (rows.length > mostRows) shown.push(['…', `另有 ${rows.length - mostRows} 项,见文件 ${rows.length - mostRows} more in the file`]);
  sheet.table([{ zh: '项目', en: 'item', share: 22 }, { zh: '值', en: 'value', share: 78 }], shown, { zh: '无。', en: 'None.' });
}

/** One row for each field, and one for each item of a list: a session of hours has hundreds of minutes. */
function certificateRows(certificate: JsonObject, timeZone: string): readonly (readonly [string, string])[] {
  return Object.entries(certificate).flatMap(([key, value]): (readonly [string, string])[] => {
    if (!isList(value)) return [[key, valueText(key, value, timeZone)]];
    if (value.length === 0) return [[key, '无 none']];
    return value.map((item, index) => [`${key} ${index + 1}`, valueText(key, item, timeZone)]);
  });
}

function valueText(key: string, value: JsonValue, timeZone: string): string {
  if (typeof value === 'number' && value > earliestInstantMs && /(^|[a-z])(at|from|to|since)Ms$/i.test(key)) return formatRoomTime(value, timeZone);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return value.map((item) => valueText(key, item, timeZone)).join(', ');
  return Object.entries(value).map(([name, item]) => `${name} ${valueText(name, item, timeZone)}`).join('   ');
}

/** A larger number in a field that is named as an instant is one; a smaller one is a difference. */
const earliestInstantMs = 1_000_000_000_000;

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Every file of the payload but this one. */
export function filesPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  sheet.heading({ zh: '文件与哈希值', en: 'Files and hashes' });
  sheet.table(
    [{ zh: '文件', en: 'file', share: 36 }, { zh: '字节', en: 'bytes', share: 13 }, { zh: 'SHA-256', en: '', share: 52 }],
    presentation.files.map((file) => [{ text: file.path.replace(/^data\//, ''), fine: true }, { text: file.bytes.toLocaleString('en-US'), fine: true }, { text: file.sha256, fine: true }]),
    { zh: '无。', en: 'None.' },
  );
}

export function verifyPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  sheet.heading({ zh: '如何自行核验', en: 'How to check it yourself' });
  sheet.paragraph('无需本软件。在含有 bagit.txt 的文件夹中运行:', 'No special program is needed. In the folder that holds bagit.txt:');
  sheet.command('sha256sum -c manifest-sha256.txt && sha256sum -c tagmanifest-sha256.txt');
  sheet.command('openssl cms -verify -binary -inform DER -content data/manifest.json -in data/manifest.json.p7s -CAfile data/station.pem -out /dev/null');
  sheet.command('openssl cms -verify -binary -inform DER -content tagmanifest-sha256.txt -in tagmanifest-sha256.txt.p7s -CAfile data/station.pem -out /dev/null');
  if (presentation.secondCertificateSha256 === null) sheet.paragraph('第二签名(国密 SM2/SM3):无,适用的规则未要求。', 'Second signature (SM2 with SM3): none; the rules that applied ask for none.');
  else {
    sheet.paragraph(`第二签名(国密 SM2/SM3),证书 SHA-256:${presentation.secondCertificateSha256};以下应显示 Verified OK:`, 'Second signature, SM2 with SM3; these must say “Verified OK”:');
    for (const line of secondSignatureCommands) sheet.command(line);
  }
  sheet.paragraph('每行应为 OK;两个签名应为 “CMS Verification successful”。', 'Every line must say OK; both signatures must say “CMS Verification successful”.');
  sheet.paragraph(
    `签名证书 SHA-256:${presentation.certificateSha256},应与办案单位公布的一致;封存码应与纸质封存单及录像中宣读的一致。`,
    'The SHA-256 of the signing certificate must be the one that the police authority publishes; the seal code must be the one on paper and the one read out on the recording.',
  );
}
