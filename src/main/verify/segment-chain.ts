import { parseId, type SegmentName, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import { checkAndHashSegment, genesisHead, type ByteOrigin, type ChainHead, type SegmentFinding, type SegmentReport } from '../segments/index.ts';

export interface ChainExpectation {
  readonly sessionId: string;
  readonly streamId: string;
  readonly segment: string;
  /** The link that comes before the first of this segment, and the one that must be its last. */
  readonly before: ChainHead;
  readonly last: ChainHead;
}

/** What was found in one segment file, without its links. */
export interface ChainReading extends Pick<SegmentReport, 'origin' | 'head' | 'signed' | 'closed' | 'bytes'> {
  readonly fragments: number;
  readonly findings: readonly SegmentFinding[];
  /** Of the whole file, from the same reading. */
  readonly sha256: string;
  /** Room time of its first picture and of the end of its last; null when it has none. */
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
}

export function chainStart(sessionId: string, streamId: string): ChainHead {
  return genesisHead(parseId<SessionId>(sessionId), parseId<StreamId>(streamId));
}

/** Checks one segment against what must come before it and end it, or against its own word. @throws Error when the file cannot be read at all */
export async function readSegmentChain(from: ByteOrigin, expected?: ChainExpectation): Promise<ChainReading> {
  const { report, sha256 } = await checkAndHashSegment(from, expected === undefined ? {} : {
    head: expected.before, last: expected.last, sessionId: parseId<SessionId>(expected.sessionId), streamId: parseId<StreamId>(expected.streamId), segment: parseId<SegmentName>(expected.segment),
  });
  const { origin, head, signed, closed, bytes, findings, links } = report;
  const end = links.at(-1);
  return { origin, head, signed, closed, bytes, findings, sha256, fragments: links.length, startsAtMs: links[0]?.roomMs ?? null, endsAtMs: end === undefined ? null : end.roomMs + end.durationMs };
}

/** What was done to a file after it was recorded. A station whose key could not sign leaves out a signature itself: then the file is still the one that is known. */
export function doneToIt(findings: readonly SegmentFinding[], isKnownFile: boolean): readonly SegmentFinding[] {
  return isKnownFile ? findings.filter(({ problem }) => problem !== 'signature-removed') : findings;
}
