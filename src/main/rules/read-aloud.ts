import type { Localized } from '../../shared/base/index.ts';
import { formatRoomTime, type InterruptionCause } from '../../shared/domain/index.ts';

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

/** `2026-11-23 14:03:07` as it is read aloud: 2026年11月23日14时03分07秒. */
function spoken(time: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)$/.exec(time) ?? [];
  return `${year}年${month}月${day}日${hour}时${minute}分${second}秒`;
}
