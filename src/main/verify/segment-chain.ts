import { parseId, type SegmentName, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import { checkAndHashSegment, fingerprintOf, genesisHead, type ChainHead, type SegmentFinding } from '../segments/index.ts';

export interface ChainExpectation {
  readonly sessionId: string;
  readonly streamId: string;
  readonly segment: string;
  /** The link that comes before the first of this segment, and the one that must be its last. */
  readonly before: ChainHead;
  readonly last: ChainHead;
}

export interface ChainReading {
  readonly fragments: number;
  readonly findings: readonly SegmentFinding[];
  readonly bytes: number;
  /** Of the whole file, from the same reading. */
  readonly sha256: string;
  /** SHA-256 of the certificate that the file names; empty when it names none. */
  readonly fingerprint: string;
}

export function chainStart(sessionId: string, streamId: string): ChainHead {
  return genesisHead(parseId<SessionId>(sessionId), parseId<StreamId>(streamId));
}

/** Checks one segment against what must come before it and end it. @throws Error when the file cannot be read at all */
export async function readSegmentChain(from: string | Uint8Array, { sessionId, streamId, segment, before, last }: ChainExpectation): Promise<ChainReading> {
  const expected = { head: before, last, sessionId: parseId<SessionId>(sessionId), streamId: parseId<StreamId>(streamId), segment: parseId<SegmentName>(segment) };
  const { report, sha256 } = await checkAndHashSegment(from, expected);
  const [certificate] = report.origin?.certificates ?? [];
  return { fragments: report.links.length, findings: report.findings, bytes: report.bytes, sha256, fingerprint: certificate === undefined ? '' : fingerprintOf(certificate) };
}

/** What was done to a file after it was recorded. A station whose key could not sign leaves out a signature itself: then the file is still the one that is known. */
export function doneToIt(findings: readonly SegmentFinding[], isKnownFile: boolean): readonly SegmentFinding[] {
  return isKnownFile ? findings.filter(({ problem }) => problem !== 'signature-removed') : findings;
}
