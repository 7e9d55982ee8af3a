import QRCode from 'qrcode';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { ReportSheet, type Bilingual, type Row } from './report-sheet.ts';
import { durationText, reportWords, shown } from './report-words.ts';

/** Everything that the seal certificate states. Nothing of it is typed: it comes from the ledger and the seal. */
export interface SealCertificateData {
  readonly sessionId: string;
  readonly caseNumber: string;
  readonly kind: string;
  readonly legalClass: string;
  readonly interviewee: string;
  readonly place: string;
  readonly roomName: string;
  readonly officers: readonly string[];
  readonly present: readonly { readonly name: string; readonly capacity: string; readonly enteredAtMs: number; readonly leftAtMs: number | null }[];
  readonly arrivedAtMs: number;
  readonly recordingStartMs: number | null;
  readonly recordingEndMs: number | null;
  readonly interruptions: readonly { readonly fromMs: number; readonly toMs: number | null; readonly state: string }[];
  readonly breaks: number;
  readonly streams: readonly { readonly name: string; readonly segments: number; readonly bytes: number }[];
  readonly clock: { readonly sources: readonly string[]; readonly worstErrorMs: number | null };
  readonly profile: string;
  readonly transcript: string | null;
  readonly sealCode: string;
  readonly manifestSha256: string;
  /** Empty while the closing segment is still being recorded. */
  readonly closingSha256: string;
  readonly certificateSha256: string;
  /** Of the second signature; null when the rules ask for none. */
  readonly secondCertificateSha256: string | null;
  readonly timeStamp: string;
  readonly sealedAtMs: number;
  readonly sealedBy: string;
  readonly signatures: readonly { readonly name: string; readonly capacity: string; readonly decision: string; readonly reason: string; readonly atMs: number; readonly approvedBy: string | null }[];
  /** Of whom nothing is noted yet: they sign on this sheet. */
  readonly missing: readonly { readonly name: string; readonly capacity: string }[];
  readonly timeZone: string;
  readonly madeAtMs: number;
}

const both = (zh: string, en: string): Bilingual => ({ zh, en });
const signerWords = new Map([...reportWords.capacities, ['interviewee', both('被讯(询)问人', 'Interviewee')]] as const);
const decisions = new Map([['signed', both('已签名', 'signed')], ['refused', both('拒绝签名', 'refused')], ['unable', both('无法签名', 'unable')]]);

/** What a seal certificate must state (requirement H4) and this one cannot: it blocks the seal. */
export function missingOfCertificate(data: SealCertificateData): readonly Bilingual[] {
  const items: readonly (readonly [Bilingual, boolean])[] = [
    [both('案件编号', 'case number'), data.caseNumber.trim() !== ''],
    [both('被讯(询)问人', 'interviewee'), data.interviewee.trim() !== ''],
    [both('地点', 'place'), data.place.trim() !== ''],
    [both('两名办案人员', 'two officers'), data.officers.length >= 2 && data.officers.every((name) => name.trim() !== '')],
    [both('录制起止时间', 'start and end of the recording'), data.recordingStartMs !== null && data.recordingEndMs !== null],
    [both('录像文件', 'recordings'), data.streams.some(({ segments }) => segments > 0)],
  ];
  return items.flatMap(([item, isThere]) => (isThere ? [] : [item]));
}

/** The seal certificate: A4, Chinese with English beneath, the font embedded, with the seal code as text and as QR code, and lines to sign on. */
export function makeSealCertificate(data: SealCertificateData): Promise<Uint8Array> {
  const sheet = new ReportSheet(`封存单 ${data.caseNumber}`, `${data.caseNumber}   ${data.sessionId}   封存码 Seal code ${data.sealCode}`, data.madeAtMs);
  sheet.title(both('同步录音录像封存单', 'Seal certificate of a recorded interview'));
  codePart(sheet, data);
  sheet.facts(factsOf(data));
  sheet.newPage();
  signaturePart(sheet, data);
  proofPart(sheet, data);
  return sheet.finish();
}

function codePart(sheet: ReportSheet, data: SealCertificateData): void {
  sheet.centred(data.sealCode, 22);
  sheet.squares(QRCode.create(`shilu-seal:${data.sealCode}:${data.manifestSha256}`, { errorCorrectionLevel: 'M' }).modules, 96);
}

function factsOf(data: SealCertificateData): readonly (readonly [Bilingual, string])[] {
  const time = (ms: number | null) => (ms === null ? '—' : formatRoomTime(ms, data.timeZone));
  const row = (zh: string, en: string, value: string): readonly [Bilingual, string] => [both(zh, en), value];
  const others = data.present.filter(({ capacity }) => capacity !== 'officer').map(({ name, capacity, enteredAtMs, leftAtMs }) => `${name}(${shown(reportWords.capacities, capacity)},${time(enteredAtMs).slice(11)}–${leftAtMs === null ? '' : time(leftAtMs).slice(11)})`);
  const { recordingStartMs: start, recordingEndMs: end } = data;
  const interrupted = data.interruptions.map(({ fromMs, toMs, state }) => `${time(fromMs).slice(11)}–${toMs === null ? '' : time(toMs).slice(11)} ${state === 'explained' ? '已口头说明 explained aloud' : '书面说明 in writing'}`);
  return [
    row('案件编号', 'Case number', `${data.caseNumber}   ${shown(reportWords.kinds, data.kind)}   ${shown(reportWords.legalClasses, data.legalClass)}`),
    row('被讯(询)问人', 'Interviewee', `${data.interviewee}   到达 arrived ${time(data.arrivedAtMs)}`),
    row('办案人员', 'Officers', data.officers.join('、')),
    row('其他在场人员', 'Others present', others.length === 0 ? '无 none' : others.join('\n')),
    row('地点 / 室', 'Place / room', `${data.place} / ${data.roomName}`),
    row('录制起止', 'Recorded', `${time(start)} – ${time(end)}${start === null || end === null ? '' : `   (${durationText(end - start)})`}`),
    row('录制中断', 'Interruptions', interrupted.length === 0 ? '无 none' : interrupted.join('\n')),
    row('休息', 'Breaks', data.breaks === 0 ? '无 none' : `${data.breaks} 次,期间录制不停 (recording went on)`),
    row('笔录', 'Transcript', data.transcript ?? '无 none'),
    row('录像内容', 'Recordings', data.streams.map(({ name, segments, bytes }) => `${name}:${segments} 个文件 files,${Math.ceil(bytes / 1e6)} MB`).join('\n')),
    row('时钟', 'Clock', `${data.clock.sources.join(', ')}   最大误差 at most ±${data.clock.worstErrorMs ?? '—'} ms   ${data.timeZone}`),
    row('适用规则', 'Rules', data.profile),
    row('封存', 'Sealed', `${time(data.sealedAtMs)}   ${data.sealedBy}`),
  ];
}

function signaturePart(sheet: ReportSheet, data: SealCertificateData): void {
  sheet.heading(both('签名、捺印', 'Signatures'));
  sheet.paragraph('以上封存码及本单内容已当场宣读,签名过程已录音录像。', 'The seal code and this sheet were read out; the signing is on the recording.');
  const noted = data.signatures.map(({ name, capacity, decision, reason, atMs, approvedBy }): Row => [
    name, shown(signerWords, capacity), `${shown(decisions, decision)} ${formatRoomTime(atMs, data.timeZone).slice(11)}${reason === '' ? '' : `\n${reason}`}${approvedBy === null ? '' : `\n确认 noted by ${approvedBy}`}`, '\n\n',
  ]);
  const open = data.missing.map(({ name, capacity }): Row => [name, shown(signerWords, capacity), '', '\n\n']);
  sheet.table(
    [{ ...both('姓名', 'name'), share: 16 }, { ...both('身份', 'capacity'), share: 22 }, { ...both('登记', 'noted'), share: 30 }, { ...both('签名、捺印、日期', 'signature, fingerprint, date'), share: 44 }],
    [...noted, ...open], both('无。', 'None.'),
  );
}

/** A hash in two lines of groups that can be compared by eye. */
function inTwo(sha256: string): string {
  return (sha256.match(/.{32}/g) ?? []).map((half) => (half.match(/.{8}/g) ?? []).join(' ')).join('\n');
}

function proofPart(sheet: ReportSheet, data: SealCertificateData): void {
  sheet.heading(both('校验值', 'Check values'));
  sheet.facts([
    [both('清单', 'Manifest SHA-256'), inTwo(data.manifestSha256)],
    [both('收尾', 'Closing SHA-256'), data.closingSha256 === '' ? '收尾录像进行中 the closing segment is being recorded' : inTwo(data.closingSha256)],
    [both('签名证书', 'Certificate SHA-256'), inTwo(data.certificateSha256)],
    [both('国密第二签名', 'SM2/SM3 certificate'), data.secondCertificateSha256 === null ? '无(规则未要求) none (the rules ask for none)' : inTwo(data.secondCertificateSha256)],
    [both('时间戳', 'Time stamp'), data.timeStamp],
  ]);
  sheet.paragraph(
    '封存码由清单的校验值得出。核对时:案件包中 manifest.json 的 SHA-256 应与上面的值一致,案件包显示的封存码应与本单一致。',
    'The seal code comes from the manifest’s hash. To check: SHA-256 of manifest.json in the packet must be the value above, and the packet must show the seal code of this sheet.',
  );
}
