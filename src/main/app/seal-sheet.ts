import { AppError, assertNever } from '../../shared/base/index.ts';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { makeSealCertificateInWorker, missingOfCertificate, type SealCertificateData } from '../packet/index.ts';
import { parseClosing, parseSealManifest, verifySignature, type ClosingDocument } from '../seal/index.ts';
import type { SessionState } from '../session/index.ts';
import { readManifest, readSeal } from './seal-files.ts';
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
  readonly certificateSha256: string;
  readonly secondCertificateSha256: string | null;
}

/** The seal certificate as PDF: from the moment the code is shown, so that it can be printed and signed in the picture. @throws AppError STATE_REFUSED before that */
export async function sealSheet(station: Station, state: SessionState): Promise<Uint8Array> {
  return makeSealCertificateInWorker(sheetData(station, state, await sealOf(station, state)));
}

/** @throws AppError SEAL_ITEM_MISSING naming what the certificate must state and cannot (requirement H4) */
export function refuseIncompleteSheet(station: Station, state: SessionState): void {
  const missing = missingOfCertificate(sheetData(station, state, { sealCode: '', manifestSha256: '', closingSha256: '', sealedAtMs: 0, sealedBy: '', timeStamp: '', certificateSha256: '', secondCertificateSha256: null }));
  if (missing.length > 0) throw new AppError('SEAL_ITEM_MISSING', { items: missing.map(({ zh }) => zh).join('、'), itemsEn: missing.map(({ en }) => en).join(', ') });
}

async function sealOf(station: Station, state: SessionState): Promise<SealOnSheet> {
  const { stage } = state;
  if (stage.status === 'sealing') {
    const { sealCode, manifestSha256, begunAtMs, begunBy } = stage.sealing;
    const { secondSignature } = parseSealManifest(await readManifest(station, state, manifestSha256));
    // No key is replaced during a session.
    return {
      sealCode, manifestSha256, closingSha256: '', sealedAtMs: begunAtMs, sealedBy: begunBy, timeStamp: '封存完成时注明 stated when the seal is complete',
      certificateSha256: station.key.fingerprint, secondCertificateSha256: secondSignature?.certificateSha256 ?? null,
    };
  }
  if (stage.status === 'sealed') {
    const { sealCode, manifestSha256, closingSha256, sealedAtMs, sealedBy } = stage.seal;
    const stored = await readSeal(station, state);
    return {
      sealCode, manifestSha256, closingSha256, sealedAtMs, sealedBy, timeStamp: timeStampText(parseClosing(stored.closingBytes).timeStamp, station.settings.room.timeZone),
      certificateSha256: verifySignature(stored.manifestBytes, stored.signatureDer).fingerprint, secondCertificateSha256: parseSealManifest(stored.manifestBytes).secondSignature?.certificateSha256 ?? null,
    };
  }
  throw new AppError('STATE_REFUSED', { status: stage.status });
}

function timeStampText(stamp: ClosingDocument['timeStamp'], timeZone: string): string {
  switch (stamp.state) {
    case 'none': return '无(未配置时间戳服务) none (no authority is configured)';
    case 'unanswered': return `无(${stamp.server} 未应答) none (${stamp.server} did not answer)`;
    case 'token': return `${formatRoomTime(stamp.atMs, timeZone)}   ${stamp.server}   ${stamp.isTrusted ? '签发者可信 issuer trusted' : '签发者未判断 issuer not judged'}`;
    default: return assertNever(stamp, 'time stamp');
  }
}

function sheetData(station: Station, state: SessionState, seal: SealOnSheet): SealCertificateData {
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
    ...seal, signatures: view.sealing?.signatures ?? view.seal?.signatures ?? [], missing: view.sealing?.missing ?? [],
    timeZone: station.settings.room.timeZone, madeAtMs: nowMs,
  };
}

function arrivalOf(station: Station, state: SessionState): number {
  const opened = station.ledger.entriesOf(state.sessionId).find((entry) => entry.type === 'session.opened');
  return opened?.type === 'session.opened' ? opened.payload.arrivedAtMs : state.openedAtMs;
}
