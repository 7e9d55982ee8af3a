import type { Disk } from '../../shared/domain/index.ts';
import { runInWorker } from '../platform/index.ts';
import type { SegmentProblem } from '../segments/index.ts';
import { chainStart, doneToIt, readSegmentChain } from './segment-chain.ts';

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
  const findings: MastersFinding[] = [];
  let filesChecked = 0;
  let fragmentsChecked = 0;
  for (const { streamId, segments, before: first } of input.streams) {
    let before = first ?? chainStart(input.sessionId, streamId);
    for (const segment of segments) {
      for (const copy of segment.copies) {
        filesChecked++;
        fragmentsChecked += await checkCopy({ sessionId: input.sessionId, streamId, segment, copy, before }, findings);
      }
      findings.push(...differences(streamId, segment));
      before = { seq: segment.chainSeq, hash: segment.chainHead };
    }
  }
  return { ok: findings.length === 0, filesChecked, fragmentsChecked, findings };
}

/** The same, in a thread of its own. */
export function verifyMastersInWorker(input: MastersInput): Promise<MastersCheck> {
  return runInWorker<MastersCheck>('verify-packet', { job: 'masters', input }, workerDeadlineMs);
}

interface CopyCheck {
  readonly sessionId: string;
  readonly streamId: string;
  readonly segment: MasterSegment;
  readonly copy: MasterCopy;
  readonly before: { readonly seq: number; readonly hash: string };
}

async function checkCopy({ sessionId, streamId, segment, copy, before }: CopyCheck, findings: MastersFinding[]): Promise<number> {
  const found = (problem: MastersFinding['problem'], offset: number | null, roomMs: number | null) =>
    findings.push({ streamId, segment: segment.segment, disk: copy.disk, path: copy.path, problem, offset, roomMs });
  try {
    const last = { seq: segment.chainSeq, hash: segment.chainHead };
    const { fragments, findings: all, sha256, bytes } = await readSegmentChain(copy.path, { sessionId, streamId, segment: segment.segment, before, last });
    const wrong = doneToIt(all, sha256 === copy.sha256);
    for (const { problem, offset, roomMs } of wrong) found(problem, offset, roomMs);
    if (wrong.length === 0 && (sha256 !== copy.sha256 || bytes !== copy.bytes)) found('hash-differs', null, null);
    return fragments;
  } catch {
    found('missing', null, null);
    return 0;
  }
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
