import { join } from 'node:path';
import type { FileOps } from '../../src/main/platform/index.ts';
import { streamFolder, checkSegment, completeCopy, genesisHead, listSegments, recoverSegments } from '../../src/main/segments/index.ts';
import { parseId, type StreamId, type Disk, type SessionId } from '../../src/shared/domain/index.ts';

export const killSession = parseId<SessionId>('ses-1');
/** What a session records of one camera, each with a chain of its own. */
export const killStreams: readonly StreamId[] = [parseId('cam-1-stamped'), parseId('cam-1-native')];

/** The last link of each stream. */
export type StreamHeads = Readonly<Record<StreamId, number>>;

export function roomFolders(room: string): Readonly<Record<Disk, string>> {
  return { primary: join(room, 'primary'), mirror: join(room, 'mirror') };
}

/** What a start does: makes every segment end whole, and brings the shorter copy of each up to the longer. */
export async function recoverRoom(room: string, fileOps: FileOps): Promise<void> {
  for (const streamId of killStreams) await recoverStream(roomFolders(room), streamId, fileOps);
}

async function recoverStream(folders: Readonly<Record<Disk, string>>, streamId: StreamId, fileOps: FileOps): Promise<void> {
  const { segments, failures, longest } = await recoverSegments({ folders, sessionId: killSession, streamId, finalized: new Set(), fileOps });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  const wrong = segments.flatMap(({ segment, disk, findings }) => findings.map((finding) => ({ segment, disk, finding })));
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  for (const [segment, holder] of longest) {
    if (holder === 'both') continue;
    const path = (disk: Disk) => join(streamFolder(folders[disk], killSession, streamId), segment);
    const other = holder === 'primary' ? 'mirror' : 'primary';
    const outcome = await completeCopy(path(holder), path(other), { fileOps });
    if (outcome.kind === 'differs') throw new Error(outcome.detail);
  }
}

/** The whole chain of each stream on each disk, from the first link to the last. @throws Error naming what is not whole */
export async function checkRoom(room: string): Promise<Readonly<Record<Disk, StreamHeads>>> {
  const folders = roomFolders(room);
  const headsOn = async (disk: Disk) => Object.fromEntries(await Promise.all(killStreams.map(async (streamId) => [streamId, await headOn(folders[disk], disk, streamId)] as const))) as StreamHeads;
  return { primary: await headsOn('primary'), mirror: await headsOn('mirror') };
}

async function headOn(root: string, disk: Disk, streamId: StreamId): Promise<number> {
  let head = genesisHead(killSession, streamId);
  const folder = streamFolder(root, killSession, streamId);
  for (const segment of await listSegments(folder)) {
    const report = await checkSegment(join(folder, segment), { head, segment });
    // A crash may leave a file in which nothing was recorded yet.
    if (report.links.length > 0 && report.findings.length > 0) throw new Error(`${disk} ${streamId} ${segment}: ${JSON.stringify(report.findings)}`);
    head = report.links.length > 0 ? (report.head ?? head) : head;
  }
  return head.seq;
}
