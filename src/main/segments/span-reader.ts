import { join } from 'node:path';
import type { StreamId, MediaPosition, SegmentName, SessionId } from '../../shared/domain/index.ts';
import { concatBytes } from './box-splitter.ts';
import { withBytes } from './byte-source.ts';
import { PositionIndex } from './position-index.ts';
import { streamFolder, listSegments, scanLinks, type ScannedLink } from './segment-folder.ts';

export interface SpanRequest {
  /** Of one disk. */
  readonly folder: string;
  readonly sessionId: SessionId;
  readonly streamId: StreamId;
  /** Room time. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Recorded media of one segment that a span touches. */
export interface RecordedSpan {
  readonly segment: SegmentName;
  /** Init and whole fragments: a playable file. Its first picture is at room time `startsAtMs`. */
  readonly media: Uint8Array;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** Where a room time inside the span lies in the recording. */
  readonly positionAt: (roomMs: number) => MediaPosition | undefined;
}

/** What the disk holds of a span of room time, in order: one piece per segment, none where nothing was recorded. Also of a segment that is still being written. */
export async function readSpan(request: SpanRequest): Promise<readonly RecordedSpan[]> {
  const folder = streamFolder(request.folder, request.sessionId, request.streamId);
  const spans: RecordedSpan[] = [];
  for (const segment of await listSegments(folder)) {
    const path = join(folder, segment);
    const all = await scanLinks(path);
    const touched = all.filter(({ link }) => link.roomMs < request.toMs && link.roomMs + link.durationMs > request.fromMs);
    if (touched.length > 0) spans.push(await readPieces(path, segment, request.streamId, all[0]?.fragmentOffset ?? 0, touched));
  }
  return spans;
}

async function readPieces(path: string, segment: SegmentName, streamId: StreamId, initBytes: number, touched: readonly ScannedLink[]): Promise<RecordedSpan> {
  const index = new PositionIndex(streamId);
  for (const { link } of touched) index.add({ ...link, segment });
  const media = await withBytes(path, async (source) => {
    const parts = [await source.read(0, initBytes)];
    for (const { fragmentOffset, bytes } of touched) parts.push(await source.read(fragmentOffset, bytes));
    return concatBytes(parts);
  });
  const [first, last] = [touched[0]?.link, touched.at(-1)?.link];
  return {
    segment, media, startsAtMs: first?.roomMs ?? 0, endsAtMs: (last?.roomMs ?? 0) + (last?.durationMs ?? 0),
    positionAt: (roomMs) => index.at(roomMs, 0),
  };
}
