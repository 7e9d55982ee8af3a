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
  markers: new Map([['exhibit', both('出示物证', 'Exhibit')], ['identification', both('辨认', 'Identification')], ['transcript-read', both('核对笔录', 'Transcript read')], ['signature', both('签名捺印', 'Signature')], ['note', both('备注', 'Note')]]),
  capacities: new Map([['officer', both('办案人员', 'Officer')], ['interpreter', both('翻译', 'Interpreter')], ['guardian', both('监护人', 'Guardian')], ['lawyer', both('律师', 'Lawyer')], ['doctor', both('医生', 'Doctor')], ['attendant', both('值守人员', 'Attendant')], ['other', both('其他', 'Other')]]),
  items: new Map([['start', both('开始时间', 'Start')], ['end', both('结束时间', 'End')], ['place', both('地点', 'Place')], ['interviewee', both('被讯(询)问人', 'Interviewee')], ['officers', both('办案人员', 'Officers')]]),
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
