import { formatRoomTime } from '../../shared/domain/index.ts';
import type { Bilingual } from './report-sheet.ts';

const both = (zh: string, en: string): Bilingual => ({ zh, en });

/** The words of the report for the values of the session. An unknown value is shown as it is. */
export const reportWords = {
  copyKinds: new Map([['hand-over', both('随案移送', 'handed over with the case')], ['review', both('审核、监督调取', 'for review')], ['work', both('工作需要', 'for work')], ['public', both('公开使用', 'to be made public')]]),
  kinds: new Map([['interrogation', both('讯问', 'Interrogation')], ['inquiry', both('询问', 'Inquiry')]]),
  legalClasses: new Map([['must-record', both('应当录音录像', 'Must be recorded')], ['other', both('其他', 'Other')]]),
  causes: new Map([['equipment', both('设备故障', 'Equipment')], ['network', both('网络故障', 'Network')], ['power', both('停电', 'Power')], ['storage', both('存储故障', 'Storage')], ['software', both('软件故障', 'Software')], ['other', both('其他', 'Other')]]),
  streams: new Map([['stamped', both('带时间画面', 'stamped')], ['native', both('原始码流', 'as the camera sent it')], ['microphone', both('拾音器', 'microphone')]]),
  breaks: new Map([['meal', both('用餐', 'Meal')], ['rest', both('休息', 'Rest')], ['toilet', both('如厕', 'Toilet')], ['medical', both('就医', 'Medical')], ['prayer', both('礼拜', 'Prayer')], ['lawyer', both('会见律师', 'Lawyer')]]),
  markers: new Map([['exhibit', both('出示物证', 'Exhibit')], ['identification', both('辨认', 'Identification')], ['transcript-read', both('核对笔录', 'Transcript read')], ['signature', both('签名捺印', 'Signature')], ['medical', both('身体状况', 'Medical')], ['note', both('备注', 'Note')]]),
  capacities: new Map([['officer', both('办案人员', 'Officer')], ['interpreter', both('翻译', 'Interpreter')], ['guardian', both('监护人', 'Guardian')], ['suitable-adult', both('合适成年人', 'Suitable adult')], ['lawyer', both('律师', 'Lawyer')], ['doctor', both('医生', 'Doctor')], ['attendant', both('值守人员', 'Attendant')], ['other', both('其他', 'Other')]]),
  items: new Map([
    ['start', both('开始时间', 'Start')], ['end', both('结束时间', 'End')], ['place', both('地点', 'Place')], ['interviewee', both('被讯(询)问人', 'Interviewee')], ['officers', both('办案人员', 'Officers')], ['recorder', both('记录人', 'Recorder')],
    ['interpreter', both('翻译', 'Interpreter')], ['guardian', both('监护人', 'Guardian')], ['break', both('休息', 'Break')], ['interruption-start', both('中断开始', 'Interruption began')], ['interruption-end', both('中断结束', 'Interruption ended')],
    ['interruption-reason', both('中断原因', 'Cause of the interruption')], ['interruption-spoken', both('口头说明中断', 'Interruption explained aloud')], ['interruption-signed', both('签名确认中断', 'Interruption signed for')],
  ]),
  explained: new Map([['spoken', both('口头说明', 'aloud')], ['written', both('书面说明', 'in writing')], ['none', both('未说明', 'not explained')]]),
  keyFacts: new Map([['time', both('时间', 'Time')], ['place', both('地点', 'Place')], ['means', both('手段', 'Means')], ['tool', both('工具', 'Tool')], ['victim', both('被害人', 'Victim')], ['intent', both('主观故意', 'Intent')]]),
  lines: new Map([['question', both('问', 'Question')], ['answer', both('答', 'Answer')], ['remark', both('记', 'Remark')], ['paragraph', both('笔录', 'Transcript')]]),
  remedies: new Map([['medium', both('更换存储介质', 'Change the medium')], ['repair', both('维修设备', 'Repair')], ['room', both('更换场所', 'Change the room')], ['portable', both('使用便携设备', 'Use portable equipment')]]),
  unrecorded: new Map([['urgent', both('情况紧急', 'Urgent')], ['repair-too-long', both('短时间内无法修复', 'Repair would take too long')], ['other', both('其他', 'Other')]]),
} as const;

/** Both languages in one cell: Chinese first. */
export function shown(words: ReadonlyMap<string, Bilingual>, value: string | null): string {
  if (value === null) return '';
  const word = words.get(value);
  return word === undefined ? value : `${word.zh} ${word.en}`;
}

/** `1:02:03.4`: hours, minutes, seconds and tenths. */
export function durationText(ms: number): string {
  const tenths = Math.round(Math.abs(ms) / 100);
  const seconds = Math.floor(tenths / 10);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${tenths % 10}`;
}

/** What the recording's side of a row of the reconciliation is named by: a cause, a kind of break, or how an explanation was given. */
export function shownWord(item: string, word: string): string {
  if (word === '') return '';
  if (item === 'break') return shown(reportWords.breaks, word);
  return shown(item === 'interruption-spoken' ? reportWords.explained : reportWords.causes, word);
}

/** Room time to the tenth of a second: `14:03:07.4`, or with its date. */
export function tenthsText(ms: number, timeZone: string, withDate = false): string {
  const text = formatRoomTime(ms, timeZone);
  return `${withDate ? text : text.slice(11)}.${Math.floor((((ms % 1000) + 1000) % 1000) / 100)}`;
}
