import { join } from 'node:path';
import { formatRoomTime } from '../../shared/domain/index.ts';
import type { SealManifest } from '../seal/index.ts';
import type { Bag } from './bag-check.ts';
import type { SegmentFinding } from '../segments/index.ts';
import type { Findings } from './packet-check.types.ts';
import { segmentPath } from './packet-layout.ts';
import { chainStart, doneToIt, readSegmentChain } from './segment-chain.ts';

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
      if (bag.hashes.has(file)) fragments += await checkSegment({ bag, file, sessionId: manifest.sessionId, streamId, sealed, before, timeZone: manifest.timeZone }, findings);
      else if (findings.sound(file)) findings.add(file, 'missing');
      before = { seq: sealed.chainSeq, hash: sealed.chainHead };
    }
  }
  return fragments;
}

interface SegmentCheck {
  readonly bag: Bag;
  readonly file: string;
  readonly sessionId: string;
  readonly streamId: string;
  readonly sealed: SealManifest['streams'][number]['segments'][number];
  readonly before: { readonly seq: number; readonly hash: string };
  readonly timeZone: string;
}

async function checkSegment({ bag, file, sessionId, streamId, sealed, before, timeZone }: SegmentCheck, findings: Findings): Promise<number> {
  try {
    const last = { seq: sealed.chainSeq, hash: sealed.chainHead };
    const reading = await readSegmentChain(join(bag.root, file), { sessionId, streamId, segment: sealed.segment, before, last });
    const isSealed = reading.sha256 === sealed.sha256 && reading.bytes === sealed.bytes;
    for (const finding of doneToIt(reading.findings, isSealed)) findings.add(file, finding.problem, placeOf(finding, timeZone));
    if (findings.sound(file) && !isSealed) findings.add(file, 'differs-from-seal');
    return reading.fragments;
  } catch {
    findings.add(file, 'unreadable');
    return 0;
  }
}

/** `byte 48213, fragment 3, 2026-11-23 14:03:07`: where it begins, and the room time that it shows. */
function placeOf({ offset, seq, untilSeq, roomMs }: SegmentFinding, timeZone: string): string {
  const fragment = seq === null ? [] : [seq === untilSeq ? `fragment ${seq}` : `fragments ${seq} to ${untilSeq}`];
  return [`byte ${offset}`, ...fragment, ...(roomMs === null ? [] : [formatRoomTime(roomMs, timeZone)])].join(', ');
}
