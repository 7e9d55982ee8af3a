import type { Disk } from '../../shared/domain/index.ts';
import { runInWorker } from '../platform/index.ts';
import type { SegmentProblem } from '../segments/index.ts';
import { chainStart, doneToIt, type ChainExpectation, type ChainReading } from './segment-chain.ts';
import { readSegments } from './segment-pool.ts';

const workerDeadlineMs = 6 * 3_600_000;

/** One file of a segment on one disk, and what the ledger says about it. */
export interface MasterCopy {
  readonly disk: Disk;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface MasterSegment {
  readonly segment: string;
  readonly chainSeq: number;
  readonly chainHead: string;
  readonly copies: readonly MasterCopy[];
}

export interface MastersInput {
  readonly sessionId: string;
  /** The segments of each stream in the order in which they were recorded. */
  readonly streams: readonly {
    readonly streamId: string;
    /** The link before the first segment given here; by default the start of the chain. */
    readonly before?: { readonly seq: number; readonly hash: string };
    readonly segments: readonly MasterSegment[];
  }[];
}

export interface MastersFinding {
  readonly streamId: string;
  readonly segment: string;
  readonly disk: Disk;
  readonly path: string;
  readonly problem: SegmentProblem | 'missing' | 'hash-differs' | 'copies-differ';
  /** Byte at which the wrong part begins; null for the file as a whole. */
  readonly offset: number | null;
  readonly roomMs: number | null;
}

export interface MastersCheck {
  readonly ok: boolean;
  readonly filesChecked: number;
  readonly fragmentsChecked: number;
  readonly findings: readonly MastersFinding[];
}

/**
 * Reads every segment of a session again from both disks before it is sealed: length and hash as the ledger says, the whole chain of
 * fragments from the first of the session to the last, and both copies equal. Files are only read.
 */
export async function verifyMasters(input: MastersInput): Promise<MastersCheck> {
  const checks = input.streams.flatMap((stream) => checksOf(input.sessionId, stream));
  const readings = await readSegments(checks.map(({ copy, expected }) => ({ key: copy.path, from: copy.path, expected })));
  const findings = checks.flatMap((check) => judgeCopy(check, readings.get(check.copy.path)));
  findings.push(...input.streams.flatMap(({ streamId, segments }) => segments.flatMap((segment) => differences(streamId, segment))));
  const fragmentsChecked = checks.reduce((sum, { copy }) => sum + (readings.get(copy.path)?.fragments ?? 0), 0);
  return { ok: findings.length === 0, filesChecked: checks.length, fragmentsChecked, findings };
}

/** The same, in a thread of its own. */
export function verifyMastersInWorker(input: MastersInput): Promise<MastersCheck> {
  return runInWorker<MastersCheck>('verify-packet', { job: 'masters', input }, workerDeadlineMs);
}

interface CopyCheck {
  readonly copy: MasterCopy;
  readonly expected: ChainExpectation;
}

/** Every copy is checked from the end of the segment before it, by the ledger's word. */
function checksOf(sessionId: string, { streamId, segments, before: first }: MastersInput['streams'][number]): readonly CopyCheck[] {
  let before = first ?? chainStart(sessionId, streamId);
  return segments.flatMap(({ segment, chainSeq, chainHead, copies }) => {
    const expected = { sessionId, streamId, segment, before, last: { seq: chainSeq, hash: chainHead } };
    before = expected.last;
    return copies.map((copy) => ({ copy, expected }));
  });
}

function judgeCopy({ copy, expected: { streamId, segment } }: CopyCheck, reading: ChainReading | undefined): readonly MastersFinding[] {
  const found = (problem: MastersFinding['problem'], offset: number | null = null, roomMs: number | null = null) => ({ streamId, segment, disk: copy.disk, path: copy.path, problem, offset, roomMs });
  if (reading === undefined) return [found('missing')];
  const isKnown = reading.sha256 === copy.sha256 && reading.bytes === copy.bytes;
  const wrong = doneToIt(reading.findings, isKnown);
  return wrong.length === 0 && !isKnown ? [found('hash-differs')] : wrong.map(({ problem, offset, roomMs }) => found(problem, offset, roomMs));
}

/** A segment must lie on both disks with the same bytes. */
function differences(streamId: string, { segment, copies }: MasterSegment): readonly MastersFinding[] {
  const finding = (disk: Disk, path: string, problem: 'missing' | 'copies-differ') => ({ streamId, segment, disk, path, problem, offset: null, roomMs: null });
  const primary = copies.find((copy) => copy.disk === 'primary');
  const mirror = copies.find((copy) => copy.disk === 'mirror');
  if (primary === undefined) return [finding('primary', '', 'missing')];
  if (mirror === undefined) return [finding('mirror', '', 'missing')];
  return primary.sha256 === mirror.sha256 ? [] : [finding('mirror', mirror.path, 'copies-differ')];
}
