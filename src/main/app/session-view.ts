import type { JsonObject } from '../../shared/base/index.ts';
import type { SessionSnapshot, SessionSummary, TimelineItem } from '../../shared/contract/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import { startLocks } from '../rules/index.ts';
import { isKept, sessionSnapshot, sessionSummary, type SessionOutline, type SessionState } from '../session/index.ts';
import { attendanceView, noticesView } from './signed-stay-view.ts';
import { breakView } from './break-watch.ts';
import type { Station } from './station.ts';

/** The session as the contract gives it; what is proven is the recorders' live word while it is being recorded. */
export function sessionView(station: Station, state: SessionState): SessionSnapshot {
  const { profile, settings, roomClock } = station;
  const roomLocks = state.stage.status === 'open' ? startLocks(profile, station.roomFindings()) : [];
  const snapshot = sessionSnapshot(state, { profile, timeZone: settings.room.timeZone, nowMs: roomClock.now().atMs, roomLocks });
  const live = isKept(state) ? station.recording.provenUntilMs(state.requiredStreams) : null;
  const breaks = breakView(station, state);
  const attendance = attendanceView(station, state);
  const session = { ...snapshot, intervieweeNumber: station.sessions.numberOf(state).number, attendance, notices: noticesView(station, state), leftAtMs: station.sessions.leftAtMs(state.sessionId), breakUndo: breaks.breakUndo, dues: breaks.dues, provenUntilMs: live ?? snapshot.provenUntilMs, reread: station.reread.progressOf(state.sessionId) };
  return JSON.parse(JSON.stringify(session)) as SessionSnapshot;
}

export function summaryView(state: SessionOutline): SessionSummary {
  return sessionSummary(state);
}

/** Every fact of a session, in order, as a reader is shown it. */
export function timelineOf(entries: readonly LedgerEntry[]): TimelineItem[] {
  return entries.map(({ seq, type, at, actor, payload }) => ({
    seq, type, atMs: at.atMs, errorMs: at.errorMs, actor: actor.kind === 'person' ? actor.name : '', detail: payload as unknown as JsonObject,
  }));
}
