import QRCode from 'qrcode';
import { formatRoomTime } from '../../shared/domain/index.ts';
import type { PacketPresentation } from './packet-input.ts';
import { caseText } from './copy-statement.ts';
import { clockPart } from './report-clock.ts';
import { filesPart, verifyPart } from './report-proof.ts';
import { eventsPart, reconciliationPart, timePart } from './report-session.ts';
import { ReportSheet, type Bilingual } from './report-sheet.ts';
import { breaksPart, interruptionsPart } from './report-statements.ts';
import { timelinePart } from './report-timeline.ts';
import { reportWords, shown } from './report-words.ts';

/**
 * `report.pdf`: the session on paper, Chinese with English beneath, the font embedded. It repeats what the sealed files say and is
 * itself not sealed, only covered by the export signature.
 */
export function makeReport(presentation: PacketPresentation): Promise<Uint8Array> {
  const { session, sealCode } = presentation;
  const sheet = new ReportSheet(`同步录音录像报告 ${session.caseNumber}`, `${session.caseNumber}   封存码 Seal code ${sealCode}   ${presentation.packetId}`, presentation.exportedAtMs);
  coverPart(sheet, presentation);
  sheet.newPage();
  timelinePart(sheet, presentation);
  timePart(sheet, presentation);
  interruptionsPart(sheet, presentation);
  breaksPart(sheet, presentation);
  eventsPart(sheet, presentation);
  reconciliationPart(sheet, presentation);
  sheet.newPage();
  clockPart(sheet, presentation);
  sheet.newPage();
  verifyPart(sheet, presentation);
  sheet.newPage();
  filesPart(sheet, presentation);
  return sheet.finish();
}

function coverPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { session, timeZone } = presentation;
  const time = (ms: number | null) => (ms === null ? '' : formatRoomTime(ms, timeZone));
  const row = (zh: string, en: string, value: string): readonly [Bilingual, string] => [{ zh, en }, value];
  sheet.title({ zh: '讯(询)问同步录音录像报告', en: 'Report of a recorded interview' });
  sheet.facts([
    row('案件编号', 'Case number', session.caseNumber),
    row('类型', 'Kind', `${shown(reportWords.kinds, session.kind)}   ${shown(reportWords.legalClasses, session.legalClass)}`),
    row('被讯(询)问人', 'Interviewee', session.interviewee),
    row('办案人员', 'Officers', session.officers.map((officer) => officer.name).join('、')),
    row('地点 / 室', 'Place / room', `${session.place} / ${presentation.roomName}`),
    row('录制开始', 'Recording began', time(session.recordingStartMs ?? session.startedAtMs)),
    row('录制结束', 'Recording ended', time(session.recordingEndMs ?? session.finishedAtMs)),
    row('封存', 'Sealed', `${time(session.seal?.sealedAtMs ?? null)}   ${session.seal?.sealedBy ?? ''}   ${session.seal?.intervieweeSigned === true ? '被讯(询)问人已签名 signed by the interviewee' : '被讯(询)问人未签名 not signed by the interviewee'}`),
    row('副本', 'Copy', `第 ${presentation.copy.number} 号 No. ${presentation.copy.number}   ${shown(reportWords.copyKinds, presentation.copy.kind)}`),
    row('申请人 / 批准人', 'Requested / approved by', `${presentation.copy.requestedBy === '' ? '—' : presentation.copy.requestedBy} / ${presentation.copy.approvedBy?.name ?? '—'}`),
    row('原件', 'Original', `${presentation.copy.original.stationName} / ${presentation.copy.original.place}`),
    row('同案场次', 'Sessions of this case', caseText(presentation.copy)),
    row('导出用途 / 接收人', 'Purpose / recipient', `${presentation.purpose} / ${presentation.recipient}`),
    row('导出', 'Exported', `${time(presentation.exportedAtMs)}   ${presentation.exportedBy}`),
    row('时区', 'Time zone', timeZone),
  ]);
  sheet.heading({ zh: '封存码', en: 'Seal code' });
  sheet.centred(presentation.sealCode, 24);
  sheet.squares(QRCode.create(`shilu-seal:${presentation.sealCode}:${presentation.manifestSha256}`, { errorCorrectionLevel: 'M' }).modules, 130);
  sheet.centred(`SHA-256 ${presentation.manifestSha256}`, 8);
}
