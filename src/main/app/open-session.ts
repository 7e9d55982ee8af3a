import { AppError } from '../../shared/base/index.ts';
import type { MethodParams } from '../../shared/contract/index.ts';
import { formatRoomTime, identityOf, parseId, type Account, type LegalClass, type PersonIdentity, type Role, type SessionId } from '../../shared/domain/index.ts';
import type { Circumstances } from '../../shared/ledger/index.ts';
import { ageOn, classOfCase, countingStays, normalIdentityNumber, openingLocks, readIdentityNumber, staysWithoutRest, timeLimitOf, type Opening } from '../rules/index.ts';
import { SessionController } from '../session/index.ts';
import { nextAfter } from '../custody/index.ts';
import { knownOf, type KnownInterviewee } from './known-interviewee.ts';
import type { Station } from './station.ts';

type Params = MethodParams<'session.open'>;
interface Credentials {
  readonly account: string;
  readonly pin: string;
}
interface Approval {
  readonly step: string;
  readonly approvedBy: PersonIdentity;
}

/**
 * Opens a session when nothing forbids it, with every approval that it needed as a fact.
 * @throws AppError the first lock that holds, or what is wrong with somebody's credentials; then nothing was opened and nobody taken
 */
export async function openSession(station: Station, params: Params, first: PersonIdentity): Promise<SessionController> {
  station.requireProfile();
  const second = await secondOfficer(station, first, params.secondOfficer);
  const officers = [first, identityOf(second)] as const;
  const approvals = await askApprovers(station, params, officers);
  refuseSecondSession(station);
  const nowMs = Math.round(station.roomClock.now().atMs);
  const arrivedAtMs = params.arrivedAtMs ?? nowMs;
  const known = await knownOf(station, params, { arrivedAtMs, nowMs });
  const circumstances = circumstancesOf(station, params, { arrivedAtMs, nowMs, officers }, known);
  const [lock] = openingLocks(station.profile, openingOf(station, params, { circumstances, arrivedAtMs, nowMs, approvals }, known));
  if (lock !== undefined) throw new AppError(lock.code, lock.params);
  const sessionId = nextSessionId(station);
  await station.leases.take(sessionId, officers);
  // Asking the registry takes a moment, in which somebody else may have opened one.
  refuseSecondSession(station);
  const { caseNumber, kind, place, legalClass, interviewee } = params;
  const { number, provisional } = await station.stays.numberFor(known.intervieweeKey, sessionId, () => numbersOf(station, known));
  refuseSecondSession(station);
  const numbered: Circumstances = { ...circumstances, intervieweeNumber: number, ...(provisional ? { numberProvisional: true } : {}) };
  const controller = SessionController.open({ sessionId, caseNumber, kind, place, legalClass, interviewee, arrivedAtMs, officers: [...officers], circumstances: numbered }, station.sessionParts);
  station.hold(controller);
  await station.stays.tell();
  for (const approval of [{ step: 'second-officer', approvedBy: officers[1] }, ...approvals]) controller.note('approval.given', approval, first);
  return controller;
}

/** Each officer gives their own credentials (requirement B4); one person cannot be both. */
async function secondOfficer(station: Station, first: PersonIdentity, given: Credentials): Promise<Account> {
  const second = await officerByCredentials(station, given);
  if (station.accounts.isSamePerson(second.personId, first.personId)) throw new AppError('OFFICERS_NOT_DISTINCT');
  return second;
}

/** An officer who gives their own account and PIN. @throws AppError NOT_AN_OFFICER, PIN_CHANGE_REQUIRED and what a wrong PIN costs */
export async function officerByCredentials(station: Station, given: Credentials): Promise<Account> {
  const officer = await station.accounts.authenticate(given.account, given.pin);
  if (officer.role !== 'officer') throw new AppError('NOT_AN_OFFICER', { account: given.account });
  if (officer.mustChangePin) throw new AppError('PIN_CHANGE_REQUIRED');
  return officer;
}

/** Whoever must agree before the session may be opened, each by their own credentials and none of them an officer of it. */
async function askApprovers(station: Station, { legalClass, classApprover, circumstances }: Params, officers: readonly PersonIdentity[]): Promise<readonly Approval[]> {
  const { profile } = station;
  const approve = async (step: string, given: Credentials, roles: readonly Role[]): Promise<Approval> => ({ step, approvedBy: identityOf(await station.accounts.approve(given, roles, officers)) });
  const { place, summons } = circumstances;
  return [
    ...(await classApproval(legalClass, classApprover, approve)),
    ...(place.kind === 'mobile' ? [await approve('mobile-place', place.approver, profile.mobile.approvers)] : []),
    ...(summons === undefined || profile.summonsInterval === null ? [] : [await approve('summons-early', summons.approver, profile.summonsInterval.approvers)]),
  ];
}

/** The stricter class is the default; only legal staff lowers it (requirement A6). */
async function classApproval(legalClass: LegalClass, given: Credentials | undefined, approve: (step: string, given: Credentials, roles: readonly Role[]) => Promise<Approval>): Promise<readonly Approval[]> {
  if (legalClass === 'must-record') return [];
  if (given === undefined) throw new AppError('CLASS_NEEDS_LEGAL');
  return [await approve('class-lowered', given, ['legal'])];
}

/** What is decided once, at the opening, from what was told: age and sex from the identity number where there is one, the class from the facts of the case. */
function circumstancesOf(station: Station, { circumstances: told }: Params, at: { readonly arrivedAtMs: number; readonly nowMs: number; readonly officers: readonly PersonIdentity[] }, known: KnownInterviewee): Circumstances {
  const { profile, accounts } = station;
  const number = normalIdentityNumber(told.identityNumber);
  const read = readIdentityNumber(number);
  if (/^\d{17}[\dX]$/.test(number) && read === undefined) throw new AppError('IDENTITY_NUMBER_WRONG');
  const birthDate = read?.birthDate ?? told.birthDate;
  const today = formatRoomTime(at.nowMs, station.settings.room.timeZone).slice(0, 10);
  const minor = birthDate !== null && ageOn(birthDate, today) < profile.minors.adultAge;
  const { offence, traits, needsInterpreter, detained, place } = told;
  const interpreterNeeded = needsInterpreter || traits.includes('foreign-language') || traits.includes('deaf-or-mute');
  const { intervieweeKey, sameAs, otherThan, numbers, stays } = known;
  return {
    intervieweeKey, sameAs, otherThan, intervieweeNumber: nextAfter(numbers), intervieweeSex: read?.sex ?? told.sex, minor, needsInterpreter: interpreterNeeded,
    classReasons: classOfCase({ offence, traits, minor, detained, needsInterpreter: interpreterNeeded }).reasons,
    placeKind: place.kind, mobileReason: place.kind === 'mobile' ? place.reason : '', detained, detainedAtMs: told.detainedAtMs,
    warrantNumber: place.kind === 'detention' ? place.warrantNumber : '', handedOverAtMs: place.kind === 'detention' ? place.handedOverAtMs : null,
    timeLimitId: told.timeLimitId === '' ? (timeLimitOf(profile, '')?.id ?? '') : told.timeLimitId,
    earlierStays: countingStays(profile, at.arrivedAtMs, stays), restStays: staysWithoutRest(profile, at.arrivedAtMs, stays),
    womenOfficers: at.officers.filter(({ personId }) => accounts.get(personId)?.sex === 'female').map(({ personId }) => personId),
  };
}

function openingOf(
  station: Station, { circumstances: told }: Params,
  { circumstances, arrivedAtMs, nowMs, approvals }: { readonly circumstances: Circumstances; readonly arrivedAtMs: number; readonly nowMs: number; readonly approvals: readonly Approval[] }, { stays, namesakes, stayWithoutEnd }: KnownInterviewee,
): Opening {
  const { placeKind, mobileReason, detained, warrantNumber, handedOverAtMs } = circumstances;
  const has = (step: string) => approvals.some((approval) => approval.step === step);
  return {
    roomKind: station.settings.room.kind, placeKind, mobileReason, placeApproved: has('mobile-place'), detained, warrantNumber, handedOverAtMs, timeLimitId: told.timeLimitId, arrivedAtMs, nowMs,
    earlierStays: stays, namesakes, stayWithoutEnd, summonsApproved: has('summons-early'),
  };
}

/** A room holds one session, and a session one interviewee (requirement B6). */
function refuseSecondSession(station: Station): void {
  if (station.sessions.current() !== undefined) throw new AppError('SESSION_EXISTS');
}

/** Of the sessions of this person in this room, as they are numbered now. */
function numbersOf({ sessions }: Station, { intervieweeKey, sameAs }: KnownInterviewee): readonly number[] {
  return sessions.ofInterviewee(intervieweeKey, sameAs).map((state) => sessions.numberOf(state).number);
}

function nextSessionId(station: Station): SessionId {
  const day = formatRoomTime(station.roomClock.now().atMs, station.settings.room.timeZone).slice(0, 10).replaceAll('-', '');
  return parseId<SessionId>(`S${day}-${String(station.sessions.count + 1).padStart(4, '0')}`);
}
