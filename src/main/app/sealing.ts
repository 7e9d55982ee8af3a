import { AppError, canonicalJson, sha256Hex } from '../../shared/base/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import type { FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import { parseSealManifest, sealManifest, signClosing, type ClosingDocument, type SealManifest, type Sm2Key } from '../seal/index.ts';
import { locksOnSeal, type SealingState, type SessionController, type SessionState } from '../session/index.ts';
import { incompleteMasters } from './master-reread.ts';
import { readManifest, storeClosing, storeSeal } from './seal-files.ts';
import { refuseIncompleteSheet } from './seal-sheet.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

type SegmentFact = FactPayloads['segment.finalized'];

/** Reading again goes on beside the recording; a seal waits for it no longer than this. */
const rereadWaitMs = 1_000;
/** The authority was asked when the seal was begun. */
const timeStampWaitMs = 500;
const busy = new WeakSet<SessionController>();

/**
 * First half of the closing act: closes everything up to this moment (recording goes on), and writes the manifest, its signature and the
 * clock certificate on both disks, and then the fact. A crash before the fact leaves a finished session whose seal is begun again.
 * @throws AppError the first lock that still holds, or NOT_PROVEN with what was found
 */
export async function beginSeal(station: Station, controller: SessionController, by: PersonIdentity): Promise<void> {
  const [lock] = locksOnSeal(controller.state, station.profile);
  if (lock !== undefined) throw new AppError(lock.code, { status: controller.state.stage.status });
  await alone(controller, async () => {
    const sealedAtMs = await controller.cutForSeal();
    await refuseUnproven(station, controller.state);
    refuseIncompleteSheet(station, controller.state);
    const { state } = controller;
    const clock = station.clockWatch.certificate(state.openedAtMs, sealedAtMs);
    const second = await secondKeyFor(station);
    const seal = sealManifest(toManifest(station, state, { sealedAtMs, sealedBy: by.name, clockCertificateSha256: sha256Hex(canonicalJson(clock)), secondSignature: namedSecond(second) }), station.key, second);
    await storeSeal(station, state, seal, clock);
    station.timeStamps.ask(seal.manifestBytes);
    controller.beginSeal(by, { sealCode: seal.sealCode, manifestSha256: seal.manifestSha256 });
    station.reread.follow();
  });
}

/**
 * Second half: ends the closing segment, in which the persons signed the code, and vouches for it in a document of its own that names the
 * manifest. When it cannot be completed the cameras go on, and the seal stays begun. A crash before the fact leaves the same.
 * @throws AppError SIGNATURE_MISSING, or NOT_PROVEN with what was found
 */
export async function completeSeal(station: Station, controller: SessionController, by: PersonIdentity): Promise<void> {
  await alone(controller, async () => {
    await refuseUnproven(station, controller.state);
    const { totals } = station.reread;
    const sealing = await controller.endClosing();
    try {
      await closeWith(station, controller, sealing, by, totals);
    } catch (error) {
      await controller.resumeClosing();
      throw error;
    }
  });
}

async function closeWith(station: Station, controller: SessionController, sealing: SealingState, by: PersonIdentity, reread: ClosingDocument['reread']): Promise<void> {
  const { state } = controller;
  const incomplete = incompleteMasters(station, state);
  if (incomplete.length > 0) throw new AppError('NOT_PROVEN', { detail: incomplete.join('; ') });
  const manifestBytes = await readManifest(station, state, sealing.manifestSha256);
  const sealed = parseSealManifest(manifestBytes);
  const second = sealed.secondSignature === null ? undefined : (await station.secondKeys.open()).keyOf(sealed.secondSignature.certificateSha256);
  const stamp = await station.timeStamps.outcome(manifestBytes, timeStampWaitMs);
  const { sealCode, manifestSha256, begunAtMs, signatures } = sealing;
  const { seq, hash } = station.ledger.head;
  const closing = signClosing(
    {
      format: 'shilu.closing.v1', sessionId: state.sessionId, manifestSha256, sealCode, begunAtMs, closedAtMs: Math.round(station.roomClock.now().atMs), closedBy: by.name,
      signatures: signatures.map(({ name, capacity, decision, reason, atMs, by: notedBy, approvedBy }) => ({ name, capacity, decision, reason, atMs, by: notedBy, approvedBy })),
      streams: segmentsAfter(sealed, sealedStreams(station, state)), reread, timeStamp: stamp.stated, ledger: { headSeq: seq, headHash: hash },
    },
    station.key, second,
  );
  await storeClosing(station, state, closing, stamp.responseDer);
  const intervieweeSigned = signatures.some(({ capacity, decision }) => capacity === 'interviewee' && decision === 'signed');
  controller.note('session.sealed', { sealCode, manifestSha256, closingSha256: closing.closingSha256, intervieweeSigned }, by);
}

/** The second key, where the rules ask for its signature. @throws AppError STATION_KEY_UNREADABLE: a seal that lacks what the rules ask for is none */
async function secondKeyFor(station: Station): Promise<Sm2Key | undefined> {
  return station.profile.secondSignature === 'none' ? undefined : (await station.secondKeys.open()).key;
}

function namedSecond(key: Sm2Key | undefined): SealManifest['secondSignature'] {
  return key === undefined ? null : { algorithm: 'sm2-sm3', certificateSha256: key.fingerprint };
}

/** One step of the closing act at a time. */
async function alone(controller: SessionController, act: () => Promise<void>): Promise<void> {
  if (busy.has(controller)) throw new AppError('STATE_REFUSED', { status: 'sealing' });
  busy.add(controller);
  try {
    await act();
  } finally {
    busy.delete(controller);
  }
}

/** Facts about finalised segments, one for each disk; after a recovery the last word counts. What was on a disk that was replaced is not on the one in its place. */
export function segmentFacts(entries: readonly LedgerEntry[]): readonly SegmentFact[] {
  const facts = new Map<string, SegmentFact>();
  for (const { type, payload } of entries) {
    if (type === 'segment.finalized') facts.set(`${payload.disk}/${payload.streamId}/${payload.segment}`, payload);
    if (type === 'disk.replaced') for (const [key, fact] of facts) if (fact.disk === payload.disk) facts.delete(key);
  }
  return [...facts.values()];
}

/** The best copy of each segment: the longest, the primary's when both are equal. */
export function masterSegments(facts: readonly SegmentFact[]): readonly SegmentFact[] {
  const best = new Map<string, SegmentFact>();
  for (const fact of facts) {
    const key = `${fact.streamId}/${fact.segment}`;
    const other = best.get(key);
    if (other === undefined || fact.bytes > other.bytes || (fact.bytes === other.bytes && fact.disk === 'primary')) best.set(key, fact);
  }
  return [...best.values()].sort((a, b) => a.startsAtMs - b.startsAtMs);
}

async function refuseUnproven(station: Station, state: SessionState): Promise<void> {
  station.reread.follow();
  await station.reread.settle(rereadWaitMs);
  const incomplete = incompleteMasters(station, state).map((master) => `${master}: not on both disks`);
  const found = [...incomplete, ...station.reread.findings.map(({ path, problem }) => `${path}: ${problem}`)];
  const isEmpty = station.reread.totals.ofFiles === 0;
  if (found.length === 0 && !isEmpty) return;
  station.log.warn('the masters are not whole', { found });
  throw new AppError('NOT_PROVEN', { detail: found.join('; ').slice(0, 500) });
}

function toManifest(station: Station, state: SessionState, act: Pick<SealManifest, 'sealedAtMs' | 'sealedBy' | 'clockCertificateSha256' | 'secondSignature'>): SealManifest {
  const { stage } = state;
  const [first] = station.ledger.entriesOf(state.sessionId);
  if ((stage.status !== 'finished' && stage.status !== 'sealing') || first === undefined) throw new Error('Only a finished session can be sealed');
  const { roomName, timeZone } = station.settings.room;
  const { recordingStartMs, recordingEndMs } = sessionView(station, state);
  return {
    format: 'shilu.seal.v1',
    sessionId: state.sessionId, caseNumber: state.caseNumber, kind: state.kind, legalClass: state.legalClass, place: state.place, roomName,
    interviewee: state.interviewee, officers: state.officers.map(({ personId, name }) => ({ personId, name })),
    profileId: state.profileId, profileSha256: state.profileSha256, stationName: roomName, stationVersion: station.version, timeZone,
    startedAtMs: stage.startedAtMs, finishedAtMs: stage.finishedAtMs, recordingStartMs: recordingStartMs ?? stage.startedAtMs, recordingEndMs: recordingEndMs ?? stage.finishedAtMs,
    ...act,
    streams: sealedStreams(station, state),
    ledger: { firstSeq: first.seq, prevHash: first.prevHash, headSeq: station.ledger.head.seq, headHash: station.ledger.head.hash },
    transcript: state.transcript === null ? null : { fileName: state.transcript.fileName, bytes: state.transcript.bytes, sha256: state.transcript.sha256 },
  };
}

/** Everything finalised so far of each stream of the session. */
function sealedStreams(station: Station, state: SessionState): SealManifest['streams'] {
  const masters = masterSegments(segmentFacts(station.ledger.entriesOf(state.sessionId)));
  return state.streams.map(({ streamId, kind, sourceId, name, role }) => ({
    streamId, kind, sourceId, name, role,
    segments: masters
      .filter((s) => s.streamId === streamId)
      .map(({ segment, runId, bytes, sha256, chainSeq, chainHead, startsAtMs, endsAtMs }) => ({ segment, runId, bytes, sha256, chainSeq, chainHead, startsAtMs, endsAtMs })),
  }));
}

/** What was recorded after the manifest. */
function segmentsAfter(sealed: SealManifest, streams: SealManifest['streams']): SealManifest['streams'] {
  return streams.map((stream) => {
    const before = new Set(sealed.streams.find(({ streamId }) => streamId === stream.streamId)?.segments.map(({ segment }) => segment));
    return { ...stream, segments: stream.segments.filter(({ segment }) => !before.has(segment)) };
  });
}
