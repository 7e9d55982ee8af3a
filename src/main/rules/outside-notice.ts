import type { Localized } from '../../shared/base/index.ts';
import { formatRoomTime, type InterruptionRemedy, type Role } from '../../shared/domain/index.ts';
import { lock, type RuleLock } from './lock.ts';
import type { Profile } from './profile.ts';

/** A notice as it stands: how far up it has gone, and since when. */
export interface NoticeStanding {
  readonly level: number;
  readonly levelSinceMs: number;
  readonly acknowledged: boolean;
}

/** Whether an interruption is to be reported to an outside authority (requirement E5). `toMs` is null while it lasts. */
export function isNoticeDue({ outsideNotice }: Profile, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number | null }, nowMs: number): boolean {
  return outsideNotice !== null && (toMs ?? nowMs) - fromMs >= outsideNotice.afterMs;
}

/** When a notice goes up a level unless somebody has acknowledged it; null when it was acknowledged or there is nobody above. */
export function escalatesAtMs({ outsideNotice }: Profile, { level, levelSinceMs, acknowledged }: NoticeStanding): number | null {
  return outsideNotice === null || acknowledged || level + 1 >= outsideNotice.levels.length ? null : levelSinceMs + outsideNotice.escalateAfterMs;
}

/** Who may acknowledge it now: its level, and those above; those below had their time. */
export function noticeRoles({ outsideNotice }: Profile, { level }: Pick<NoticeStanding, 'level'>): readonly Role[] {
  return [...new Set((outsideNotice?.levels ?? []).slice(level).flat())];
}

/** What a notice that nobody has acknowledged keeps locked: the seal. Recording, explaining and finishing go on. */
export function noticeLocks(profile: Profile, notices: readonly NoticeStanding[]): readonly RuleLock[] {
  const open = notices.filter(({ acknowledged }) => !acknowledged).toSorted((a, b) => b.level - a.level)[0];
  return open === undefined ? [] : [lock('NOTICE_UNACKNOWLEDGED', 'seal', '15, 29', ...noticeRoles(profile, open))];
}

/** What happened, as it was measured. */
export interface NoticeContent {
  readonly roomName: string;
  readonly sessionId: string;
  readonly caseNumber: string;
  readonly fromMs: number;
  readonly toMs: number | null;
  /** Codes of what the machine measured. */
  readonly reasons: readonly string[];
  readonly remedies: readonly InterruptionRemedy[];
  readonly unrecordedApprovedBy: string | null;
  readonly nowMs: number;
}

/** The notice itself: nothing in it is anybody's word but the machine's. It does not name the interviewee. */
export function outsideNoticeText({ roomName, sessionId, caseNumber, fromMs, toMs, reasons, remedies, unrecordedApprovedBy, nowMs }: NoticeContent, timeZone: string): Localized {
  const at = (ms: number) => formatRoomTime(ms, timeZone);
  const words = [...new Set(reasons.map(reasonKind))].map((kind) => kinds[kind]);
  const tried = [...new Set(remedies)].map((remedy) => remedyWords[remedy]);
  const zhEnd = toMs === null ? `截至 ${at(nowMs)} 尚未恢复` : `于 ${at(toMs)} 恢复`;
  const enEnd = toMs === null ? `had not resumed at ${at(nowMs)}` : `resumed at ${at(toMs)}`;
  return {
    zh: `录音录像技术障碍报告。${roomName},案件编号 ${caseNumber},讯(询)问编号 ${sessionId}。录音录像自 ${at(fromMs)} 起未能按规定进行,${zhEnd}。机器测得的原因:${words.map(({ zh }) => zh).join('、')}。已采取的措施:${tried.length === 0 ? '尚无记录' : tried.map(({ zh }) => zh).join('、')}。${unrecordedApprovedBy === null ? '未经批准在不录音录像的情况下继续讯(询)问。' : `经${unrecordedApprovedBy}批准,在未录音录像的情况下继续讯(询)问。`}以上时间由机器测得。`,
    en: `Notice of technical impossibility to record. ${roomName}, case ${caseNumber}, session ${sessionId}. From ${at(fromMs)} it was not recorded as prescribed, and ${enEnd}. Measured cause: ${words.map(({ en }) => en).join(', ')}. Tried: ${tried.length === 0 ? 'nothing noted yet' : tried.map(({ en }) => en).join(', ')}. ${unrecordedApprovedBy === null ? 'Nobody approved that questioning go on unrecorded.' : `With the approval of ${unrecordedApprovedBy}, questioning went on unrecorded.`} The times were measured by the machine.`,
  };
}

type ReasonKind = 'stopped' | 'storage' | 'sound' | 'picture' | 'other';
const kinds: Readonly<Record<ReasonKind, Localized>> = {
  stopped: { zh: '录制主机停止运行', en: 'the station stopped' }, storage: { zh: '存储介质故障', en: 'the storage failed' }, sound: { zh: '没有声音', en: 'no sound' },
  picture: { zh: '摄像机没有图像', en: 'no picture from a camera' }, other: { zh: '其他技术故障', en: 'another technical failure' },
};
const remedyWords: Readonly<Record<InterruptionRemedy, Localized>> = {
  medium: { zh: '更换存储介质', en: 'another medium' }, repair: { zh: '排除故障', en: 'repair' }, room: { zh: '调换讯(询)问室', en: 'another room' }, portable: { zh: '更换移动录音录像设备', en: 'portable equipment' },
};

function reasonKind(code: string): ReasonKind {
  if (code === 'STATION_STOPPED') return 'stopped';
  if (code === 'STORAGE_LOST') return 'storage';
  if (code.startsWith('SOUND_') || code.startsWith('MICROPHONE_')) return 'sound';
  return code.startsWith('STREAM_') || code.startsWith('CAMERA_') ? 'picture' : 'other';
}
