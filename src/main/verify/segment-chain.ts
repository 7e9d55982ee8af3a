import { parseId, type SegmentName, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import { checkAndHashSegment, checkSegmentQuickly, genesisHead, type ByteOrigin, type ChainHead, type SegmentExpectation, type SegmentFinding, type SegmentReport } from '../segments/index.ts';

export interface ChainExpectation {
  readonly sessionId: string;
  readonly streamId: string;
  readonly segment: string;
  /** The link that comes before the first of this segment, and the one that must be its last. */
  readonly before: ChainHead;
  readonly last: ChainHead;
  /** SHA-256 of the file by the ledger or by a seal whose signature holds: a file that has it is hashed once. */
  readonly fileSha256?: string;
}

/** What was found in one segment file, without its links. */
export interface ChainReading extends Pick<SegmentReport, 'origin' | 'head' | 'signed' | 'closed' | 'bytes'> {
  readonly fragments: number;
  readonly findings: readonly SegmentFinding[];
  /** Of the whole file, from the same reading; empty after a quick one. */
  readonly sha256: string;
  readonly twinIsSame: boolean;
  /** Room time of its first picture and of the end of its last; null when it has none. */
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
}

export function chainStart(sessionId: string, streamId: string): ChainHead {
  return genesisHead(parseId<SessionId>(sessionId), parseId<StreamId>(streamId));
}

/** Checks one segment against what must come before it and end it, or against its own word. @throws Error when the file cannot be read at all */
export async function readSegmentChain(from: ByteOrigin, expected?: ChainExpectation, twin?: string): Promise<ChainReading> {
  const { report, sha256, twinIsSame } = await checkAndHashSegment(from, expectationOf(expected), { ...(expected?.fileSha256 === undefined ? {} : { sha256: expected.fileSha256 }), ...(twin === undefined ? {} : { twin }) });
  return readingOf(report, sha256, twinIsSame);
}

/** The same without reading pictures and sound, so without a hash of the file. @throws Error when the file cannot be read at all */
export async function readSegmentChainQuickly(from: ByteOrigin, expected?: ChainExpectation): Promise<ChainReading> {
  return readingOf(await checkSegmentQuickly(from, expectationOf(expected)), '', false);
}

function expectationOf(expected: ChainExpectation | undefined): SegmentExpectation {
  return expected === undefined ? {} : {
    head: expected.before, last: expected.last, sessionId: parseId<SessionId>(expected.sessionId), streamId: parseId<StreamId>(expected.streamId), segment: parseId<SegmentName>(expected.segment),
  };
}

function readingOf({ origin, head, signed, closed, bytes, findings, links }: SegmentReport, sha256: string, twinIsSame: boolean): ChainReading {
  const end = links.at(-1);
  return { origin, head, signed, closed, bytes, findings, sha256, twinIsSame, fragments: links.length, startsAtMs: links[0]?.roomMs ?? null, endsAtMs: end === undefined ? null : end.roomMs + end.durationMs };
}

/** What was done to a file after it was recorded. A station whose key could not sign leaves out a signature itself: then the file is still the one that is known. */
export function doneToIt(findings: readonly SegmentFinding[], isKnownFile: boolean): readonly SegmentFinding[] {
  return isKnownFile ? findings.filter(({ problem }) => problem !== 'signature-removed') : findings;
}
