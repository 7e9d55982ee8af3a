import type { Localized } from '../../shared/base/index.ts';
import type { InterruptionId } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import { outsideNoticeText, type NoticeStanding } from '../rules/index.ts';
import type { SessionState } from './session-state.ts';

/** The report of one interruption to an outside authority (requirement E5). */
export interface OutsideNotice {
  readonly interruptionId: InterruptionId;
  readonly draftedAtMs: number;
  /** How far up it has gone, and since when. */
  readonly level: number;
  readonly levelSinceMs: number;
  /** As it was drafted, or as it was when somebody acknowledged it. */
  readonly text: Localized;
  readonly acknowledgement: { readonly toldTo: string; readonly note: string; readonly by: string; readonly atMs: number } | null;
}

export function standing({ level, levelSinceMs, acknowledgement }: OutsideNotice): NoticeStanding {
  return { level, levelSinceMs, acknowledged: acknowledgement !== null };
}

/** The report about an interruption of this session, as it is at this moment; undefined when the interruption has become part of another. */
export function noticeTextOf(state: SessionState, interruptionId: InterruptionId, { roomName, timeZone, nowMs }: { readonly roomName: string; readonly timeZone: string; readonly nowMs: number }): Localized | undefined {
  const interruption = state.interruptions.find((each) => each.interruptionId === interruptionId);
  if (interruption === undefined) return undefined;
  const { fromMs, reasons, remedies, unrecorded } = interruption;
  const toMs = interruption.state === 'lasting' ? null : interruption.toMs;
  return outsideNoticeText({
    roomName, sessionId: state.sessionId, caseNumber: state.caseNumber, fromMs, toMs, reasons, remedies: remedies.map(({ remedy }) => remedy), unrecordedApprovedBy: unrecorded?.approvedBy ?? null, nowMs: Math.round(nowMs),
  }, timeZone);
}

/** The notices of a session after one more fact. One for each interruption; what was acknowledged stays so. */
export function applyNoticeEntry(notices: readonly OutsideNotice[], entry: LedgerEntry): readonly OutsideNotice[] {
  const atMs = entry.at.atMs;
  const change = (id: InterruptionId, to: (notice: OutsideNotice) => OutsideNotice) => notices.map((notice) => (notice.interruptionId === id && notice.acknowledgement === null ? to(notice) : notice));
  switch (entry.type) {
    case 'notice.drafted': {
      const { interruptionId, text } = entry.payload;
      return notices.some((each) => each.interruptionId === interruptionId) ? notices : [...notices, { interruptionId, text, draftedAtMs: atMs, level: 0, levelSinceMs: atMs, acknowledgement: null }];
    }
    case 'notice.escalated': {
      const { interruptionId, level } = entry.payload;
      return change(interruptionId, (notice) => ({ ...notice, level, levelSinceMs: atMs }));
    }
    case 'notice.acknowledged': {
      const { interruptionId, text, toldTo, note, acknowledgedBy } = entry.payload;
      return change(interruptionId, (notice) => ({ ...notice, text, acknowledgement: { toldTo, note, by: acknowledgedBy.name, atMs } }));
    }
    default:
      return notices;
  }
}
