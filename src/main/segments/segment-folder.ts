import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseId, type StreamId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { withBytes } from './byte-source.ts';
import { genesisHead, type ChainHead, type ChainLink } from './chain-link.ts';
import { walkSegment } from './segment-walk.ts';

/** Where the segments of one stream in one session lie on a disk. */
export function streamFolder(diskFolder: string, sessionId: SessionId, streamId: StreamId): string {
  return join(diskFolder, 'sessions', sessionId, streamId);
}

/** `0002-0001.mp4`: run 2, segment 1; both count from 1 within a session. */
export function segmentName(run: number, segment: number): SegmentName {
  return parseId(`${String(run).padStart(4, '0')}-${String(segment).padStart(4, '0')}.mp4`);
}

/** The segments in a folder in the order they were recorded; none when there is no folder. */
export async function listSegments(folder: string): Promise<readonly SegmentName[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /^\d{4,}-\d{4,}\.mp4$/.test(name)).sort(inRecordedOrder).map((name) => parseId<SegmentName>(name));
}

/** Orders names of segments as they were recorded. */
export function inRecordedOrder(a: string, b: string): number {
  const [runA = 0, segmentA = 0] = a.split(/[-.]/).map(Number);
  const [runB = 0, segmentB = 0] = b.split(/[-.]/).map(Number);
  return runA - runB || segmentA - segmentB;
}

/** What the next run of a stream in a session has to follow. */
export interface ChainEnd {
  readonly lastRun: number;
  readonly head: ChainHead;
}

/** Looks in the folders of the disks for the furthest link of a stream in a session. A disk that cannot be read is passed over: writing to it will tell. */
export async function findChainEnd(folders: readonly string[], sessionId: SessionId, streamId: StreamId): Promise<ChainEnd> {
  let end: ChainEnd = { lastRun: 0, head: genesisHead(sessionId, streamId) };
  for (const disk of folders) {
    const folder = streamFolder(disk, sessionId, streamId);
    const names = await listSegments(folder).catch(() => []);
    const lastRun = Math.max(end.lastRun, ...names.map((name) => Number(name.split('-')[0])));
    end = { ...end, lastRun };
    for (const name of names.toReversed()) {
      const head = (await scanLinks(join(folder, name)).catch(() => [])).at(-1);
      if (head === undefined) continue;
      if (head.link.seq > end.head.seq) end = { ...end, head: { seq: head.link.seq, hash: head.hash } };
      break;
    }
  }
  return end;
}

export interface ScannedLink {
  readonly link: ChainLink;
  readonly hash: string;
  readonly fragmentOffset: number;
  readonly bytes: number;
}

/** The first link of a segment, undefined while it has none. */
export function firstLink(path: string): Promise<ChainLink | undefined> {
  return withBytes(path, async (source) => {
    for await (const step of walkSegment(source, { hash: 'nothing' })) if (step.kind === 'linked' && step.chain.ok) return step.chain.link;
    return undefined;
  });
}

/** The links of a segment without reading its media: what lies where. Proves nothing; `checkSegment` does. */
export function scanLinks(from: string | Uint8Array): Promise<readonly ScannedLink[]> {
  return withBytes(from, async (source) => {
    const links: ScannedLink[] = [];
    for await (const step of walkSegment(source, { hash: 'nothing' }))
      if (step.kind === 'linked' && step.chain.ok) {
        const fragmentOffset = step.stretch.fragments.at(-1)?.offset ?? step.offset;
        links.push({ link: step.chain.link, hash: step.chain.hash, fragmentOffset, bytes: step.offset - fragmentOffset });
      }
    return links;
  });
}
