import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { PacketReport, ReconciliationSnapshot } from '../../shared/contract/index.ts';
import { disks, formatRoomTime, type PersonIdentity } from '../../shared/domain/index.ts';
import { exportPacket } from '../packet/index.ts';
import { nodeFileOps, writeFileDurably } from '../platform/index.ts';
import type { SessionState } from '../session/index.ts';
import { readTranscript, reconcile, type TranscriptContent } from '../transcript/index.ts';
import { verifyPacketInWorker } from '../verify/index.ts';
import type { Handlers } from './connection.ts';
import { masterSegments, readSeal, sealSession, segmentFacts } from './sealing.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

type EvidenceMethods = Pick<Handlers, 'transcript.link' | 'transcript.reconcile' | 'session.seal' | 'packet.export' | 'packet.verify'>;

export function evidenceMethods(station: Station): EvidenceMethods {
  return {
    'transcript.link': async ({ sessionId, fileName, contentBase64 }, { person }) => {
      const controller = station.controllerOf(sessionId);
      requireFinished(controller.state);
      const bytes = Buffer.from(contentBase64, 'base64');
      const content = await readTranscript({ fileName, bytes, timeZone: station.settings.room.timeZone, aroundMs: controller.state.openedAtMs });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await storeTranscript(station, controller.state, sha256, bytes);
      controller.note('transcript.linked', { fileName: safeName(fileName), bytes: bytes.byteLength, sha256, startsAtMs: content.startsAtMs, endsAtMs: content.endsAtMs, timesFrom: 'document' }, person);
      const reconciliation = compare(station, controller.state, content);
      controller.note('transcript.reconciled', reconciliation, person);
      const { transcript } = sessionView(station, controller.state);
      if (transcript === null) throw new Error('The transcript is not in the ledger');
      return { transcript, reconciliation };
    },
    'transcript.reconcile': async ({ sessionId }, { person }) => {
      const state = station.sessionState(sessionId);
      const { fileName, bytes } = await linkedTranscript(station, state);
      const content = await readTranscript({ fileName, bytes, timeZone: station.settings.room.timeZone, aroundMs: state.openedAtMs });
      const reconciliation = compare(station, state, content);
      if (state.stage.status === 'finished') station.controllerOf(sessionId).note('transcript.reconciled', reconciliation, person);
      return reconciliation;
    },
    'session.seal': async ({ sessionId, intervieweeSigned, pin }, { person }) => {
      const controller = station.controllerOf(sessionId);
      await station.accounts.authenticate(person.account, pin);
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
          seal, clockCertificate: seal.clockCertificate, entries: station.ledger.entries(), segments, session,
          transcript: state.transcript === null ? null : await linkedTranscript(station, state),
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

function requireFinished(state: SessionState): void {
  if (state.stage.status !== 'finished') throw new AppError('STATE_REFUSED', { status: state.stage.status });
}

/** Every version that was ever linked stays, on both disks, under its hash. */
async function storeTranscript(station: Station, state: SessionState, sha256: string, bytes: Uint8Array): Promise<void> {
  for (const disk of disks) {
    const folder = join(station.sessionFolder(disk, state.sessionId), 'transcript');
    await nodeFileOps.makeFolder(folder);
    await writeFileDurably(join(folder, sha256), bytes).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

async function linkedTranscript(station: Station, state: SessionState): Promise<{ fileName: string; bytes: Uint8Array }> {
  if (state.transcript === null) throw new AppError('TRANSCRIPT_REQUIRED');
  const { fileName, sha256 } = state.transcript;
  return { fileName, bytes: await readFile(join(station.sessionFolder('primary', state.sessionId), 'transcript', sha256)) };
}

function compare(station: Station, state: SessionState, transcript: TranscriptContent): ReconciliationSnapshot {
  const { recordingStartMs, recordingEndMs, startedAtMs, finishedAtMs, place, interviewee, officers } = sessionView(station, state);
  const recording = { startsAtMs: recordingStartMs ?? startedAtMs ?? 0, endsAtMs: recordingEndMs ?? finishedAtMs ?? 0, place, interviewee, officers: officers.map((o) => o.name) };
  const { agrees, rows } = reconcile({ transcript, recording, toleranceMs: station.profile.transcriptToleranceMs, timeZone: station.settings.room.timeZone });
  return { agrees, rows: [...rows] };
}

/** The last part of a path, without what a packet's file name may not hold. */
function safeName(fileName: string): string {
  return fileName.replace(/^.*[\\/]/, '').replace(/[\\/:*?"<>|%\p{Cc}]/gu, '_');
}
