import { isErrorCode, sentence } from '../../shared/base/index.ts';
import { placesAt, placesText, placeText, roomTimeOf } from './media-place.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { Bilingual, ReportSheet } from './report-sheet.ts';
import { durationText, reportWords, shown, tenthsText } from './report-words.ts';
import { signedRow } from './statement-files.ts';

type Interruption = PacketPresentation['session']['interruptionList'][number];
type Break = PacketPresentation['session']['breaks'][number];
type FactRow = readonly [Bilingual, string];

const row = (zh: string, en: string, value: string): FactRow => [{ zh, en }, value];

/** Every interruption: measured cause and bounds, where in the media, what was said aloud and where, what was done about it, and whether it was signed for (articles 15, 29, 30). */
export function interruptionsPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { interruptionList } = presentation.session;
  sheet.heading({ zh: '录制中断情况说明', en: 'Statement of interruptions' });
  if (interruptionList.length === 0) sheet.paragraph('录制没有中断。', 'Recording was never interrupted.');
  interruptionList.forEach((each, index) => {
    sheet.subheading({ zh: `中${index + 1}`, en: `Interruption ${index + 1}` });
    sheet.details(interruptionRows(each, presentation));
  });
}

function interruptionRows(each: Interruption, presentation: PacketPresentation): readonly FactRow[] {
  const { fromMs, toMs, cause, note, reason, unrecorded } = each;
  const { timeZone } = presentation;
  const time = (ms: number) => tenthsText(ms, timeZone, true);
  const remedies = each.remedies.flatMap(({ remedy, tried }) => tried.map((attempt) => `${tenthsText(attempt.atMs, timeZone)} ${shown(reportWords.remedies, remedy)}:${attempt.note}(${attempt.by})`));
  return [
    row('起止', 'From / to', `${time(fromMs)} – ${toMs === null ? '录制未恢复 recording never resumed' : `${time(toMs)}   (${durationText(toMs - fromMs)})`}`),
    row('测得原因', 'Measured cause', measuredText(reason)),
    row('说明原因', 'Stated cause', `${cause === null ? '未说明 not stated' : shown(reportWords.causes, cause)}${note === '' ? '' : `\n${note}`}`),
    row('中断前最后画面', 'Last before', placesText(placesAt(presentation, fromMs, 'end'))),
    ...(toMs === null ? [] : [row('恢复后首个画面', 'First after', placesText(placesAt(presentation, toMs, 'begin')))]),
    row('口头说明', 'Explained aloud', spokenText(each, presentation)),
    row('宣读内容', 'Read aloud', `${each.readAloud.zh}\n${each.readAloud.en}`),
    ...(remedies.length === 0 ? [] : [row('处置', 'Remedies tried', remedies.join('\n'))]),
    ...(each.notes.length === 0 ? [] : [row('技术人员记录', 'Technician noted', each.notes.map(({ text, atMs, by }) => `${tenthsText(atMs, timeZone)} ${text}(${by})`).join('\n'))]),
    ...(unrecorded === null ? [] : [row('未录制继续', 'Went on unrecorded', `${shown(reportWords.unrecorded, unrecorded.reason)} ${unrecorded.note}\n${unrecorded.by},批准 approved by ${unrecorded.approvedBy},${time(unrecorded.atMs)}\n${unrecorded.signText.zh}`)]),
    row('笔录中签名确认', 'Signed for', signedText(presentation, each.interruptionId)),
  ];
}

function spokenText({ state, explainedBy, heardMs, requiredMs, spokenFrom, spokenTo }: Interruption, presentation: PacketPresentation): string {
  const fromMs = roomTimeOf(presentation, spokenFrom);
  if (spokenFrom === null || fromMs === null) return state === 'written' ? '未恢复录制,已书面说明 recording never resumed; stated in writing' : '未在录音录像中口头说明 not explained aloud';
  const toMs = roomTimeOf(presentation, spokenTo) ?? fromMs;
  const name = (streamId: string) => presentation.segments.find((each) => each.streamId === streamId)?.name ?? streamId;
  const place = (position: NonNullable<Interruption['spokenFrom']>) => placeText({ name: name(position.streamId), ...position });
  const heard = `测得语音 speech heard ${durationText(heardMs ?? 0)}(要求 required ${durationText(requiredMs)})`;
  return `${explainedBy ?? ''}   ${tenthsText(fromMs, presentation.timeZone)} – ${tenthsText(toMs, presentation.timeZone)}   ${heard}\n自 from ${place(spokenFrom)}${spokenTo === null ? '' : `\n至 to ${place(spokenTo)}`}`;
}

function signedText(presentation: PacketPresentation, interruptionId: string): string {
  const signed = signedRow(presentation, interruptionId);
  if (signed === undefined) return '未核对笔录 no transcript was compared';
  return signed.agrees ? `已签名 signed ${signed.recording}` : '录像中没有恢复后的签名标记 no signature was marked on the recording after it';
}

/** The measured reason in words of both languages; a code that the catalogue does not know is shown as it is. */
function measuredText(reason: string): string {
  if (!isErrorCode(reason)) return reason;
  const text = (locale: 'zh' | 'en') => sentence(reason, locale).message.replace(/[“"]?\{\w+\}[”"]?/g, '').trim();
  return `${text('zh')}\n${text('en')} (${reason})`;
}

/** Every break: what was offered and answered, how long it really was, whether speech makes it no rest, and where it lies in the recording, which went on. */
export function breaksPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { breaks } = presentation.session;
  sheet.heading({ zh: '休息情况说明(期间录制不停)', en: 'Statement of breaks (recording went on)' });
  if (breaks.length === 0) sheet.paragraph('没有休息。', 'There was no break.');
  breaks.forEach((each, index) => {
    sheet.subheading({ zh: `休${index + 1}   ${reportWords.breaks.get(each.kind)?.zh ?? each.kind}`, en: `Break ${index + 1}: ${reportWords.breaks.get(each.kind)?.en ?? each.kind}` });
    sheet.details(breakRows(each, presentation));
  });
}

function breakRows({ offered, answered, startedAtMs, endedAtMs, note, withdrawn, voided, heardMs }: Break, presentation: PacketPresentation): readonly FactRow[] {
  const time = (ms: number) => tenthsText(ms, presentation.timeZone, true);
  const begin = placesText(placesAt(presentation, startedAtMs, 'begin'));
  return [
    row('起止', 'From / to', `${time(startedAtMs)} – ${endedAtMs === null ? '录制结束时未结束 not ended when recording ended' : `${time(endedAtMs)}   测得 measured ${durationText(endedAtMs - startedAtMs)}`}`),
    row('提供 / 回答', 'Offered / answered', `${offered === '' ? '—' : offered} / ${answered === '' ? '—' : answered}`),
    row('录像位置', 'In the recording', endedAtMs === null ? begin : `自 from\n${begin}\n至 to\n${placesText(placesAt(presentation, endedAtMs, 'begin'))}`),
    row('认定', 'Counts as', breakVerdict(withdrawn, voided, heardMs)),
    ...(note === '' ? [] : [row('备注', 'Note', note)]),
  ];
}

function breakVerdict(withdrawn: boolean, voided: boolean, heardMs: number): string {
  if (withdrawn) return '开始后数秒内撤回,不是休息 taken back within seconds: it was no break';
  if (voided) return `录像中听到谈话 ${durationText(heardMs)},不计为休息 speech was heard in it: it does not count as rest`;
  return '计为休息 it counts';
}
