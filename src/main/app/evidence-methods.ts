import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { PacketReport } from '../../shared/contract/index.ts';
import { formatRoomTime, type PersonIdentity } from '../../shared/domain/index.ts';
import { exportPacket } from '../packet/index.ts';
import { parseSealManifest } from '../seal/index.ts';
import type { SessionState } from '../session/index.ts';
import { verifyPacketInWorker } from '../verify/index.ts';
import type { Handlers } from './connection.ts';
import { masterSegments, readSeal, sealSession, segmentFacts } from './sealing.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { completeTranscriptFiles, readTranscriptFile } from './transcript-files.ts';
import { transcriptFiles } from './transcript-versions.ts';

type EvidenceMethods = Pick<Handlers, 'session.seal' | 'packet.export' | 'packet.verify'>;

export function evidenceMethods(station: Station): EvidenceMethods {
  return {
    'session.seal': async ({ sessionId, intervieweeSigned, pin }, { person }) => {
      const controller = station.controllerOf(sessionId);
      await station.accounts.authenticate(person.account, pin);
      await completeTranscriptFiles(station, controller.state.sessionId, transcriptFiles(station.ledger.entriesOf(controller.state.sessionId)).map(({ sha256 }) => sha256));
      await sealSession(station, controller, person, intervieweeSigned);
      station.letGo();
      return sessionView(station, controller.state);
    },
    'packet.export': async ({ sessionId, purpose, recipient, directory }, { person }) => {
      const state = station.sessionState(sessionId);
      refuseOwnSession(station, state, person);
      const session = sessionView(station, state);
      const seal = await readSeal(station, state);
      const exportedAtMs = Math.round(station.roomClock.now().atMs);
      const stamp = formatRoomTime(exportedAtMs, station.settings.room.timeZone).replace(/[-: ]/g, '');
      const streams = new Map(state.streams.map((stream) => [stream.streamId, stream]));
      const segments = masterSegments(segmentFacts(station.ledger.entriesOf(state.sessionId))).map(({ streamId, segment, disk, bytes, sha256, startsAtMs, endsAtMs }) => ({
        streamId, kind: streams.get(streamId)?.kind ?? 'stamped', name: streams.get(streamId)?.name ?? streamId, role: streams.get(streamId)?.role ?? 'other', segment,
        path: join(station.sessionFolder(disk, state.sessionId), streamId, segment), bytes, sha256, startsAtMs, endsAtMs,
      }));
      const packet = await exportPacket(
        {
          sessionId, packetId: `${sessionId}-${stamp}`, folder: directory ?? station.folder.packets, roomName: station.settings.room.roomName,
          seal, clockCertificate: seal.clockCertificate, entries: station.ledger.entries(parseSealManifest(seal.manifestBytes).ledger.firstSeq), segments, session,
          transcript: state.transcript === null ? null : { fileName: state.transcript.fileName, bytes: await readTranscriptFile(station, state.sessionId, state.transcript.sha256) },
          purpose, recipient, exportedBy: person.name, exportedAtMs, timeZone: station.settings.room.timeZone,
        },
        { key: station.key },
      );
      station.facts.write(state.sessionId, 'packet.exported', { packetId: packet.packetId, purpose, recipient, manifestSha256: session.seal?.manifestSha256 ?? '' }, person);
      return { ...packet, report: await checkPacket(packet.path) };
    },
    'packet.verify': ({ path }) => checkPacket(path),
  };
}

async function checkPacket(path: string): Promise<PacketReport> {
  const report = await verifyPacketInWorker(path);
  return { ...report, findings: [...report.findings] };
}

/** Who questions does not keep the recording (requirement I1), whichever account they use. */
function refuseOwnSession(station: Station, { officers }: SessionState, person: PersonIdentity): void {
  if (officers.some((officer) => station.accounts.isSamePerson(officer.personId, person.personId))) throw new AppError('CUSTODY_CONFLICT', { name: person.name });
}
