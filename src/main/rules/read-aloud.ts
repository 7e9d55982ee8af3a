import type { Localized } from '../../shared/base/index.ts';
import { formatRoomTime, type AttendanceMoment, type BreakKind, type InterruptionCause, type UnrecordedReason } from '../../shared/domain/index.ts';

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
 * @param bounds room time; `cause` is null while none is chosen; `unrecorded`: questioning went on meanwhile, so that nobody reads out that it did not
 */
export function readAloudText(cause: InterruptionCause | null, bounds: { readonly fromMs: number; readonly toMs: number }, timeZone: string, unrecorded = false): Localized {
  const words = cause === null ? { zh: '(请先选择原因)', en: '(choose the cause first)' } : causeWords[cause];
  const from = formatRoomTime(bounds.fromMs, timeZone);
  const to = formatRoomTime(bounds.toMs, timeZone);
  return {
    zh: `现在说明录音录像中断情况。本次讯(询)问的录音录像于 ${spoken(from)}中断,于 ${spoken(to)}恢复。中断原因是:${words.zh}。${meanwhile(unrecorded).zh}现在继续录音录像。`,
    en: `I now explain an interruption of the recording. The recording stopped at ${from} and resumed at ${to}. The cause was ${words.en}. ${meanwhile(unrecorded).en} The recording now goes on.`,
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

/** An interruption as the interviewee is told of it. */
export interface StatedInterruption {
  readonly fromMs: number;
  readonly toMs: number;
  /** Null for one that never ended: `note` is then the reason in writing. */
  readonly cause: InterruptionCause | null;
  readonly note: string;
  readonly unrecorded: { readonly reason: UnrecordedReason; readonly approvedBy: string } | null;
}

/** What the interviewee signs about an interruption: when it was as the machine measured it, why, and what was done meanwhile (standard, articles 29 and 30). */
export function statementText({ fromMs, toMs, cause, note, unrecorded }: StatedInterruption, timeZone: string): Localized {
  const [from, to] = [formatRoomTime(fromMs, timeZone), formatRoomTime(toMs, timeZone)];
  const why = cause === null ? { zh: note, en: note } : causeWords[cause];
  const reason = unrecorded === null ? null : unrecordedWords[unrecorded.reason];
  const during = unrecorded === null || reason === null ? meanwhile(false) : {
    zh: `因${reason.zh},经${unrecorded.approvedBy}批准,中断期间在未录音录像的情况下继续讯(询)问。`,
    en: `Because ${reason.en}, and with the approval of ${unrecorded.approvedBy}, questioning went on unrecorded in between.`,
  };
  const end = cause === null
    ? { zh: `至 ${spoken(to)}本次讯(询)问结束时未能恢复。`, en: `and had not resumed when this session ended at ${to}.` }
    : { zh: `于 ${spoken(to)}恢复。恢复后讯(询)问人员已在录音录像中口头说明。`, en: `and resumed at ${to}; an officer then explained it aloud on the recording.` };
  return {
    zh: `本次讯(询)问的录音录像于 ${spoken(from)}中断,${end.zh}中断原因是:${why.zh}。${during.zh}以上情况我已知悉,记录属实。`,
    en: `The recording of this session stopped at ${from} ${end.en} The cause was ${why.en}. ${during.en} I have been told of this, and it is so.`,
  };
}

const breakWords: Readonly<Record<BreakKind, Localized>> = {
  meal: { zh: '用餐', en: 'a meal' }, rest: { zh: '休息', en: 'rest' }, toilet: { zh: '如厕', en: 'the toilet' }, medical: { zh: '就医', en: 'medical care' }, prayer: { zh: '礼拜', en: 'prayer' }, lawyer: { zh: '会见律师', en: 'a lawyer' },
};

/** What an officer says on the recording where breaks are not recorded: before it ends for the break, and after it goes on (ADR 0029). */
export function breakText(step: 'announcement' | 'return', kind: BreakKind, atMs: number, timeZone: string): Localized {
  const at = formatRoomTime(atMs, timeZone);
  const what = breakWords[kind];
  return step === 'announcement'
    ? { zh: `现在是 ${spoken(at)},因${what.zh}暂时休息,录音录像即将停止。`, en: `The time is ${at}. There is now a break for ${what.en}, and the recording is about to stop.` }
    : { zh: `休息结束,录音录像已于 ${spoken(at)}恢复。休息期间没有就案件进行交谈。`, en: `The break is over, and the recording has resumed at ${at}. The case was not discussed during the break.` };
}

/** What the interviewee signs about when they came or left (requirement F1; GAX 199). */
export function attendanceText(moment: AttendanceMoment, ofMs: number, timeZone: string): Localized {
  const at = formatRoomTime(ofMs, timeZone);
  return moment === 'arrival'
    ? { zh: `我于 ${spoken(at)}到达。以上时间属实。`, en: `I arrived at ${at}. This time is right.` }
    : { zh: `我于 ${spoken(at)}离开。以上时间属实。`, en: `I left at ${at}. This time is right.` };
}

function meanwhile(unrecorded: boolean): Localized {
  return unrecorded
    ? { zh: '中断期间经批准,在未录音录像的情况下继续讯(询)问。', en: 'In between, questioning went on unrecorded, as was approved.' }
    : { zh: '中断期间没有进行讯(询)问。', en: 'No questions were asked in between.' };
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
