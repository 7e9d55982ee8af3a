import { join } from 'node:path';
import type { FileOps } from '../../src/main/platform/index.ts';
import { streamFolder, checkSegment, completeCopy, genesisHead, listSegments, recoverSegments } from '../../src/main/segments/index.ts';
import { disks, parseId, type StreamId, type Disk, type SessionId } from '../../src/shared/domain/index.ts';

export const killSession = parseId<SessionId>('ses-1');
export const killStream = parseId<StreamId>('cam-1');

export function roomFolders(room: string): Readonly<Record<Disk, string>> {
  return { primary: join(room, 'primary'), mirror: join(room, 'mirror') };
}

/** What a start does: makes every segment end whole, and brings the shorter copy of each up to the longer. */
export async function recoverRoom(room: string, fileOps: FileOps): Promise<{ readonly tornBytes: number }> {
  const folders = roomFolders(room);
  const { segments, failures, longest } = await recoverSegments({ folders, sessionId: killSession, streamId: killStream, finalized: new Set(), fileOps });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  const wrong = segments.flatMap(({ segment, disk, findings }) => findings.map((finding) => ({ segment, disk, finding })));
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  for (const [segment, holder] of longest) {
    if (holder === 'both') continue;
    const path = (disk: Disk) => join(streamFolder(folders[disk], killSession, killStream), segment);
    const other = holder === 'primary' ? 'mirror' : 'primary';
    const outcome = await completeCopy(path(holder), path(other), { fileOps });
    if (outcome.kind === 'differs') throw new Error(outcome.detail);
  }
  return { tornBytes: Math.max(0, ...segments.map((segment) => segment.tornBytes)) };
}

/** The whole chain of each disk, from the first link to the last. @throws Error naming what is not whole */
export async function checkRoom(room: string): Promise<Readonly<Record<Disk, number>>> {
  const folders = roomFolders(room);
  const seq = { primary: 0, mirror: 0 };
  for (const disk of disks) {
    let head = genesisHead(killSession, killStream);
    const folder = streamFolder(folders[disk], killSession, killStream);
    for (const segment of await listSegments(folder)) {
      const report = await checkSegment(join(folder, segment), { head, segment });
      // A crash may leave a file in which nothing was recorded yet.
      if (report.links.length > 0 && report.findings.length > 0) throw new Error(`${disk} ${segment}: ${JSON.stringify(report.findings)}`);
      head = report.links.length > 0 ? (report.head ?? head) : head;
    }
    seq[disk] = head.seq;
  }
  return seq;
}
