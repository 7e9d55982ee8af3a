import { parseId, type StreamId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { checkSegment, genesisHead, type ChainHead, type SegmentProblem, type SegmentReport } from '../segments/index.ts';

export interface ChainExpectation {
  readonly streamId: string;
  readonly segment: string;
  /** The link that comes before the first of this segment, and the one that must be its last. */
  readonly before: ChainHead;
  readonly last: ChainHead;
}

export interface ChainFinding {
  readonly problem: 'malformed' | 'hash-differs' | 'chain-broken';
  /** Byte at which the altered part begins, and the room time of that fragment when it is known. */
  readonly offset: number;
  readonly roomMs: number | null;
}

export interface ChainReading {
  readonly fragments: number;
  readonly findings: readonly ChainFinding[];
}

export function chainStart(sessionId: string, streamId: string): ChainHead {
  return genesisHead(parseId<SessionId>(sessionId), parseId<StreamId>(streamId));
}

/** Checks the chain of one segment and says where it is broken. @throws Error when the file cannot be read at all */
export async function readSegmentChain(path: string, { streamId, segment, before, last }: ChainExpectation): Promise<ChainReading> {
  const report = await checkSegment(path, { head: before, segment: parseId<SegmentName>(segment) });
  const findings = initDiffers(report) ? [{ problem: 'hash-differs', offset: 0, roomMs: null } as const, ...others(report, 'hash-differs')] : others(report);
  const end = report.links.at(-1);
  const foreign = report.links.find((link) => link.streamId !== streamId);
  if (foreign !== undefined) return { fragments: report.links.length, findings: [...findings, at(report, 'chain-broken', foreign.fragmentOffset)] };
  // The last link has no follower to betray it: the sealed head does.
  if (findings.length === 0 && (end?.hash !== last.hash || end.seq !== last.seq)) return { fragments: report.links.length, findings: [at(report, 'chain-broken', end?.fragmentOffset ?? 0)] };
  return { fragments: report.links.length, findings };
}

/** Every fragment names the start of the file. When all disagree with it, it is the start that was changed. */
function initDiffers({ init, links }: SegmentReport): boolean {
  return links.length > 0 && links.every((link) => link.initSha256 !== init?.sha256);
}

function others(report: SegmentReport, except?: ChainFinding['problem']): readonly ChainFinding[] {
  const findings = report.findings.map(({ problem, offset }) => (breaksLink(problem) ? at(report, 'chain-broken', linkBefore(report, offset)) : at(report, kinds[problem], offset)));
  return findings.filter((finding) => finding.problem !== except);
}

const kinds: Readonly<Record<SegmentProblem, ChainFinding['problem']>> = {
  'hash-mismatch': 'hash-differs',
  'link-broken': 'chain-broken',
  'sequence-broken': 'chain-broken',
  'torn-tail': 'malformed',
  'foreign-box': 'malformed',
  'not-mp4': 'malformed',
};

function breaksLink(problem: SegmentProblem): boolean {
  return kinds[problem] === 'chain-broken';
}

/** An altered link still fits its own fragment: it is the next link that no longer fits. So the place is the fragment before. */
function linkBefore({ links }: SegmentReport, offset: number): number {
  return links.findLast((link) => link.fragmentOffset < offset)?.fragmentOffset ?? offset;
}

function at({ links }: SegmentReport, problem: ChainFinding['problem'], offset: number): ChainFinding {
  return { problem, offset, roomMs: links.findLast((link) => link.fragmentOffset <= offset)?.roomMs ?? null };
}
