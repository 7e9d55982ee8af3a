import { formatRoomTime } from '../../shared/domain/index.ts';
import type { ClipDocument } from '../verify/index.ts';
import { ReportSheet, type Bilingual, type Row } from './report-sheet.ts';
import { durationText, shown } from './report-words.ts';

export interface CutListData {
  readonly clip: ClipDocument;
  readonly timeZone: string;
  /** Of the recording that it is cut from. */
  readonly sealCode: string;
}

const both = (zh: string, en: string): Bilingual => ({ zh, en });
const approvers = new Map([['chief', both('县级以上公安机关负责人', 'head of the organ (article 33)')]]);

/** `cut-list.pdf`: what a clip shows and what it leaves out, of which recording, by whose word, with lines for those who made and approved it to sign. */
export function makeCutListSheet({ clip, timeZone, sealCode }: CutListData): Promise<Uint8Array> {
  const time = (ms: number) => formatRoomTime(ms, timeZone);
  const sheet = new ReportSheet(`剪辑表 ${clip.caseNumber}`, `${clip.caseNumber}   ${clip.clipId}   剪辑件,非完整录像 CLIP, NOT THE WHOLE`, clip.madeAtMs);
  sheet.title(both('剪辑表', 'Cut list of a clip, which is not the whole recording'));
  sheet.facts([
    [both('案件编号', 'Case number'), clip.caseNumber],
    [both('场次', 'Session'), clip.sessionId],
    [both('剪辑', 'Clip'), `第 ${clip.number} 个 No. ${clip.number}   ${clip.clipId}`],
    [both('剪自', 'Cut from'), `副本第 ${clip.copy.number} 号 copy No. ${clip.copy.number}   ${clip.copy.packetId}`],
    [both('摄像机码流', 'Streams'), clip.films.map(({ streamId }) => streamId).join('\n')],
    [both('申请人', 'Requested by'), clip.requestedBy === '' ? '—' : clip.requestedBy],
    [both('用途 / 接收人', 'Purpose / recipient'), `${clip.purpose} / ${clip.recipient}`],
    [both('批准人', 'Approved by'), `${clip.approvedBy.name}   ${shown(approvers, clip.approvedBy.role)}`],
    [both('制作', 'Made'), `${time(clip.madeAtMs)}   ${clip.madeBy}   ${timeZone}`],
  ]);
  cutsPart(sheet, clip, time);
  parentsPart(sheet, clip, sealCode);
  sheet.heading(both('签名', 'Signatures'));
  sheet.table([{ ...both('姓名', 'name'), share: 20 }, { ...both('身份', 'capacity'), share: 26 }, { ...both('签名、日期', 'signature, date'), share: 54 }], [
    [clip.madeBy, '制作人 made it', '\n\n'], [clip.approvedBy.name, '批准人 approved it', '\n\n'],
  ], both('无。', 'None.'));
  return sheet.finish();
}

/** What is shown and what lies between, in order. */
function cutsPart(sheet: ReportSheet, clip: ClipDocument, time: (ms: number) => string): void {
  sheet.heading(both('剪辑内容', 'What is shown, and what is left out'));
  const rows = clip.cuts.flatMap(({ fromMs, toMs, atMs }, index): readonly Row[] => {
    const before = clip.cuts[index - 1]?.toMs;
    const left: readonly Row[] = before === undefined || before === fromMs ? [] : [['', { text: `${time(before)} — ${time(fromMs)}`, tone: 'quiet' }, { text: durationText(fromMs - before), tone: 'quiet' }, { text: '略去 left out', tone: 'quiet' }]];
    return [...left, [String(index + 1), `${time(fromMs)} — ${time(toMs)}`, durationText(toMs - fromMs), `${durationText(atMs)}\n${sourcesOf(clip, index + 1)}`]];
  });
  sheet.table([{ ...both('段', 'cut'), share: 8 }, { ...both('录制时间', 'room time'), share: 42 }, { ...both('时长', 'length'), share: 16 }, { ...both('剪辑中位置、来源', 'place in the clip, source'), share: 50 }], rows, both('无。', 'None.'));
}

function sourcesOf({ films }: ClipDocument, cut: number): string {
  const lines = films.map(({ streamId, pieces }) => {
    const here = pieces.filter((piece) => piece.cut === cut).map(({ segment, inMs, outMs }) => `${segment} ${durationText(inMs)}–${durationText(outMs)}`);
    return `${streamId}: ${here.length === 0 ? '此段无录像 nothing was recorded' : here.join(', ')}`;
  });
  return lines.join('\n');
}

function parentsPart(sheet: ReportSheet, clip: ClipDocument, sealCode: string): void {
  sheet.heading(both('来源与校验值', 'Parents and check values'));
  const columns = [{ ...both('文件', 'file'), share: 34 }, { zh: 'SHA-256', en: '', share: 80 }];
  const fine = (text: string) => ({ text, fine: true });
  sheet.table(columns, [
    ...clip.films.map(({ path, sha256 }): Row => [fine(path.slice('data/'.length)), fine(sha256)]),
    ...clip.films.flatMap(({ streamId, parents }) => parents.map(({ segment, sha256 }): Row => [fine(`${streamId}/${segment}`), fine(sha256)])),
    [fine('manifest.json'), fine(clip.manifestSha256)],
  ], both('无。', 'None.'));
  sheet.paragraph(`原录像的封存码:${sealCode}。以上分段是原录像中的文件,可与任何一份副本核对。`, `Seal code of the recording: ${sealCode}. The segments above are files of the recording; compare them with any copy.`);
}
