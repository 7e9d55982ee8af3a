import type { CameraRole } from '../../shared/domain/index.ts';
import { lock, type RuleLock } from './lock.ts';
import type { Profile } from './profile.ts';

export interface RoomFindings {
  readonly cameraRoles: readonly CameraRole[];
  readonly hasSound: boolean;
  readonly checkPassed: boolean;
  readonly clockReady: boolean;
  readonly hoursLeft: number;
}

export interface SessionFindings {
  readonly finished: boolean;
  readonly interruptionLasting: boolean;
  /** It was approved to go on although nothing is recorded (article 29). */
  readonly unrecordedApproved?: boolean;
  readonly unexplainedInterruptions: number;
  /** Explained, or given in writing, and neither signed by the interviewee nor refused before two officers. */
  readonly unsignedInterruptions?: number;
  /** In a detention centre: it is not logged yet when the person was handed back (requirement A5). */
  readonly handBackMissing?: boolean;
  readonly breakOpen: boolean;
  /** The recording goes on after a break that was not recorded, and nobody has said so aloud yet. */
  readonly returnUnspoken?: boolean;
  readonly transcriptLinked: boolean;
  readonly transcriptAgrees: boolean;
}

/** What still forbids the start (articles 8, 10, 23, 29). Empty when the session may start. */
export function startLocks(profile: Profile, room: RoomFindings): readonly RuleLock[] {
  const missing = profile.requiredCameraRoles.filter((role) => !room.cameraRoles.includes(role));
  const { hoursLeft } = room;
  return [
    ...(missing.length > 0 ? [{ ...lock('CHECK_NO_CAMERA', 'start', '5, 25', 'administrator'), params: { roles: missing.join(', ') } }] : []),
    ...(profile.requiresSound && !room.hasSound ? [lock('SOUND_MISSING', 'start', '26', 'administrator')] : []),
    ...(room.clockReady ? [] : [lock('CLOCK_UNSYNCED', 'start', '23', 'administrator')]),
    ...(hoursLeft >= profile.reserveHours ? [] : [{ ...lock('DISK_FULL', 'start', '29', 'administrator'), params: { hoursLeft, hoursNeeded: profile.reserveHours } }]),
    ...(room.checkPassed ? [] : [lock('CHECK_REQUIRED', 'start', '8, 10', 'officer', 'attendant', 'administrator')]),
  ];
}

/** What keeps the transcript locked while the session runs: an interruption that lasts or has not been explained aloud (articles 29 and 30), or an open break (article 28). */
export function transcriptLocks(session: SessionFindings): readonly RuleLock[] {
  return [
    ...(session.interruptionLasting && session.unrecordedApproved !== true ? [lock('INTERRUPTION_OPEN', 'transcript', '29', 'administrator')] : []),
    ...(session.unexplainedInterruptions > 0 ? [lock('INTERRUPTION_UNEXPLAINED', 'transcript', '30', 'officer')] : []),
    ...(session.breakOpen ? [lock('BREAK_OPEN', 'transcript', '28', 'attendant', 'officer')] : []),
    ...(session.returnUnspoken === true ? [lock('BREAK_RETURN_UNSPOKEN', 'transcript', 'PACE E 4', 'officer')] : []),
  ];
}

/** What still forbids the seal (articles 26, 28, 30, 33). Empty when the session may be sealed. */
export function sealLocks(session: SessionFindings): readonly RuleLock[] {
  return [
    ...(session.finished ? [] : [lock('STATE_REFUSED', 'seal', '24', 'officer')]),
    ...(session.interruptionLasting || session.unexplainedInterruptions > 0 ? [lock('INTERRUPTION_UNEXPLAINED', 'seal', '30', 'officer')] : []),
    ...((session.unsignedInterruptions ?? 0) > 0 ? [lock('INTERRUPTION_UNSIGNED', 'seal', '29, 30', 'officer')] : []),
    ...(session.handBackMissing === true ? [lock('HAND_BACK_MISSING', 'seal', 'DET 19, 20', 'officer', 'attendant')] : []),
    ...(session.breakOpen ? [lock('BREAK_OPEN', 'seal', '28', 'attendant', 'officer')] : []),
    ...(session.transcriptLinked ? [] : [lock('TRANSCRIPT_REQUIRED', 'seal', '26', 'officer')]),
    ...(session.transcriptLinked && !session.transcriptAgrees ? [lock('TRANSCRIPT_DIFFERS', 'seal', '26', 'officer')] : []),
  ];
}
