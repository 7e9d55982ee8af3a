import { AppError } from '../../shared/base/index.ts';
import { startLocks } from '../rules/index.ts';
import { BreakDesk, sessionLocks } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { openSession } from './open-session.ts';
import { sessionView, summaryView, timelineOf } from './session-view.ts';
import type { Station } from './station.ts';

type SessionMethods = Pick<
  Handlers,
  | 'session.open' | 'session.start' | 'session.mark' | 'session.breakStart' | 'session.breakEnd' | 'session.breakSpoken' | 'session.breakUndo'
  | 'interruption.list' | 'interruption.explain' | 'session.finish' | 'session.list' | 'session.get' | 'session.verify'
>;

export function sessionMethods(station: Station): SessionMethods {
  const view = (sessionId: string) => Promise.resolve(sessionView(station, station.sessionState(sessionId)));
  return {
    'session.open': async (params, { person }) => view((await openSession(station, params, person)).state.sessionId),
    'session.start': async ({ sessionId }, { person }) => {
      const controller = station.controllerOf(sessionId);
      const [lock] = controller.state.stage.status !== 'open' ? [] : sessionLocks(controller.state, { profile: station.profile, timeZone: station.settings.room.timeZone, nowMs: station.roomClock.now().atMs, roomLocks: startLocks(station.profile, station.roomFindings()) });
      if (lock !== undefined) throw new AppError(lock.code, lock.params);
      await controller.start(person);
      return view(sessionId);
    },
    'session.mark': async ({ sessionId, kind, text }, { person }) => {
      if (person.role === 'attendant' && kind !== 'medical' && kind !== 'note') throw new AppError('ROLE_REQUIRED', { roles: 'officer' });
      const markerId = station.controllerOf(sessionId).mark(person, kind, text);
      const marker = (await view(sessionId)).markers.find((m) => m.markerId === markerId);
      if (marker === undefined) throw new Error('The marker is not in the ledger');
      return { marker };
    },
    'session.breakStart': ({ sessionId, ...start }, { person }) => {
      station.controllerOf(sessionId).startBreak(person, start);
      return view(sessionId);
    },
    'session.breakEnd': async ({ sessionId, note }, { person }) => {
      await new BreakDesk(station.controllerOf(sessionId), station.sessionParts).end(person, note);
      station.changed();
      return view(sessionId);
    },
    'session.breakSpoken': async ({ sessionId }, { person }) => {
      await new BreakDesk(station.controllerOf(sessionId), station.sessionParts).spoken(person);
      station.changed();
      return view(sessionId);
    },
    'session.breakUndo': ({ sessionId }, { person }) => {
      station.controllerOf(sessionId).undoBreak(person);
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
      station.reread.follow();
      await station.leases.giveBack(controller.state);
      await station.stays.tell();
      // Recording has ended and is safe whatever becomes of the documents; `transcript.reconcile` makes them again.
      await station.desk.inTurn(() => station.signing.issue(controller)).catch((error: unknown) => station.log.error('the finalised transcript was not issued', error));
      return view(sessionId);
    },
    'session.verify': ({ sessionId, level }, { person }) => {
      const state = station.sessionState(sessionId);
      const isTheirs = state.officers.some((officer) => station.accounts.isSamePerson(officer.personId, person.personId));
      if (person.role === 'officer' && !isTheirs) throw new AppError('ROLE_REQUIRED', { roles: 'legal' });
      return Promise.resolve(station.verifier.begin(state, level, person));
    },
    'session.list': () => Promise.resolve({ sessions: station.sessions.list().map(summaryView) }),
    'session.get': async ({ sessionId }) => ({ session: await view(sessionId), timeline: timelineOf(station.ledger.entriesOf(station.sessionState(sessionId).sessionId)) }),
  };
}
