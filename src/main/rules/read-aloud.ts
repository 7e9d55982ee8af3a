import type { Localized } from '../../shared/base/index.ts';
import { formatRoomTime, type InterruptionCause, type UnrecordedReason } from '../../shared/domain/index.ts';

const causeWords: Readonly<Record<InterruptionCause, Localized>> = {
  equipment: { zh: '录音录像设备故障', en: 'a failure of the recording equipment' },
  network: { zh: '网络连接故障', en: 'a failure of the network' },
  power: { zh: '供电中断', en: 'a power failure' },
  storage: { zh: '存储介质空间不足或者故障', en: 'a full or failed storage medium' },
  software: { zh: '录制程序故障', en: 'a failure of the recording program' },
  other: { zh: '其他客观原因', en: 'another cause beyond our control' },
};

/**
 * What the officer reads aloud after the recording has resumed: the cause, and the times as the machine measured them (standard, article 30).
 * @param bounds room time; `cause` is null while none is chosen
 */
export function readAloudText(cause: InterruptionCause | null, bounds: { readonly fromMs: number; readonly toMs: number }, timeZone: string): Localized {
  const words = cause === null ? { zh: '(请先选择原因)', en: '(choose the cause first)' } : causeWords[cause];
  const from = formatRoomTime(bounds.fromMs, timeZone);
  const to = formatRoomTime(bounds.toMs, timeZone);
  return {
    zh: `现在说明录音录像中断情况。本次讯(询)问的录音录像于 ${spoken(from)}中断,于 ${spoken(to)}恢复。中断原因是:${words.zh}。中断期间没有进行讯(询)问。现在继续录音录像。`,
    en: `I now explain an interruption of the recording. The recording stopped at ${from} and resumed at ${to}. The cause was ${words.en}. No questions were asked in between. The recording now goes on.`,
  };
}

const unrecordedWords: Readonly<Record<UnrecordedReason, Localized>> = {
  urgent: { zh: '案情紧急', en: 'the case is urgent' },
  'repair-too-long': { zh: '排除故障所需时间过长', en: 'the repair would take too long' },
  other: { zh: '其他不宜中止的原因', en: 'another reason why stopping is not practicable' },
};

/** What the interviewee signs when questioning went on unrecorded (standard, article 29). `toMs` is null while nothing is recorded. */
export function signText(reason: UnrecordedReason, approvedBy: string, bounds: { readonly fromMs: number; readonly toMs: number | null }, timeZone: string): Localized {
  const words = unrecordedWords[reason];
  const from = formatRoomTime(bounds.fromMs, timeZone);
  const to = bounds.toMs === null ? null : formatRoomTime(bounds.toMs, timeZone);
  return {
    zh: `本次讯(询)问自 ${spoken(from)}起因设备原因未能录音录像${to === null ? '' : `,至 ${spoken(to)}恢复`}。因${words.zh},经${approvedBy}批准,在未录音录像的情况下继续讯(询)问。以上情况我已知悉。`,
    en: `From ${from}${to === null ? '' : ` to ${to}`} this session could not be recorded. Because ${words.en}, and with the approval of ${approvedBy}, questioning went on unrecorded. I have been told of this.`,
  };
}

/** What an officer says under a notice (requirements B2, B3). */
export function noticeText(kind: 'recording-notice' | 'rights'): Localized {
  return kind === 'recording-notice'
    ? { zh: '现在告知你:本次讯(询)问全程进行录音录像。', en: 'I now tell you: the whole of this interview is being recorded in picture and sound.' }
    : {
      zh: '你应当如实回答;与本案无关的问题,你有权拒绝回答。你有权委托律师,有权使用本民族语言文字,有权申请回避,有权核对笔录并补充、更正。如实供述自己罪行的,可以依法从宽处理。以上是否听清楚?',
      en: 'You are to answer truthfully; you may refuse questions that have nothing to do with this case. You may have a lawyer, use your own language, ask for an officer to be replaced, and check, add to and correct the transcript. A truthful and voluntary confession can be treated leniently under the law. Have you understood?',
    };
}

/** `2026-11-23 14:03:07` as it is read aloud: 2026年11月23日14时03分07秒. */
function spoken(time: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)$/.exec(time) ?? [];
  return `${year}年${month}月${day}日${hour}时${minute}分${second}秒`;
}
