import { isErrorCode, sentence } from '../../shared/base/index.ts';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { accountFor, coverage } from './accounting.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { Cell, ReportSheet, Row } from './report-sheet.ts';
import { durationText, reportWords, shown } from './report-words.ts';

type Interruption = PacketPresentation['session']['interruptionList'][number];

/** Every second from the first recorded instant to the last: recorded, or interrupted with bounds, cause and explanation. */
export function timePart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { session, timeZone } = presentation;
  const startMs = session.recordingStartMs ?? Math.min(...presentation.segments.map((s) => s.startsAtMs));
  const endMs = session.recordingEndMs ?? Math.max(...presentation.segments.map((s) => s.endsAtMs));
  const time = (ms: number) => formatTenths(ms, timeZone);
  const stretches = accountFor(startMs, endMs, session.interruptionList);
  const interruptedMs = stretches.filter((s) => s.interruptionId !== null).reduce((sum, s) => sum + s.toMs - s.fromMs, 0);

  sheet.heading({ zh: '录制时间逐段说明', en: 'Every second accounted for' });
  sheet.paragraph(
    `总时长 ${durationText(endMs - startMs)} = 已录制 ${durationText(endMs - startMs - interruptedMs)} + 中断 ${durationText(interruptedMs)}。时间为室内时钟时间,由录像数据测得。`,
    `Total ${durationText(endMs - startMs)} = recorded ${durationText(endMs - startMs - interruptedMs)} + interrupted ${durationText(interruptedMs)}. Room time, measured from the media.`,
  );
  const rows = stretches.map((stretch): Row => {
    const interruption = session.interruptionList.find((i) => i.interruptionId === stretch.interruptionId);
    const what: Cell = interruption === undefined ? { text: '已录制 recorded' } : { text: '录制中断 interruption', tone: 'alarm' };
    return [time(stretch.fromMs), time(stretch.toMs), durationText(stretch.toMs - stretch.fromMs), what, interruption === undefined ? '' : interruptionText(interruption, presentation)];
  });
  sheet.table(
    [{ zh: '自', en: 'from', share: 21 }, { zh: '至', en: 'to', share: 21 }, { zh: '时长', en: 'duration', share: 12 }, { zh: '情况', en: 'what', share: 15 }, { zh: '原因与说明', en: 'cause and explanation', share: 40 }],
    rows, { zh: '没有录像。', en: 'Nothing was recorded.' },
  );

  sheet.heading({ zh: '各路录制', en: 'Each recorded stream' });
  sheet.table(
    [{ zh: '来源', en: 'stream', share: 20 }, { zh: '已录制', en: 'recorded', share: 12 }, { zh: '文件数', en: 'segments', share: 9 }, { zh: '无录像时段', en: 'without recording', share: 50 }],
    coverage(presentation, startMs, endMs).map((stream) => [
      `${stream.name} ${shown(reportWords.streams, stream.kind)}`, durationText(stream.recordedMs), String(stream.segments),
      stream.gaps.length === 0 ? '无 none' : stream.gaps.map((gap) => `${time(gap.fromMs)} – ${time(gap.toMs)} (${durationText(gap.toMs - gap.fromMs)})`).join('\n'),
    ]),
    { zh: '没有录制。', en: 'Nothing was recorded.' },
  );
}

function interruptionText(interruption: Interruption, presentation: PacketPresentation): string {
  const measured = `测得 measured: ${measuredText(interruption.reason)}`;
  const cause = interruption.cause === null ? '原因未说明 cause not stated' : `原因 cause: ${shown(reportWords.causes, interruption.cause)}`;
  const { spokenFrom } = interruption;
  if (interruption.state !== 'explained' || spokenFrom === null) return [measured, cause, '未在录音录像中口头说明 not explained aloud', interruption.note].filter((text) => text !== '').join('\n');
  const segment = presentation.segments.find((s) => s.streamId === spokenFrom.streamId && s.segment === spokenFrom.segment);
  const at = segment === undefined ? '' : formatRoomTime(segment.startsAtMs + spokenFrom.mediaMs, presentation.timeZone).slice(11);
  const place = `${spokenFrom.streamId}/${spokenFrom.segment} +${durationText(spokenFrom.mediaMs)}`;
  return [measured, cause, interruption.note, `口头说明 explained aloud: ${interruption.explainedBy ?? ''} ${at} (${durationText(interruption.heardMs ?? 0)})`, place].filter((text) => text !== '').join('\n');
}

/** The measured reason in words; codes that the catalogue does not know are shown as they are. */
function measuredText(reason: string): string {
  if (!isErrorCode(reason)) return reason;
  return `${sentence(reason, 'zh').message.replace(/“\{\w+\}”/g, '')} (${reason})`;
}

/** Breaks, markers and who was in the room. */
export function eventsPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { session, timeZone } = presentation;
  const time = (ms: number | null) => (ms === null ? '' : formatRoomTime(ms, timeZone));
  sheet.heading({ zh: '休息(期间录制不停)', en: 'Breaks (recording went on)' });
  sheet.table(
    [{ zh: '种类', en: 'kind', share: 14 }, { zh: '自', en: 'from', share: 20 }, { zh: '至', en: 'to', share: 20 }, { zh: '提供 / 回答', en: 'offered / answered', share: 28 }, { zh: '备注', en: 'note', share: 20 }],
    session.breaks.map((item) => [shown(reportWords.breaks, item.kind), time(item.startedAtMs), time(item.endedAtMs), [item.offered, item.answered].filter((t) => t !== '').join(' / '), item.note]),
    { zh: '无。', en: 'None.' },
  );
  sheet.heading({ zh: '标记', en: 'Markers' });
  sheet.table(
    [{ zh: '时间', en: 'time', share: 20 }, { zh: '种类', en: 'kind', share: 18 }, { zh: '内容', en: 'text', share: 34 }, { zh: '登记人', en: 'by', share: 14 }, { zh: '录像位置', en: 'in the recording', share: 24 }],
    session.markers.map((marker) => [time(marker.atMs), shown(reportWords.markers, marker.kind), marker.text, marker.by, { text: marker.media.map((m) => `${m.segment} +${durationText(m.mediaMs)}`).join('\n'), fine: true }]),
    { zh: '无。', en: 'None.' },
  );
  sheet.heading({ zh: '在场人员', en: 'Persons present' });
  sheet.table(
    [{ zh: '姓名', en: 'name', share: 22 }, { zh: '身份', en: 'capacity', share: 22 }, { zh: '进入', en: 'entered', share: 22 }, { zh: '离开', en: 'left', share: 22 }],
    session.present.map((person) => [person.name, shown(reportWords.capacities, person.capacity), time(person.enteredAtMs), time(person.leftAtMs)]),
    { zh: '未登记。', en: 'None logged.' },
  );
}

/** The transcript's times and names beside the recording's. */
export function reconciliationPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { transcript, reconciliation } = presentation.session;
  sheet.heading({ zh: '笔录与录像核对', en: 'Transcript compared with the recording' });
  if (transcript === null) {
    sheet.paragraph('没有关联笔录。', 'No transcript is linked.');
    return;
  }
  sheet.paragraph(`笔录:${transcript.fileName}。${reconciliation?.agrees === true ? '与录像一致。' : '与录像不一致或未核对。'}`, `Transcript, SHA-256 ${transcript.sha256}. ${reconciliation?.agrees === true ? 'It agrees with the recording.' : 'It differs, or was not compared.'}`);
  const seconds = (ms: number | null) => (ms === null ? '' : `${(ms / 1000).toFixed(0)} s`);
  sheet.table(
    [{ zh: '项目', en: 'item', share: 20 }, { zh: '笔录', en: 'transcript', share: 26 }, { zh: '录像', en: 'recording', share: 26 }, { zh: '相差 / 允许', en: 'difference / tolerance', share: 18 }, { zh: '结果', en: 'result', share: 14 }],
    (reconciliation?.rows ?? []).map((row) => [shown(reportWords.items, row.item), row.transcript, row.recording, row.differenceMs === null ? '' : `${seconds(row.differenceMs)} / ${seconds(row.toleranceMs)}`, row.agrees ? '一致 agrees' : { text: '不一致 differs', tone: 'alarm' }]),
    { zh: '没有可核对的项目。', en: 'Nothing to compare.' },
  );
}

function formatTenths(ms: number, timeZone: string): string {
  return `${formatRoomTime(ms, timeZone)}.${Math.floor((((ms % 1000) + 1000) % 1000) / 100)}`;
}
