import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, canonicalJson, sha256Hex, utf8, type JsonObject } from '../../shared/base/index.ts';
import { disks, type Disk, type PersonIdentity } from '../../shared/domain/index.ts';
import type { FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import { nodeFileOps, writeFileDurably } from '../platform/index.ts';
import { sealLocks } from '../rules/index.ts';
import { sealManifest, type Seal, type SealManifest } from '../seal/index.ts';
import { findingsOf, type SessionController, type SessionState } from '../session/index.ts';
import { verifyMastersInWorker } from '../verify/index.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

type SegmentFact = FactPayloads['segment.finalized'];

/** Names of what the seal adds to a session's folder, on both disks. */
const sealFiles = { manifest: 'manifest.json', signature: 'manifest.json.p7s', certificate: 'station.pem', clock: 'clock-certificate.json' } as const;

/**
 * The closing act: reads every master on both disks again, and only when all is whole writes the manifest, its signature and the clock
 * certificate beside them, and then the fact. A crash before the fact leaves an unsealed session whose seal can be made again.
 * @throws AppError the first lock that still holds, or NOT_PROVEN with what was found
 */
export async function sealSession(station: Station, controller: SessionController, by: PersonIdentity, intervieweeSigned: boolean): Promise<void> {
  const { state } = controller;
  if (state.stage.status === 'sealed') throw new AppError('STATE_REFUSED', { status: 'sealed' });
  const [lock] = sealLocks(findingsOf(state));
  if (lock !== undefined) throw new AppError(lock.code, { status: state.stage.status });
  const entries = station.ledger.entriesOf(state.sessionId);
  const segments = segmentFacts(entries);
  // A disk that failed during the session holds less, and the ledger says so; what it holds too much or otherwise is refused.
  const failedDisks = new Set(entries.flatMap((entry) => (entry.type === 'disk.failed' ? [entry.payload.disk] : [])));
  await refuseUnproven(station, state, segments, failedDisks);

  const sealedAtMs = Math.round(station.roomClock.now().atMs);
  const clock = clockCertificate(station, state);
  const manifest = toManifest(station, state, entries, segments, { sealedAtMs, sealedBy: by.name, intervieweeSigned, clockCertificateSha256: sha256Hex(canonicalJson(clock)) });
  const seal = sealManifest(manifest, station.key);
  await storeSeal(station, state, seal, clock);
  controller.note('session.sealed', { sealCode: seal.sealCode, manifestSha256: seal.manifestSha256, intervieweeSigned }, by);
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

/** The seal as it was made, from the first disk that still has it. @throws AppError STATE_REFUSED when the session is not sealed */
export async function readSeal(station: Station, state: SessionState): Promise<{ manifestBytes: Uint8Array; signatureDer: Uint8Array; clockCertificate: JsonObject }> {
  if (state.stage.status !== 'sealed') throw new AppError('STATE_REFUSED', { status: state.stage.status });
  const name = sealFolder(state.stage.seal.manifestSha256);
  const read = async (file: string) => {
    try {
      return await readFile(join(station.sessionFolder('primary', state.sessionId), name, file));
    } catch (error) {
      station.log.error('the primary copy of a seal cannot be read', error);
      return readFile(join(station.sessionFolder('mirror', state.sessionId), name, file));
    }
  };
  return {
    manifestBytes: await read(sealFiles.manifest),
    signatureDer: await read(sealFiles.signature),
    clockCertificate: JSON.parse((await read(sealFiles.clock)).toString('utf8')) as JsonObject,
  };
}

function sealFolder(manifestSha256: string): string {
  return `seal-${manifestSha256.slice(0, 16)}`;
}

async function refuseUnproven(station: Station, state: SessionState, segments: readonly SegmentFact[], failedDisks: ReadonlySet<Disk>): Promise<void> {
  const masters = masterSegments(segments);
  const copiesOf = (master: SegmentFact) => segments.filter((s) => s.streamId === master.streamId && s.segment === master.segment && !(failedDisks.has(s.disk) && s.chainSeq < master.chainSeq));
  const streams = [...new Set(masters.map((m) => m.streamId))].map((streamId) => ({
    streamId,
    segments: masters.filter((m) => m.streamId === streamId).map((master) => ({
      segment: master.segment, chainSeq: master.chainSeq, chainHead: master.chainHead,
      copies: copiesOf(master).map(({ disk, bytes, sha256 }) => ({ disk, path: join(station.sessionFolder(disk, state.sessionId), streamId, master.segment), bytes, sha256 })),
    })),
  }));
  const { ok, findings } = await verifyMastersInWorker({ sessionId: state.sessionId, streams });
  if (ok && masters.length > 0) return;
  station.log.warn('the masters are not whole', { findings });
  throw new AppError('NOT_PROVEN', { detail: findings.map((f) => `${f.path}: ${f.problem}`).join('; ').slice(0, 500) });
}

function clockCertificate(station: Station, state: SessionState): JsonObject {
  const toMs = state.stage.status === 'finished' ? state.stage.finishedAtMs : station.roomClock.now().atMs;
  return station.roomClock.certificate(state.openedAtMs, Math.round(toMs));
}

function toManifest(
  station: Station, state: SessionState, entries: readonly LedgerEntry[], segments: readonly SegmentFact[],
  act: Pick<SealManifest, 'sealedAtMs' | 'sealedBy' | 'intervieweeSigned' | 'clockCertificateSha256'>,
): SealManifest {
  const { stage } = state;
  const [first] = entries;
  if (stage.status !== 'finished' || first === undefined) throw new Error('Only a finished session can be sealed');
  const { roomName, timeZone } = station.settings.room;
  const { recordingStartMs, recordingEndMs } = sessionView(station, state);
  const masters = masterSegments(segments);
  return {
    format: 'shilu.seal.v1',
    sessionId: state.sessionId, caseNumber: state.caseNumber, kind: state.kind, legalClass: state.legalClass, place: state.place, roomName,
    interviewee: state.interviewee, officers: state.officers.map(({ personId, name }) => ({ personId, name })),
    profileId: state.profileId, profileSha256: state.profileSha256, stationName: roomName, stationVersion: station.version, timeZone,
    startedAtMs: stage.startedAtMs, finishedAtMs: stage.finishedAtMs, recordingStartMs: recordingStartMs ?? stage.startedAtMs, recordingEndMs: recordingEndMs ?? stage.finishedAtMs,
    ...act,
    streams: state.streams.map(({ streamId, kind, sourceId, name, role }) => ({
      streamId, kind, sourceId, name, role,
      segments: masters
        .filter((s) => s.streamId === streamId)
        .map(({ segment, runId, bytes, sha256, chainSeq, chainHead, startsAtMs, endsAtMs }) => ({ segment, runId, bytes, sha256, chainSeq, chainHead, startsAtMs, endsAtMs })),
    })),
    ledger: { firstSeq: first.seq, prevHash: first.prevHash, headSeq: station.ledger.head.seq, headHash: station.ledger.head.hash },
    transcript: state.transcript === null ? null : { fileName: state.transcript.fileName, bytes: state.transcript.bytes, sha256: state.transcript.sha256 },
  };
}

async function storeSeal(station: Station, state: SessionState, seal: Seal, clock: JsonObject): Promise<void> {
  // A seal that a crash cut off before its fact was never valid: the new one goes beside it, and the fact names which one counts.
  for (const disk of disks) {
    const folder = join(station.sessionFolder(disk, state.sessionId), sealFolder(seal.manifestSha256));
    await nodeFileOps.makeFolder(folder);
    await writeFileDurably(join(folder, sealFiles.manifest), seal.manifestBytes);
    await writeFileDurably(join(folder, sealFiles.signature), seal.signatureDer);
    await writeFileDurably(join(folder, sealFiles.certificate), station.key.certificatePem);
    await writeFileDurably(join(folder, sealFiles.clock), utf8(canonicalJson(clock)));
  }
}
