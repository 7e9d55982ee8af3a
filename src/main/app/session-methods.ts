import { AppError } from '../../shared/base/index.ts';
import { formatRoomTime, identityOf, parseId, type LegalClass, type PersonIdentity, type SessionId } from '../../shared/domain/index.ts';
import { startLocks } from '../rules/index.ts';
import { SessionController } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { sessionView, summaryView, timelineOf } from './session-view.ts';
import type { Station } from './station.ts';

type SessionMethods = Pick<
  Handlers,
  | 'session.open' | 'session.start' | 'session.mark' | 'session.breakStart' | 'session.breakEnd' | 'session.personEnter' | 'session.personLeave'
  | 'interruption.list' | 'interruption.explain' | 'session.finish' | 'session.list' | 'session.get'
>;

export function sessionMethods(station: Station): SessionMethods {
  const view = (sessionId: string) => Promise.resolve(sessionView(station, station.sessionState(sessionId)));
  return {
    'session.open': async (params, { person }) => {
      station.requireProfile();
      const { caseNumber, kind, place, legalClass, interviewee } = params;
      const second = await secondOfficer(station, person, params.secondOfficer);
      const classApprover = await approverOfClass(station, params.legalClass, params.classApprover, [person, second]);
      refuseSecondSession(station);
      const sessionId = nextSessionId(station);
      await station.leases.take(sessionId, [person, second]);
      // Asking the registry takes a moment, in which somebody else may have opened one.
      refuseSecondSession(station);
      const arrivedAtMs = params.arrivedAtMs ?? Math.round(station.roomClock.now().atMs);
      const controller = SessionController.open({ sessionId, caseNumber, kind, place, legalClass, interviewee, arrivedAtMs, officers: [person, second] }, station.sessionParts);
      station.hold(controller);
      controller.note('approval.given', { step: 'second-officer', approvedBy: second }, person);
      if (classApprover !== null) controller.note('approval.given', { step: 'class-lowered', approvedBy: classApprover }, person);
      return view(sessionId);
    },
    'session.start': async ({ sessionId }, { person }) => {
      const controller = station.controllerOf(sessionId);
      const [lock] = startLocks(station.profile, station.roomFindings());
      if (lock !== undefined) throw new AppError(lock.code, lock.params);
      await controller.start(person);
      return view(sessionId);
    },
    'session.mark': async ({ sessionId, kind, text }, { person }) => {
      const markerId = station.controllerOf(sessionId).mark(person, kind, text);
      const marker = (await view(sessionId)).markers.find((m) => m.markerId === markerId);
      if (marker === undefined) throw new Error('The marker is not in the ledger');
      return { marker };
    },
    'session.breakStart': ({ sessionId, kind, offered, answered }, { person }) => {
      station.controllerOf(sessionId).startBreak(person, kind, offered, answered);
      return view(sessionId);
    },
    'session.breakEnd': ({ sessionId, note }, { person }) => {
      station.controllerOf(sessionId).endBreak(person, note);
      return view(sessionId);
    },
    'session.personEnter': ({ sessionId, name, capacity }, { person }) => {
      station.controllerOf(sessionId).personEnters(person, name, capacity);
      return view(sessionId);
    },
    'session.personLeave': ({ sessionId, personId }, { person }) => {
      station.controllerOf(sessionId).personLeaves(person, personId);
      return view(sessionId);
    },
    'interruption.list': async ({ sessionId }) => ({ interruptions: (await view(sessionId)).interruptionList }),
    'interruption.explain': async (params, { person }) => {
      const controller = station.controllerOf(params.sessionId);
      if (params.step === 'begin') controller.beginExplanation(person, params.interruptionId, params.cause, params.note);
      else await controller.finishExplanation(person, params.interruptionId);
      const interruption = (await view(params.sessionId)).interruptionList.find((i) => i.interruptionId === params.interruptionId);
      if (interruption === undefined) throw new AppError('INTERRUPTION_UNKNOWN', { interruptionId: params.interruptionId });
      return { interruption };
    },
    'session.finish': async ({ sessionId, reason }, { person }) => {
      const controller = station.controllerOf(sessionId);
      await controller.finish(person, reason);
      await station.leases.giveBack(controller.state);
      return view(sessionId);
    },
    'session.list': () => Promise.resolve({ sessions: station.sessions.list().map(summaryView) }),
    'session.get': async ({ sessionId }) => ({ session: await view(sessionId), timeline: timelineOf(station.ledger.entriesOf(station.sessionState(sessionId).sessionId)) }),
  };
}

/** Each officer gives their own credentials (requirement B4); one person cannot be both. */
async function secondOfficer(station: Station, first: PersonIdentity, given: { readonly account: string; readonly pin: string }): Promise<PersonIdentity> {
  const second = await station.accounts.authenticate(given.account, given.pin);
  if (second.role !== 'officer') throw new AppError('NOT_AN_OFFICER', { account: given.account });
  if (second.mustChangePin) throw new AppError('PIN_CHANGE_REQUIRED');
  if (station.accounts.isSamePerson(second.personId, first.personId)) throw new AppError('OFFICERS_NOT_DISTINCT');
  return identityOf(second);
}

/** The stricter class is the default; only legal staff lowers it (requirement A6). */
async function approverOfClass(station: Station, legalClass: LegalClass, given: { readonly account: string; readonly pin: string } | undefined, officers: readonly PersonIdentity[]): Promise<PersonIdentity | null> {
  if (legalClass === 'must-record') return null;
  if (given === undefined) throw new AppError('CLASS_NEEDS_LEGAL');
  return identityOf(await station.accounts.approve(given, ['legal'], officers));
}

/** A room holds one session, and a session one interviewee (requirement B6). */
function refuseSecondSession(station: Station): void {
  if (station.sessions.current() !== undefined) throw new AppError('SESSION_EXISTS');
}

function nextSessionId(station: Station): SessionId {
  const day = formatRoomTime(station.roomClock.now().atMs, station.settings.room.timeZone).slice(0, 10).replaceAll('-', '');
  return parseId<SessionId>(`S${day}-${String(station.sessions.count + 1).padStart(4, '0')}`);
}
