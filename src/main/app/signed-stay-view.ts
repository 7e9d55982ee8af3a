import type { AttendanceSnapshot, OutsideNoticeSnapshot } from '../../shared/contract/index.ts';
import type { AttendanceMoment } from '../../shared/domain/index.ts';
import { attendanceText, escalatesAtMs, noticeRoles } from '../rules/index.ts';
import { noticeTextOf, standing, type SessionState } from '../session/index.ts';
import type { Station } from './station.ts';

/** When the interviewee came and left, as they are to sign it, and what became of it. */
export function attendanceView(station: Station, state: SessionState): AttendanceSnapshot {
  const { timeZone } = station.settings.room;
  const outcomes = station.sessions.attendanceOf(state.sessionId);
  const momentView = (moment: AttendanceMoment, ofMs: number | null) => {
    const outcome = outcomes[moment];
    return { ofMs, text: ofMs === null ? { zh: '', en: '' } : attendanceText(moment, ofMs, timeZone), outcome };
  };
  return { arrival: momentView('arrival', state.arrivedAtMs), leaving: momentView('leaving', station.sessions.leftAtMs(state.sessionId) ?? state.handedBackAtMs) };
}

/** Reports to an outside authority, each as it stands now. */
export function noticesView(station: Station, state: SessionState): OutsideNoticeSnapshot[] {
  const { profile, settings, roomClock } = station;
  const context = { roomName: settings.room.roomName, timeZone: settings.room.timeZone, nowMs: roomClock.now().atMs };
  return state.notices.map((notice) => ({
    interruptionId: notice.interruptionId, draftedAtMs: notice.draftedAtMs, level: notice.level, acknowledgement: notice.acknowledgement,
    text: notice.acknowledgement === null ? (noticeTextOf(state, notice.interruptionId, context) ?? notice.text) : notice.text,
    roles: notice.acknowledgement === null ? [...noticeRoles(profile, notice)] : [], escalatesAtMs: escalatesAtMs(profile, standing(notice)),
  }));
}
