import { AppError } from '../../shared/base/index.ts';
import { makeSealCertificateInWorker, missingOfCertificate, type SealCertificateData } from '../packet/index.ts';
import type { SessionState } from '../session/index.ts';
import { masterSegments, segmentFacts } from './sealing.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

interface SealOnSheet {
  readonly sealCode: string;
  readonly manifestSha256: string;
  readonly closingSha256: string;
  readonly sealedAtMs: number;
  readonly sealedBy: string;
  readonly timeStamp: string;
}

/** The seal certificate as PDF: from the moment the code is shown, so that it can be printed and signed in the picture. @throws AppError STATE_REFUSED before that */
export async function sealSheet(station: Station, state: SessionState, certificateSha256: string): Promise<Uint8Array> {
  return makeSealCertificateInWorker(sheetData(station, state, sealOf(state), certificateSha256));
}

/** @throws AppError SEAL_ITEM_MISSING naming what the certificate must state and cannot (requirement H4) */
export function refuseIncompleteSheet(station: Station, state: SessionState): void {
  const missing = missingOfCertificate(sheetData(station, state, { sealCode: '', manifestSha256: '', closingSha256: '', sealedAtMs: 0, sealedBy: '', timeStamp: '' }, ''));
  if (missing.length > 0) throw new AppError('SEAL_ITEM_MISSING', { items: missing.map(({ zh }) => zh).join('、'), itemsEn: missing.map(({ en }) => en).join(', ') });
}

function sealOf({ stage }: SessionState): SealOnSheet {
  if (stage.status === 'sealing') {
    const { sealCode, manifestSha256, begunAtMs, begunBy } = stage.sealing;
    return { sealCode, manifestSha256, closingSha256: '', sealedAtMs: begunAtMs, sealedBy: begunBy, timeStamp: '封存完成时注明 stated when the seal is complete' };
  }
  if (stage.status === 'sealed') {
    const { sealCode, manifestSha256, closingSha256, sealedAtMs, sealedBy } = stage.seal;
    return { sealCode, manifestSha256, closingSha256, sealedAtMs, sealedBy, timeStamp: '见 closing.json see closing.json' };
  }
  throw new AppError('STATE_REFUSED', { status: stage.status });
}

function sheetData(station: Station, state: SessionState, seal: SealOnSheet, certificateSha256: string): SealCertificateData {
  const view = sessionView(station, state);
  const nowMs = Math.round(station.roomClock.now().atMs);
  const masters = masterSegments(segmentFacts(station.ledger.entriesOf(state.sessionId)));
  const clock = station.roomClock.certificate(state.openedAtMs, view.recordingEndMs ?? nowMs) as { readonly sources?: readonly string[]; readonly worstErrorMs?: number | null };
  const ofStream = (streamId: string) => masters.filter((master) => master.streamId === streamId);
  return {
    sessionId: state.sessionId, caseNumber: state.caseNumber, kind: state.kind, legalClass: state.legalClass, interviewee: state.interviewee, place: state.place, roomName: station.settings.room.roomName,
    officers: state.officers.map(({ name }) => name), present: state.present, arrivedAtMs: arrivalOf(station, state), recordingStartMs: view.recordingStartMs, recordingEndMs: view.recordingEndMs,
    interruptions: view.interruptionList, breaks: view.breaks.length,
    streams: state.streams.map(({ streamId, name }) => ({ name, segments: ofStream(streamId).length, bytes: ofStream(streamId).reduce((sum, { bytes }) => sum + bytes, 0) })),
    clock: { sources: clock.sources ?? [], worstErrorMs: clock.worstErrorMs ?? null }, profile: state.profileId, transcript: state.transcript?.fileName ?? null,
    ...seal, certificateSha256, signatures: view.sealing?.signatures ?? view.seal?.signatures ?? [], missing: view.sealing?.missing ?? [],
    timeZone: station.settings.room.timeZone, madeAtMs: nowMs,
  };
}

function arrivalOf(station: Station, state: SessionState): number {
  const opened = station.ledger.entriesOf(state.sessionId).find((entry) => entry.type === 'session.opened');
  return opened?.type === 'session.opened' ? opened.payload.arrivedAtMs : state.openedAtMs;
}
