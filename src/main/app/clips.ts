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
 * @throws AppError CLIP_NOT_FROM_COPY, CLIP_EMPTY, CUSTODY_CONFLICT, or what is wrong with the chief's credentials
 */
export async function clipOne(station: Station, state: SessionState, order: Omit<MethodParams<'clip.make'>, 'sessionId'>, person: PersonIdentity): Promise<ExportedPacket & { readonly report: PacketReport }> {
  refuseOwnSession(station, state, person);
  const { copyPath, cuts, purpose, recipient, requestedBy, approver, directory } = order;
  const { sessionId } = state;
  const approvedBy = identityOf(await station.accounts.approve(approver, ['chief'], [person]));
  const copy = await readCopy(copyPath);
  const entries = station.ledger.entriesOf(sessionId);
  const isOurs = entries.some((entry) => entry.type === 'packet.exported' && entry.payload.packetId === copy.packetId);
  const key = station.keys.keyOf(copy.fingerprint);
  if (!isOurs || copy.manifest.sessionId !== sessionId) throw new AppError('CLIP_NOT_FROM_COPY', { path: copyPath });
  const madeAtMs = Math.round(station.roomClock.now().atMs);
  const folder = directory ?? station.folder.packets;
  const clipId = `${sessionId}-clip-${formatRoomTime(madeAtMs, station.settings.room.timeZone).replace(/[-: ]/g, '')}`;
  const streamId = parseId<StreamId>(order.streamId);
  return station.exports.run({ sessionId, packetId: clipId, folder, number: 1, of: 1 }, person, async (watch) => {
    watch.onProgress({ phase: 'preparing', bytesDone: 0, bytesTotal: 0 });
    if ((await checkPacket(copyPath)).result !== 'intact') throw new AppError('CLIP_NOT_FROM_COPY', { path: copyPath });
    const number = station.ledger.entriesOf(sessionId).filter((entry) => entry.type === 'clip.made').length + 1;
    const clip = await makeClip(
      { copyPath, clipId, number, folder, streamId, cuts, requestedBy, purpose, recipient, approvedBy: { name: approvedBy.name, role: approvedBy.role }, madeBy: person.name, madeAtMs },
      { key, film: { tools: station.tools, log: station.log.child('film') }, ...watch },
    );
    station.facts.write(sessionId, 'clip.made', { clipId, number, packetId: copy.packetId, copyNumber: copy.number, streamId, cuts, purpose, recipient, requestedBy, approvedBy }, person);
    watch.onProgress({ phase: 'checking', bytesDone: 0, bytesTotal: clip.bytes });
    return { ...clip, report: await checkPacket(clip.path) };
  });
}
