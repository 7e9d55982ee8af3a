import type { PacketPresentation } from './packet-input.ts';
import { ReportSheet } from './report-sheet.ts';
import { breaksPart, interruptionsPart } from './report-statements.ts';

/** `statements.pdf`: the statements of interruptions and of breaks, to be printed and filed by themselves (article 30). */
export function makeStatements(presentation: PacketPresentation): Promise<Uint8Array> {
  const { session, sealCode, packetId } = presentation;
  const sheet = new ReportSheet(`中断与休息情况说明 ${session.caseNumber}`, `${session.caseNumber}   封存码 Seal code ${sealCode}   ${packetId}`, presentation.exportedAtMs);
  sheet.title({ zh: '录制中断与休息情况说明', en: 'Statements of interruptions and breaks' });
  sheet.facts([
    [{ zh: '案件编号', en: 'Case number' }, session.caseNumber],
    [{ zh: '被讯(询)问人', en: 'Interviewee' }, session.interviewee],
    [{ zh: '办案人员', en: 'Officers' }, session.officers.map(({ name }) => name).join('、')],
    [{ zh: '地点 / 室', en: 'Place / room' }, `${session.place} / ${presentation.roomName}`],
  ]);
  interruptionsPart(sheet, presentation);
  breaksPart(sheet, presentation);
  return sheet.finish();
}
