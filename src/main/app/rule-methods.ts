import { AppError } from '../../shared/base/index.ts';
import type { InterruptionSnapshot } from '../../shared/contract/index.ts';
import { identityOf, type PersonIdentity } from '../../shared/domain/index.ts';
import { noticeText } from '../rules/index.ts';
import { ConductDesk, decideLeave } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { officerByCredentials } from './open-session.ts';
import { roomSnapshot } from './room-snapshot.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { keepSignature } from './transcript-files.ts';

type RuleMethods = Pick<
  Handlers,
  | 'profile.current' | 'room.register' | 'session.abandon' | 'session.spanOpen' | 'session.spanClose' | 'session.refuseSignature' | 'session.extendLimit' | 'session.handBack' | 'session.leave'
  | 'session.personEnter' | 'session.personLeave' | 'interruption.remedy' | 'interruption.note' | 'interruption.sign' | 'interruption.refuseSigning' | 'interruption.continueUnrecorded'
>;

/** What the rules of the room let people do: each with its own credentials where the law wants two. */
export function ruleMethods(station: Station): RuleMethods {
  const view = (sessionId: string) => sessionView(station, station.sessionState(sessionId));
  const deskOf = (sessionId: string) => new ConductDesk(station.controllerOf(sessionId), station.sessionParts);
  const interruptionOf = (sessionId: string, interruptionId: string): { interruption: InterruptionSnapshot } => {
    const interruption = view(sessionId).interruptionList.find((each) => each.interruptionId === interruptionId);
    if (interruption === undefined) throw new AppError('INTERRUPTION_UNKNOWN', { interruptionId });
    return { interruption };
  };
  return {
    'profile.current': () => Promise.resolve(profileSnapshot(station)),
    'room.register': ({ roomName, kind }, { person }) => {
      if (station.sessions.current() !== undefined) throw new AppError('SESSION_EXISTS');
      station.settings.room = { ...station.settings.room, roomName, kind };
      station.note('room.registered', { roomName, kind }, person);
      return Promise.resolve(roomSnapshot(station));
    },
    'session.abandon': async ({ sessionId, reason }, { person }) => {
      const controller = station.controllerOf(sessionId);
      deskOf(sessionId).abandon(person, reason);
      station.letGo();
      await station.leases.giveBack(controller.state);
      await station.stays.tell();
      return view(sessionId);
    },
    'session.spanOpen': ({ sessionId, kind, text }, { person }) => {
      deskOf(sessionId).openSpan(person, kind, text);
      return Promise.resolve(view(sessionId));
    },
    'session.spanClose': async ({ sessionId, spanId }, { person }) => {
      await deskOf(sessionId).closeSpan(person, spanId);
      return view(sessionId);
    },
    'session.refuseSignature': async ({ sessionId, reason, witness }, { person }) => {
      deskOf(sessionId).refuseSignature(person, identityOf(await officerByCredentials(station, witness)), reason);
      return view(sessionId);
    },
    'session.extendLimit': async ({ sessionId, toMs, reason, approver }, { person }) => {
      const desk = deskOf(sessionId);
      const approvedBy = identityOf(await station.accounts.approve(approver, desk.nextStep().nextStep.approvers, station.sessionState(sessionId).officers));
      desk.extendLimit(person, approvedBy, toMs, reason);
      return view(sessionId);
    },
    'session.handBack': ({ sessionId, handedBackAtMs }, { person }) => {
      deskOf(sessionId).handBack(person, handedBackAtMs);
      return Promise.resolve(view(sessionId));
    },
    'session.leave': async ({ sessionId, leftAtMs }, { person }) => {
      const state = station.sessionState(sessionId);
      decideLeave(state, { leftAtMs, knownMs: station.sessions.leftAtMs(state.sessionId), nowMs: station.roomClock.now().atMs });
      station.facts.write(state.sessionId, 'interviewee.left', { leftAtMs }, person);
      station.changed();
      await station.stays.tell();
      return view(sessionId);
    },
    'session.personEnter': async ({ sessionId, name, capacity, sex, note, credentials }, { person }) => {
      const controller = station.controllerOf(sessionId);
      if (capacity !== 'officer') {
        if (name === '') throw new AppError('REQUEST_INVALID', { path: 'name', detail: 'a name is needed' });
        controller.personEnters(person, { name, capacity, sex, note });
        return view(sessionId);
      }
      if (credentials === undefined) throw new AppError('OFFICER_NOT_IDENTIFIED');
      const officer = await officerByCredentials(station, credentials);
      const { officers } = controller.state;
      const own = officers.find((each) => station.accounts.isSamePerson(each.personId, officer.personId));
      const identity: PersonIdentity = own ?? identityOf(officer);
      if (own === undefined) await station.leases.take(controller.state.sessionId, [identity]);
      controller.personEnters(person, { personId: identity.personId, name: identity.name, capacity, sex: officer.sex, note });
      return view(sessionId);
    },
    'session.personLeave': ({ sessionId, personId }, { person }) => {
      station.controllerOf(sessionId).personLeaves(person, personId);
      return Promise.resolve(view(sessionId));
    },
    'interruption.remedy': ({ sessionId, interruptionId, remedy, note }, { person }) => {
      deskOf(sessionId).tryRemedy(person, interruptionId, remedy, note);
      return Promise.resolve(interruptionOf(sessionId, interruptionId));
    },
    'interruption.note': ({ sessionId, interruptionId, text }, { person }) => {
      deskOf(sessionId).noteInterruption(person, interruptionId, text);
      return Promise.resolve(interruptionOf(sessionId, interruptionId));
    },
    'interruption.sign': async ({ sessionId, interruptionId, language, method, path }, { person }) => {
      if ((method === 'pad') !== (path !== undefined)) throw new AppError('REQUEST_INVALID', { path: 'path', detail: 'a signature on the pad, and only that, has a path' });
      const controller = station.controllerOf(sessionId);
      deskOf(sessionId).statementOf(interruptionId);
      const imageSha256 = path === undefined ? '' : await keepSignature(station, controller.state.sessionId, path);
      deskOf(sessionId).signInterruption(person, interruptionId, { language, method, imageSha256 });
      return interruptionOf(sessionId, interruptionId);
    },
    'interruption.refuseSigning': async ({ sessionId, interruptionId, language, reason, witness }, { person }) => {
      deskOf(sessionId).refuseInterruption(person, interruptionId, { language, reason, witness: identityOf(await officerByCredentials(station, witness)) });
      return interruptionOf(sessionId, interruptionId);
    },
    'interruption.continueUnrecorded': async ({ sessionId, interruptionId, reason, note, approver }, { person }) => {
      const { officers, legalClass } = station.sessionState(sessionId);
      const { unrecorded } = station.profile;
      if (!unrecorded.classes.includes(legalClass)) throw new AppError('UNRECORDED_FORBIDDEN');
      const approvedBy = identityOf(await station.accounts.approve(approver, unrecorded.approvers, officers));
      deskOf(sessionId).continueUnrecorded(person, interruptionId, { reason, note, approvedBy });
      return interruptionOf(sessionId, interruptionId);
    },
  };
}

function profileSnapshot({ profile }: Station) {
  const { id, version, standing, title, sha256, unconfirmed, timeLimits, mobile, unrecorded, minimumNoticeSpeechMs } = profile;
  return {
    profileId: id, version, standing, title, sha256, unconfirmed, timeLimits, mobileReasons: mobile.reasons, mobileApprovers: mobile.approvers, unrecordedReasons: unrecorded.reasons,
    unrecordedApprovers: unrecorded.approvers, minimumNoticeSpeechMs, notices: { 'recording-notice': noticeText('recording-notice'), rights: noticeText('rights') },
  };
}
