import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { MethodParams, PacketReport } from '../../shared/contract/index.ts';
import { formatRoomTime, readSealCode, type PersonIdentity } from '../../shared/domain/index.ts';
import { exportPacket, mediumAt, missingOfCase, mountedMedia, type ExportedPacket, type PacketInput } from '../packet/index.ts';
import { parseSealManifest, verifySignature, type StationKey } from '../seal/index.ts';
import type { SessionState } from '../session/index.ts';
import type { Handlers } from './connection.ts';
import { clipOne } from './clips.ts';
import { caseSessions, copyStatement, nextCopyNumber, otherTranscripts, profileOf } from './copies.ts';
import type { ExportTask } from './export-desk.ts';
import { checkPacket, refuseOwnSession } from './packet-checks.ts';
import { readSeal } from './seal-files.ts';
import { sealSheet } from './seal-sheet.ts';
import { masterSegments, segmentFacts } from './sealing.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { readTranscriptFile } from './transcript-files.ts';
import { transcriptLinesOf } from './transcript-lines.ts';

type EvidenceMethods = Pick<Handlers, 'packet.export' | 'packet.cancel' | 'clip.make' | 'medium.list' | 'case.handOver' | 'packet.verify'>;
type Order = Omit<MethodParams<'packet.export'>, 'sessionId'>;

export function evidenceMethods(station: Station): EvidenceMethods {
  return {
    'packet.export': async ({ sessionId, ...order }, { person }) => exportOne(station, station.sessionState(sessionId), order, person),
    'clip.make': async ({ sessionId, ...order }, { person }) => clipOne(station, station.sessionState(sessionId), order, person),
    'packet.cancel': ({ packetId }) => {
      station.exports.cancel(packetId);
      return Promise.resolve({ done: true });
    },
    'medium.list': async () => ({ media: (await mountedMedia()).filter(({ isRemovable }) => isRemovable !== false) }),
    'case.handOver': async ({ caseNumber, sessionIds, purpose, recipient, ...whereTo }, { person }) => {
      const chosen = chosenOfCase(station, caseNumber, new Set(sessionIds));
      const handedOver = new Set(chosen);
      const packets = [];
      for (const [index, sessionId] of chosen.entries()) {
        const packet = await exportOne(station, station.sessionState(sessionId), { purpose, recipient, kind: 'hand-over', requestedBy: '', ...whereTo }, person, { number: index + 1, of: chosen.length, handedOver });
        packets.push({ sessionId, ...packet });
      }
      return { packets };
    },
    'packet.verify': ({ path, sealCode, fingerprint, authorities }) => {
      if (sealCode !== undefined && readSealCode(sealCode) === null) throw new AppError('SEAL_CODE_WRONG');
      return checkPacket(path, { ...(sealCode === undefined ? {} : { sealCode }), ...(fingerprint === undefined ? {} : { fingerprint }), ...(authorities === undefined ? {} : { authorities }) });
    },
  };
}

/** The sessions to hand over, oldest first. What must be recorded is never left out; what was never recorded at all has nothing to hand over. */
function chosenOfCase(station: Station, caseNumber: string, chosen: ReadonlySet<string>): readonly string[] {
  const sessions = caseSessions(station, caseNumber);
  if (sessions.length === 0) throw new AppError('CASE_UNKNOWN', { caseNumber });
  const missing = missingOfCase(sessions, chosen);
  if (missing.length > 0) throw new AppError('CASE_INCOMPLETE', { numbers: missing.join(', ') });
  return sessions.filter(({ sessionId }) => chosen.has(sessionId)).map(({ sessionId }) => sessionId);
}

async function exportOne(station: Station, state: SessionState, order: Order, person: PersonIdentity, { handedOver, ...place }: Pick<ExportTask, 'number' | 'of'> & { readonly handedOver: ReadonlySet<string> } = { number: 1, of: 1, handedOver: new Set() }): Promise<ExportedPacket & { readonly report: PacketReport }> {
  refuseOwnSession(station, state, person);
  const { sessionId } = state;
  const { timeZone, roomName } = station.settings.room;
  const { purpose, recipient, kind, requestedBy, approver, target, mp4 } = order;
  const { folder, readBack } = await destinationOf(station, order);
  const session = sessionView(station, state);
  const seal = await readSeal(station, state);
  const key = station.keys.keyOf(verifySignature(seal.manifestBytes, seal.signatureDer).fingerprint);
  const { firstSeq } = parseSealManifest(seal.manifestBytes).ledger;
  const exportedAtMs = Math.round(station.roomClock.now().atMs);
  const packetId = `${sessionId}-${formatRoomTime(exportedAtMs, timeZone).replace(/[-: ]/g, '')}`;
  const { statement, approvedBy } = await copyStatement(station, state, { packetId, kind, requestedBy, purpose, recipient, approver, handedOver }, person);
  const packetInput = {
    sessionId, packetId, folder, packaging: target === 'medium' ? ('folder' as const) : target, readBack, derive: mp4, roomName, seal, sealCertificate: await sealSheet(station, state), clockCertificate: seal.clockCertificate,
    entries: station.ledger.entries(firstSeq), certificates: certificatesFor(station, key, firstSeq), segments: packetSegments(station, state), session, profile: await profileOf(station, state), transcriptLines: await transcriptLinesOf(station, state),
    transcript: state.transcript === null ? null : { fileName: state.transcript.fileName, bytes: await readTranscriptFile(station, sessionId, state.transcript.sha256) },
    transcriptVersions: await otherTranscripts(station, state), purpose, recipient, exportedBy: person.name, exportedAtMs, timeZone,
  };
  return station.exports.run({ sessionId, packetId, folder, ...place }, person, async (watch) => {
    // Counted only now: another copy may have been finished while this one was asked for.
    const number = nextCopyNumber(station, sessionId);
    const packet = await exportPacket({ ...packetInput, copy: { ...statement, number } }, { key, film: { tools: station.tools, log: station.log.child('film') }, ...watch });
    station.facts.write(sessionId, 'packet.exported', { packetId, purpose, recipient, manifestSha256: session.seal?.manifestSha256 ?? '', number, kind, requestedBy, approvedBy, target, readBack: packet.readBack }, person);
    watch.onProgress({ phase: 'checking', bytesDone: 0, bytesTotal: packet.bytes });
    return { ...packet, report: await checkPacket(packet.path) };
  });
}

/** Where a packet goes. What lies on a removable medium is always read back. */
async function destinationOf(station: Station, { directory, target }: Order): Promise<{ readonly folder: string; readonly readBack: boolean }> {
  const folder = directory ?? station.folder.packets;
  const medium = await mediumAt(folder, await mountedMedia());
  if (target === 'medium' && (medium === undefined || medium.isRemovable === false)) throw new AppError('MEDIUM_NOT_REMOVABLE', { path: folder });
  return { folder, readBack: target === 'medium' || medium?.isRemovable === true };
}

/** The certificate of the seal with those of its issuers, and those of the keys that took its place later: a packet holds the whole ledger from the session on. */
function certificatesFor(station: Station, key: StationKey, firstSeq: number): PacketInput['certificates'] {
  const later = new Set<string>();
  for (const entry of station.ledger.entries(firstSeq)) if (entry.type === 'key.replaced' && entry.payload.key === 'station') later.add(entry.payload.fingerprint);
  return { chain: [key.certificatePem, ...key.chainPem].join(''), later: [...later].map((fingerprint) => ({ fingerprint, pem: station.keys.keyOf(fingerprint).certificatePem })) };
}

function packetSegments(station: Station, state: SessionState) {
  const streams = new Map(state.streams.map((stream) => [stream.streamId, stream]));
  return masterSegments(segmentFacts(station.ledger.entriesOf(state.sessionId))).map(({ streamId, segment, disk, bytes, sha256, startsAtMs, endsAtMs }) => ({
    streamId, kind: streams.get(streamId)?.kind ?? ('stamped' as const), name: streams.get(streamId)?.name ?? streamId, role: streams.get(streamId)?.role ?? ('other' as const), segment,
    path: join(station.sessionFolder(disk, state.sessionId), streamId, segment), bytes, sha256, startsAtMs, endsAtMs,
  }));
}
