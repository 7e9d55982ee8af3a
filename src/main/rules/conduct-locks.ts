import type { Capacity, SessionKind, Sex } from '../../shared/domain/index.ts';
import { lock, type RuleLock } from './lock.ts';
import type { Profile } from './profile.ts';

/** How a session is being held: what the rules ask about people, notices and time. */
export interface Conduct {
  readonly kind: SessionKind;
  readonly firstInterrogation: boolean;
  readonly minor: boolean;
  readonly intervieweeSex: Sex;
  readonly needsInterpreter: boolean;
  /** Who is in the room now. */
  readonly present: readonly { readonly capacity: Capacity; readonly sex: Sex }[];
  /** Since when there have been fewer officers than prescribed; null when there are enough. */
  readonly officersShortSinceMs: number | null;
  readonly recordingNoticeHeard: boolean;
  readonly rightsHeard: boolean;
  readonly spanOpen: boolean;
  /** Nobody has said aloud that a break which was not recorded is over. */
  readonly returnUnspoken: boolean;
  /** Interruptions about which the interviewee has neither signed nor refused. */
  readonly unsignedInterruptions: number;
  /** The interviewee has neither signed when they arrived nor refused. */
  readonly arrivalUnsigned: boolean;
  /** The transcript was read and signed on the recording, or the refusal was logged by two officers. */
  readonly signedOff: boolean;
  /** What is left of the legal limit; null where none counts. */
  readonly limitLeftMs: number | null;
  readonly nowMs: number;
}

/** Who must be in the room (requirements B4, B8 to B10). The courts exclude what is said without them, so nobody can open these locks but the persons who come. */
export function presenceLocks(profile: Profile, conduct: Conduct, locks: 'start' | 'transcript'): readonly RuleLock[] {
  const { minor, intervieweeSex, needsInterpreter, present, officersShortSinceMs, nowMs } = conduct;
  const { minors, officers } = profile;
  const has = (...capacities: readonly Capacity[]) => present.some(({ capacity }) => capacities.includes(capacity));
  const womanOfficer = present.some(({ capacity, sex }) => capacity === 'officer' && sex === 'female');
  const toleratedMs = locks === 'start' ? 0 : officers.absenceMs;
  return [
    ...(needsInterpreter && !has('interpreter') ? [lock('INTERPRETER_MISSING', locks, 'CPL 121; GAX 204', 'officer', 'attendant')] : []),
    ...(minor && minors.needsSuitableAdult && !has('guardian', 'suitable-adult') ? [lock('MINOR_UNACCOMPANIED', locks, 'CPL 281; GAX 323', 'officer', 'attendant')] : []),
    ...(minor && intervieweeSex === 'female' && minors.femaleNeedsWomanOfficer && !womanOfficer ? [lock('MINOR_NEEDS_WOMAN_OFFICER', locks, 'CPL 281; GAX 324', 'officer')] : []),
    ...(officersShortSinceMs !== null && nowMs - officersShortSinceMs >= toleratedMs ? [{ ...lock('OFFICERS_TOO_FEW', locks, 'CPL 118; GAX 202', 'officer'), params: { needed: officers.minimum } }] : []),
  ];
}

/** What keeps the transcript locked because of how the session is held: people, notices not heard, the legal limit (requirements B2 to B4, B8 to B10, F2). */
export function conductLocks(profile: Profile, conduct: Conduct): readonly RuleLock[] {
  const { limitLeftMs } = conduct;
  return [
    ...(limitLeftMs !== null && limitLeftMs <= 0 ? [lock('LIMIT_REACHED', 'transcript', 'CPL 119; GAX 200', 'supervisor', 'chief')] : []),
    ...noticeLocks(profile, conduct, 'transcript'),
    ...presenceLocks(profile, conduct, 'transcript'),
  ];
}

/**
 * What forbids to finish without a reason: notices that were never heard, an arrival that was not signed, a span under way, and a transcript that was not read and signed (articles 24 and 25;
 * requirements B1 to B3, G3). The reason opens them all, for a recording must be able to end; what was missing is kept beside it.
 */
export function finishLocks(profile: Profile, conduct: Conduct): readonly RuleLock[] {
  return [
    ...noticeLocks(profile, conduct, 'finish'),
    ...(conduct.unsignedInterruptions > 0 ? [lock('INTERRUPTION_UNSIGNED', 'finish', '29, 30', 'officer')] : []),
    ...(conduct.returnUnspoken ? [lock('BREAK_RETURN_UNSPOKEN', 'finish', 'PACE E 4', 'officer')] : []),
    ...(conduct.spanOpen ? [lock('SPAN_OPEN', 'finish', '25', 'officer')] : []),
    ...(conduct.signedOff ? [] : [lock('SIGN_OFF_MISSING', 'finish', '24, 25', 'officer')]),
    ...(conduct.arrivalUnsigned ? [lock('ARRIVAL_UNSIGNED', 'finish', 'GAX 199', 'officer')] : []),
  ];
}

function noticeLocks(profile: Profile, { kind, firstInterrogation, recordingNoticeHeard, rightsHeard }: Conduct, until: 'transcript' | 'finish'): readonly RuleLock[] {
  const { recording, rightsAtFirstInterrogation } = profile.notices;
  return [
    ...(recording && !recordingNoticeHeard ? [lock('RECORDING_NOTICE_MISSING', until, 'SPPR 187', 'officer')] : []),
    ...(rightsAtFirstInterrogation && kind === 'interrogation' && firstInterrogation && !rightsHeard ? [lock('RIGHTS_NOTICE_MISSING', until, 'CPL 120; GAX 203', 'officer')] : []),
  ];
}
