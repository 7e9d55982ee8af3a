import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { MethodParams, PacketReport } from '../../shared/contract/index.ts';
import { formatRoomTime, identityOf, parseId, type PersonIdentity, type StreamId } from '../../shared/domain/index.ts';
import { makeClip, readCopy, type ExportedPacket } from '../packet/index.ts';
import type { SessionState } from '../session/index.ts';
import { checkPacket, refuseOwnSession } from './packet-checks.ts';
import type { Station } from './station.ts';

/**
 * Cuts a clip from an exported copy of a session, with the chief's own credentials (article 33). The copy is checked whole before anything is
 * cut, and it must be one that this station's ledger names.
 * @throws AppError CLIP_NOT_FROM_COPY, CLIP_EMPTY, READ_BACK_DIFFERS, CUSTODY_CONFLICT, or what is wrong with the chief's credentials
 */
export async function clipOne(station: Station, state: SessionState, order: Omit<MethodParams<'clip.make'>, 'sessionId'>, person: PersonIdentity): Promise<ExportedPacket & { readonly report: PacketReport }> {
  refuseOwnSession(station, state, person);
  const { packetId, cuts, streamIds, purpose, recipient, requestedBy, approver, directory } = order;
  const { sessionId } = state;
  const copyPath = order.copyPath ?? join(station.folder.packets, packetId);
  const approvedBy = identityOf(await station.accounts.approve(approver, ['chief'], [person]));
  const copy = await readCopy(copyPath);
  const isOurs = copy.packetId === packetId && station.ledger.entriesOf(sessionId).some((entry) => entry.type === 'packet.exported' && entry.payload.packetId === packetId);
  const key = station.keys.keyOf(copy.fingerprint);
  if (!isOurs || copy.manifest.sessionId !== sessionId) throw new AppError('CLIP_NOT_FROM_COPY', { path: copyPath });
  const madeAtMs = Math.round(station.roomClock.now().atMs);
  const folder = directory ?? station.folder.packets;
  const clipId = `${sessionId}-clip-${formatRoomTime(madeAtMs, station.settings.room.timeZone).replace(/[-: ]/g, '')}`;
  return station.exports.run({ sessionId, packetId: clipId, folder, number: 1, of: 1 }, person, async (watch) => {
    watch.onProgress({ phase: 'preparing', bytesDone: 0, bytesTotal: 0 });
    if ((await checkPacket(copyPath)).result !== 'intact') throw new AppError('CLIP_NOT_FROM_COPY', { path: copyPath });
    const number = station.ledger.entriesOf(sessionId).filter((entry) => entry.type === 'clip.made').length + 1;
    const reports: PacketReport[] = [];
    // Checked while it still looks unfinished: what gets its name and becomes a fact was found whole.
    const check = async (path: string) => {
      watch.onProgress({ phase: 'checking', bytesDone: 0, bytesTotal: 0 });
      const report = await checkPacket(path);
      if (report.result !== 'intact') throw new AppError('READ_BACK_DIFFERS', { path: report.findings[0]?.file ?? path });
      reports.push(report);
    };
    const clip = await makeClip(
      { copyPath, clipId, number, folder, streamIds, cuts, requestedBy, purpose, recipient, approvedBy: { name: approvedBy.name, role: approvedBy.role }, madeBy: person.name, madeAtMs },
      { key, film: { tools: station.tools, log: station.log.child('film') }, check, ...watch },
    );
    const [report] = reports;
    if (report === undefined) throw new Error('A clip was made that nobody checked');
    station.facts.write(sessionId, 'clip.made', { clipId, number, packetId, copyNumber: copy.number, streamIds: streamIds.map((streamId) => parseId<StreamId>(streamId)), cuts, purpose, recipient, requestedBy, approvedBy }, person);
    return { ...clip, report: { ...report, path: clip.path } };
  });
}
