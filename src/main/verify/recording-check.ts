import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRoomTime } from '../../shared/domain/index.ts';
import type { SealManifest } from '../seal/index.ts';
import type { Bag } from './bag-check.ts';
import type { Findings } from './packet-check.types.ts';
import { segmentPath } from './packet-layout.ts';
import { chainStart, readSegmentChain } from './segment-chain.ts';

/**
 * Checks every sealed segment: its hash and length, its chain of fragments, and that the chain runs on from segment to segment and ends
 * at the sealed link. Each segment is checked from the sealed end of the one before it, so one that was altered does not accuse the next.
 * @returns how many fragments were checked
 */
export async function checkRecording(bag: Bag, manifest: SealManifest, findings: Findings): Promise<number> {
  let fragments = 0;
  for (const { streamId, segments } of manifest.streams) {
    let before = chainStart(manifest.sessionId, streamId);
    for (const sealed of segments) {
      const file = segmentPath(streamId, sealed.segment);
      if (bag.hashes.has(file)) fragments += await checkSegment({ bag, file, streamId, sealed, before, timeZone: manifest.timeZone }, findings);
      else if (findings.sound(file)) findings.add(file, 'missing');
      before = { seq: sealed.chainSeq, hash: sealed.chainHead };
    }
  }
  return fragments;
}

interface SegmentCheck {
  readonly bag: Bag;
  readonly file: string;
  readonly streamId: string;
  readonly sealed: SealManifest['streams'][number]['segments'][number];
  readonly before: { readonly seq: number; readonly hash: string };
  readonly timeZone: string;
}

async function checkSegment({ bag, file, streamId, sealed, before, timeZone }: SegmentCheck, findings: Findings): Promise<number> {
  const path = join(bag.root, file);
  try {
    const last = { seq: sealed.chainSeq, hash: sealed.chainHead };
    const { fragments, findings: wrong } = await readSegmentChain(path, { streamId, segment: sealed.segment, before, last });
    for (const { problem, offset, roomMs } of wrong) findings.add(file, problem, placeOf(offset, roomMs, timeZone));
    if (findings.sound(file) && (bag.hashes.get(file) !== sealed.sha256 || (await stat(path)).size !== sealed.bytes)) findings.add(file, 'differs-from-seal');
    return fragments;
  } catch {
    findings.add(file, 'unreadable');
    return 0;
  }
}

/** `byte 48213, 2026-11-23 14:03:07`: where the altered part begins, and the room time it shows. */
function placeOf(offset: number, roomMs: number | null, timeZone: string): string {
  return roomMs === null ? `byte ${offset}` : `byte ${offset}, ${formatRoomTime(roomMs, timeZone)}`;
}
