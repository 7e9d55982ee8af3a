import { X509Certificate } from 'node:crypto';
import { formatRoomTime } from '../../shared/domain/index.ts';
import type { SealManifest } from '../seal/index.ts';
import type { SegmentFinding } from '../segments/index.ts';
import type { Bag } from './bag-check.ts';
import type { Findings, PacketProblem } from './packet-check.types.ts';
import { segmentPath } from './packet-layout.ts';
import { doneToIt, type ChainReading } from './segment-chain.ts';

/**
 * Judges what was found in every sealed segment: its hash and length, its chain and signatures, and that it is signed by the station that sealed it.
 * @param sealedBy certificate of the seal (PEM); empty when that cannot be read
 * @returns how many fragments were checked
 */
export function checkRecording(bag: Bag, { streams, timeZone }: Pick<SealManifest, 'streams' | 'timeZone'>, sealedBy: string, findings: Findings): number {
  let fragments = 0;
  for (const { streamId, segments } of streams)
    for (const sealed of segments) {
      const file = segmentPath(streamId, sealed.segment);
      const reading = bag.readings.get(file);
      if (reading !== undefined) fragments += judgeSegment({ file, reading, sealed, sealedBy, timeZone }, findings);
      else if (findings.sound(file)) findings.add(file, bag.readings.has(file) ? 'unreadable' : 'missing');
    }
  return fragments;
}

interface SegmentJudgement {
  readonly file: string;
  readonly reading: ChainReading;
  readonly sealed: SealManifest['streams'][number]['segments'][number];
  readonly sealedBy: string;
  readonly timeZone: string;
}

function judgeSegment({ file, reading, sealed, sealedBy, timeZone }: SegmentJudgement, findings: Findings): number {
  const isSealed = reading.sha256 === sealed.sha256 && reading.bytes === sealed.bytes;
  for (const finding of doneToIt(reading.findings, isSealed)) findings.add(file, whereItMustBe(finding.problem), placeOf(finding, timeZone));
  const [signer] = reading.origin?.certificates ?? [];
  if (signer !== undefined && sealedBy !== '' && !sameKey(signer, sealedBy)) findings.add(file, 'foreign-signature', 'byte 0');
  if (!isSealed && !findings.all.some((found) => found.file === file && found.place !== '')) findings.add(file, 'differs-from-seal');
  return reading.fragments;
}

/** A file without any proof is nobody's when it lies alone. Where a sealed one should be, it is one that was written anew. */
function whereItMustBe(problem: SegmentFinding['problem']): PacketProblem {
  return problem === 'no-proof' ? 'remuxed' : problem;
}

/** A station keeps its key when an authority gives it another certificate. */
function sameKey(der: Uint8Array, pem: string): boolean {
  try {
    const [a, b] = [new X509Certificate(der), new X509Certificate(pem)].map(({ publicKey }) => publicKey);
    return a !== undefined && b !== undefined && a.equals(b);
  } catch {
    return false;
  }
}

/** `byte 48213, fragment 3, 2026-11-23 14:03:07`: where it begins, and the room time that it shows. */
export function placeOf({ offset, seq, untilSeq, roomMs }: SegmentFinding, timeZone: string): string {
  const fragment = seq === null ? [] : [seq === untilSeq ? `fragment ${seq}` : `fragments ${seq} to ${untilSeq}`];
  return [`byte ${offset}`, ...fragment, ...(roomMs === null ? [] : [formatRoomTime(roomMs, timeZone)])].join(', ');
}
