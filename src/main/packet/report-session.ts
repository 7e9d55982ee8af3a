import { formatRoomTime } from '../../shared/domain/index.ts';
import { accountFor, boundsOf, coverage } from './accounting.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { Cell, ReportSheet, Row } from './report-sheet.ts';
import { durationText, reportWords, shown, shownWord, tenthsText } from './report-words.ts';

/** Every second from the first recorded instant to the last: recorded, or interrupted. */
export function timePart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { session, timeZone } = presentation;
  const { startMs, endMs } = boundsOf(presentation);
  const time = (ms: number) => tenthsText(ms, timeZone, true);
  const stretches = accountFor(startMs, endMs, session.interruptionList);
  const interruptedMs = stretches.filter((s) => s.interruptionId !== null).reduce((sum, s) => sum + s.toMs - s.fromMs, 0);
  const numbers = new Map(session.interruptionList.map(({ interruptionId }, index) => [interruptionId, index + 1]));

  sheet.heading({ zh: '录制时间逐段说明', en: 'Every second accounted for' });
  sheet.paragraph(
    `总时长 ${durationText(endMs - startMs)} = 已录制 ${durationText(endMs - startMs - interruptedMs)} + 中断 ${durationText(interruptedMs)}。时间为室内时钟时间,由录像数据测得。`,
    `Total ${durationText(endMs - startMs)} = recorded ${durationText(endMs - startMs - interruptedMs)} + interrupted ${durationText(interruptedMs)}. Room time, measured from the media.`,
  );
  const rows = stretches.map((stretch): Row => {
    const interruption = session.interruptionList.find((i) => i.interruptionId === stretch.interruptionId);
    const what: Cell = interruption === undefined ? { text: '已录制 recorded' } : { text: `中${numbers.get(interruption.interruptionId) ?? ''} 录制中断 interruption`, tone: 'alarm' };
    const cause = interruption === undefined ? '' : `${interruption.cause === null ? '原因未说明 cause not stated' : shown(reportWords.causes, interruption.cause)}\n${explainedText[interruption.state] ?? '未口头说明 not explained aloud'}`;
    return [time(stretch.fromMs), time(stretch.toMs), durationText(stretch.toMs - stretch.fromMs), what, cause];
  });
  sheet.table(
    [{ zh: '自', en: 'from', share: 21 }, { zh: '至', en: 'to', share: 21 }, { zh: '时长', en: 'duration', share: 13 }, { zh: '情况', en: 'what', share: 22 }, { zh: '原因与说明', en: 'cause and explanation', share: 26 }],
    rows, { zh: '没有录像。', en: 'Nothing was recorded.' },
  );

  sheet.heading({ zh: '各路录制', en: 'Each recorded stream' });
  sheet.table(
    [{ zh: '来源', en: 'stream', share: 20 }, { zh: '已录制', en: 'recorded', share: 12 }, { zh: '文件数', en: 'segments', share: 9 }, { zh: '无录像时段', en: 'without recording', share: 50 }],
    coverage(presentation, startMs, endMs).map((stream) => [
      `${stream.name} ${shown(reportWords.streams, stream.kind)}`, durationText(stream.recordedMs), String(stream.segments),
      gapsText(stream.gaps, session.interruptionList, time),
    ]),
    { zh: '没有录制。', en: 'Nothing was recorded.' },
  );
}

type Gap = ReturnType<typeof coverage>[number]['gaps'][number];

/** What one stream lacks beyond the interruptions of the session, which are listed above. */
function gapsText(gaps: readonly Gap[], interruptions: PacketPresentation['session']['interruptionList'], time: (ms: number) => string): string {
  const own = gaps.filter((gap) => !interruptions.some(({ fromMs, toMs }) => fromMs - edgeMs <= gap.fromMs && gap.toMs <= (toMs ?? Infinity) + edgeMs));
  const common = gaps.length - own.length;
  const lines = own.map((gap) => `${time(gap.fromMs)} – ${time(gap.toMs)} (${durationText(gap.toMs - gap.fromMs)})`);
  return [...(common > 0 ? [`上述录制中断 the interruptions above: ${common}`] : []), ...(gaps.length === 0 ? ['无 none'] : lines)].join('\n');
}

/** A stream may stop and come back a picture earlier or later than the session as a whole. */
const edgeMs = 100;

/** Markers, key facts and who was in the room. */
export function eventsPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { session, timeZone } = presentation;
  const time = (ms: number | null) => (ms === null ? '' : formatRoomTime(ms, timeZone));
  sheet.heading({ zh: '标记', en: 'Markers' });
  sheet.table(
    [{ zh: '编号', en: 'no.', share: 8 }, { zh: '时间', en: 'time', share: 20 }, { zh: '种类', en: 'kind', share: 18 }, { zh: '内容', en: 'text', share: 34 }, { zh: '登记人', en: 'by', share: 14 }, { zh: '录像位置', en: 'in the recording', share: 24 }],
    session.markers.map((marker, index) => [`标${index + 1}`, time(marker.atMs), shown(reportWords.markers, marker.kind), marker.text, marker.by, { text: marker.media.map((m) => `${m.streamId}/${m.segment} +${durationText(m.mediaMs)}`).join('\n'), fine: true }]),
    { zh: '无。', en: 'None.' },
  );
  keyFactsPart(sheet, presentation);
  sheet.heading({ zh: '在场人员', en: 'Persons present' });
  sheet.table(
    [{ zh: '姓名', en: 'name', share: 22 }, { zh: '身份', en: 'capacity', share: 22 }, { zh: '进入', en: 'entered', share: 22 }, { zh: '离开', en: 'left', share: 22 }],
    session.present.map((person) => [person.name, shown(reportWords.capacities, person.capacity), time(person.enteredAtMs), time(person.leftAtMs)]),
    { zh: '未登记。', en: 'None logged.' },
  );
}

/** The facts that decide the case, with the seconds in which they were said (article 27). */
function keyFactsPart(sheet: ReportSheet, { transcriptLines, timeZone }: PacketPresentation): void {
  const links = transcriptLines.flatMap(({ text, keyFacts }) => keyFacts.map((link) => ({ text, ...link })));
  sheet.heading({ zh: '关键事实', en: 'Key facts' });
  sheet.table(
    [{ zh: '编号', en: 'no.', share: 8 }, { zh: '事实', en: 'fact', share: 14 }, { zh: '自 – 至', en: 'from – to', share: 20 }, { zh: '笔录文字', en: 'words of the transcript', share: 40 }, { zh: '录像位置', en: 'in the recording', share: 28 }],
    links.map(({ keyFact, fromMs, toMs, text, from }, index) => [
      `事${index + 1}`, shown(reportWords.keyFacts, keyFact), `${tenthsText(fromMs, timeZone)}\n${tenthsText(toMs, timeZone)}`, text, { text: from.map((m) => `${m.streamId}/${m.segment} +${durationText(m.mediaMs)}`).join('\n'), fine: true },
    ]),
    { zh: '没有关联关键事实。', en: 'None was linked.' },
  );
}

/** The transcript's times, names, breaks and interruptions beside the recording's. */
export function reconciliationPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { transcript, reconciliation } = presentation.session;
  sheet.heading({ zh: '笔录与录像核对', en: 'Transcript compared with the recording' });
  if (transcript === null) {
    sheet.paragraph('没有关联笔录。', 'No transcript is linked.');
    return;
  }
  sheet.paragraph(`笔录:${transcript.fileName}。${reconciliation?.agrees === true ? '与录像一致。' : '与录像不一致或未核对。'}`, `Transcript, SHA-256 ${transcript.sha256}. ${reconciliation?.agrees === true ? 'It agrees with the recording.' : 'It differs, or was not compared.'}`);
  const explanation = reconciliation?.explanation;
  if (explanation) sheet.paragraph(`差异由两名办案人员说明:${explanation.reason}(${explanation.by}、${explanation.second})`, 'The differences were explained by two officers.');
  sheet.table(
    [{ zh: '项目', en: 'item', share: 22 }, { zh: '笔录', en: 'transcript', share: 26 }, { zh: '录像', en: 'recording', share: 25 }, { zh: '相差 / 允许', en: 'differs / allowed', share: 15 }, { zh: '时钟误差', en: 'clock error', share: 13 }, { zh: '结果', en: 'result', share: 17 }],
    (reconciliation?.rows ?? []).map((row) => reconciliationRow(row, presentation)),
    { zh: '没有可核对的项目。', en: 'Nothing to compare.' },
  );
}

type ReconciliationRow = NonNullable<PacketPresentation['session']['reconciliation']>['rows'][number];

function reconciliationRow(row: ReconciliationRow, { session }: PacketPresentation): Row {
  const { item, subject, transcript, recording, word, differenceMs, toleranceMs, clockErrorMs, agrees, blocks } = row;
  const number = [...numbered('中', session.interruptionList.map(({ interruptionId }) => interruptionId)), ...numbered('休', session.breaks.map(({ breakId }) => breakId))].find(([id]) => id === subject)?.[1] ?? '';
  const seconds = (ms: number | null) => (ms === null ? '—' : `${(ms / 1000).toFixed(0)} s`);
  const outcome: Cell = agrees ? { text: '一致 agrees' } : { text: blocks ? '不一致 differs' : '不一致(提示) differs, warns', tone: blocks ? 'alarm' : 'quiet' };
  return [
    `${shown(reportWords.items, item)}${number === '' ? '' : ` ${number}`}`, transcript, [recording, shownWord(item, word)].filter((text) => text !== '').join('\n'),
    differenceMs === null && toleranceMs === null ? '' : `${seconds(differenceMs)} / ${seconds(toleranceMs)}`, clockErrorMs === null ? '' : `±${clockErrorMs} ms`, outcome,
  ];
}

function numbered(prefix: string, ids: readonly string[]): readonly (readonly [string, string])[] {
  return ids.map((id, index) => [id, `${prefix}${index + 1}`]);
}

const explainedText: Readonly<Record<string, string>> = { explained: '已口头说明 explained aloud', written: '书面说明 stated in writing' };
