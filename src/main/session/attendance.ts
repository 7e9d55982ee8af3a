import { AppError, type Localized } from '../../shared/base/index.ts';
import type { AttendanceMoment, Language, PersonIdentity, SigningMethod } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import { attendanceText } from '../rules/index.ts';
import type { SessionState } from './session-state.ts';

/** The interviewee's word on when they arrived and left (requirement F1; GAX 199): signed, or refused before two officers. */
export type AttendanceOutcome = { readonly moment: AttendanceMoment; readonly ofMs: number; readonly language: Language; readonly text: string; readonly atMs: number; readonly by: string } & (
  | { readonly outcome: 'signed'; readonly method: SigningMethod; readonly imageSha256: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly witness: string }
);

export type Attendance = Readonly<Record<AttendanceMoment, AttendanceOutcome | null>>;

export const noAttendance: Attendance = { arrival: null, leaving: null };

/** What was first said of a moment counts; it may be said after the seal, which nothing else changes. */
export function applyAttendanceEntry(attendance: Attendance, entry: LedgerEntry): Attendance {
  if (entry.type !== 'attendance.signed' && entry.type !== 'attendance.refused') return attendance;
  const { moment, ofMs, language, text } = entry.payload;
  if (attendance[moment] !== null) return attendance;
  const said = { moment, ofMs, language, text, atMs: entry.at.atMs, by: entry.actor.kind === 'person' ? entry.actor.name : '' };
  return {
    ...attendance,
    [moment]: entry.type === 'attendance.signed'
      ? { ...said, outcome: 'signed', method: entry.payload.method, imageSha256: entry.payload.imageSha256 }
      : { ...said, outcome: 'refused', reason: entry.payload.reason, witness: entry.payload.witness.name },
  };
}

/** What a person signs about one of the two moments. `known`: what is said already, and when they left, as it was logged. */
export interface AttendanceKnown {
  readonly attendance: Attendance;
  readonly leftAtMs: number | null;
  readonly timeZone: string;
}

/** Two different officers of the session say that the interviewee did not sign. */
export function decideAttendanceWitness({ officers }: SessionState, by: PersonIdentity, witness: PersonIdentity): void {
  const isOfficer = ({ personId }: PersonIdentity) => officers.some((officer) => officer.personId === personId);
  if (!isOfficer(by) || !isOfficer(witness) || by.personId === witness.personId) throw new AppError('OFFICER_OF_SESSION_REQUIRED');
}

/**
 * The arrival is signed while the session is recorded or after; the leaving once it was logged. Each once.
 * @throws AppError STATE_REFUSED, LEAVING_UNKNOWN, ATTENDANCE_SETTLED
 */
export function decideAttendance({ stage, arrivedAtMs, handedBackAtMs }: SessionState, moment: AttendanceMoment, { attendance, leftAtMs, timeZone }: AttendanceKnown): { readonly ofMs: number; readonly text: Localized } {
  if (stage.status === 'open' || stage.status === 'abandoned') throw new AppError('STATE_REFUSED', { status: stage.status });
  if (attendance[moment] !== null) throw new AppError('ATTENDANCE_SETTLED');
  const ofMs = moment === 'arrival' ? arrivedAtMs : (leftAtMs ?? handedBackAtMs);
  if (ofMs === null) throw new AppError('LEAVING_UNKNOWN');
  return { ofMs, text: attendanceText(moment, ofMs, timeZone) };
}
