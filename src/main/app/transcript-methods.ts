import { AppError } from '../../shared/base/index.ts';
import { identityOf } from '../../shared/domain/index.ts';
import { differencesOf, type SessionState } from '../session/index.ts';
import { readTranscript } from '../transcript/index.ts';
import type { Handlers } from './connection.ts';
import { reconciliationOf } from './recorded-facts.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { keepTranscriptFile, readTranscriptFile } from './transcript-files.ts';

type TranscriptMethods = Pick<Handlers, 'transcript.link' | 'transcript.reconcile' | 'transcript.explain'>;

/** A transcript that was written elsewhere: linked, laid beside the recording, and its differences explained. */
export function transcriptMethods(station: Station): TranscriptMethods {
  const reconciliationView = (state: SessionState) => {
    const { reconciliation } = sessionView(station, state);
    if (reconciliation === null) throw new AppError('TRANSCRIPT_REQUIRED');
    return reconciliation;
  };
  return {
    'transcript.link': async ({ sessionId, fileName, contentBase64, typed }, { person }) => {
      const controller = station.controllerOf(sessionId);
      requireFinished(controller.state);
      const bytes = Buffer.from(contentBase64, 'base64');
      const content = await readTranscript({ fileName, bytes, typed: typed ?? null, ...readingOf(station, controller.state) });
      const sha256 = await keepTranscriptFile(station, controller.state.sessionId, bytes);
      requireFinished(controller.state);
      const { startsAtMs, endsAtMs, timesFrom } = content;
      controller.note('transcript.linked', { fileName: safeName(fileName), bytes: bytes.byteLength, sha256, startsAtMs, endsAtMs, timesFrom }, person);
      controller.note('transcript.reconciled', reconciliationOf(station, controller.state, content), person);
      const { transcript } = sessionView(station, controller.state);
      if (transcript === null) throw new Error('The transcript is not in the ledger');
      return { transcript, reconciliation: reconciliationView(controller.state) };
    },
    'transcript.reconcile': async ({ sessionId }, { person }) => {
      const state = station.sessionState(sessionId);
      if (state.transcript === null && state.kept?.phase === 'finalised') await station.desk.inTurn(() => station.signing.issue(station.controllerOf(sessionId)));
      if (state.transcript === null) return reconciliationView(station.sessionState(sessionId));
      const { fileName, sha256, timesFrom, startsAtMs, endsAtMs } = state.transcript;
      if (timesFrom === 'recorder') return reconciliationView(state);
      const bytes = await readTranscriptFile(station, state.sessionId, sha256);
      const content = await readTranscript({ fileName, bytes, typed: timesFrom === 'typed' ? { startsAtMs, endsAtMs } : null, ...readingOf(station, state) });
      if (state.stage.status !== 'finished') return reconciliationView(state);
      const controller = station.controllerOf(sessionId);
      controller.note('transcript.reconciled', reconciliationOf(station, state, content), person);
      return reconciliationView(controller.state);
    },
    'transcript.explain': async ({ sessionId, reason, secondOfficer }, { person }) => {
      const controller = station.controllerOf(sessionId);
      requireFinished(controller.state);
      const second = identityOf(await station.accounts.approve(secondOfficer, ['officer'], [person]));
      const { transcript, reconciliation } = controller.state;
      if (transcript === null || reconciliation === null) throw new AppError('TRANSCRIPT_REQUIRED');
      const items = differencesOf(reconciliation);
      if (items.length === 0) throw new AppError('TRANSCRIPT_AGREES');
      controller.note('reconciliation.explained', { transcriptSha256: transcript.sha256, items, reason, approvedBy: second }, person);
      return reconciliationView(controller.state);
    },
  };
}

function readingOf(station: Station, state: SessionState): { readonly timeZone: string; readonly aroundMs: number } {
  return { timeZone: station.settings.room.timeZone, aroundMs: sessionView(station, state).recordingStartMs ?? state.openedAtMs };
}

function requireFinished(state: SessionState): void {
  if (state.stage.status !== 'finished') throw new AppError('STATE_REFUSED', { status: state.stage.status });
}

/** The last part of a path, without what a packet's file name may not hold. */
function safeName(fileName: string): string {
  return fileName.replace(/^.*[\\/]/, '').replace(/[\\/:*?"<>|%\p{Cc}]/gu, '_');
}
