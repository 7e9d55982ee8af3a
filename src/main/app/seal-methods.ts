import { AppError } from '../../shared/base/index.ts';
import { identityOf } from '../../shared/domain/index.ts';
import { expectedSigners } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { sealSheet } from './seal-sheet.ts';
import { beginSeal, completeSeal } from './sealing.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { completeTranscriptFiles } from './transcript-files.ts';
import { transcriptFiles } from './transcript-versions.ts';

type SealMethods = Pick<Handlers, 'session.seal' | 'session.signSeal' | 'session.withdrawSeal' | 'session.completeSeal' | 'session.sealCertificate'>;

/** The closing act, step by step. */
export function sealMethods(station: Station): SealMethods {
  return {
    'session.seal': async ({ sessionId, pin }, { person }) => {
      const controller = station.controllerOf(sessionId);
      await station.accounts.authenticate(person.account, pin);
      await completeTranscriptFiles(station, controller.state.sessionId, transcriptFiles(station.ledger.entriesOf(controller.state.sessionId)).map(({ sha256 }) => sha256));
      await beginSeal(station, controller, person);
      return sessionView(station, controller.state);
    },
    'session.signSeal': async ({ sessionId, name, capacity, decision, reason, secondOfficer }, { person }) => {
      const controller = station.controllerOf(sessionId);
      const approver = decision === 'signed' || secondOfficer === undefined ? null : identityOf(await station.accounts.approve(secondOfficer, ['officer'], [person]));
      const isExpected = expectedSigners(controller.state).some((signer) => signer.name === name && signer.capacity === capacity);
      if (controller.state.stage.status === 'sealing' && !isExpected) throw new AppError('PERSON_UNKNOWN', { personId: name });
      controller.signSeal(person, { name, capacity, decision, reason, approvedBy: approver });
      station.changed();
      return sessionView(station, controller.state);
    },
    'session.withdrawSeal': ({ sessionId, reason }, { person }) => {
      const controller = station.controllerOf(sessionId);
      controller.withdrawSeal(person, reason);
      station.changed();
      return Promise.resolve(sessionView(station, controller.state));
    },
    'session.completeSeal': async ({ sessionId, pin }, { person }) => {
      const controller = station.controllerOf(sessionId);
      await station.accounts.authenticate(person.account, pin);
      await completeSeal(station, controller, person);
      station.letGo();
      return sessionView(station, controller.state);
    },
    'session.sealCertificate': async ({ sessionId }) => {
      const pdf = await sealSheet(station, station.sessionState(sessionId));
      return { fileName: `${sessionId}-seal.pdf`, contentBase64: Buffer.from(pdf).toString('base64') };
    },
  };
}
