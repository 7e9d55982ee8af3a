import { disks, type Disk } from '../../shared/domain/index.ts';
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
  /** `quick`: that every file is there with its length, its boxes, its chain and its signatures, without pictures and sound. By default `full`. */
  readonly level?: 'quick' | 'full';
  /** The disks that can be asked; by default both. */
  readonly onDisks?: readonly Disk[];
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
  const { level = 'full', onDisks = disks } = input;
  const checks = input.streams.flatMap((stream) => checksOf(input.sessionId, stream, onDisks));
  const readings = await readCopies(checks, level);
  const findings = checks.flatMap((check) => judgeCopy(check, readings.get(check.copy.path), level));
  findings.push(...input.streams.flatMap(({ streamId, segments }) => segments.flatMap((segment) => differences(streamId, segment, onDisks))));
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
  /** The copy on the other disk, when the ledger says that it has the same bytes. */
  readonly twin: MasterCopy | undefined;
  readonly isFirst: boolean;
}

/** The first copy of a segment is hashed and compared with the other; what was found in it goes for the other when they are the same, which else is read by itself. */
async function readCopies(checks: readonly CopyCheck[], level: 'quick' | 'full'): Promise<ReadonlyMap<string, ChainReading | undefined>> {
  if (level === 'quick') return readSegments(checks.map(({ copy, expected }) => ({ key: copy.path, from: copy.path, expected, quick: true })));
  const jobOf = ({ copy, expected, twin }: CopyCheck) => ({ key: copy.path, from: copy.path, expected, ...(twin === undefined ? {} : { twin: twin.path }) });
  const readings = new Map(await readSegments(checks.filter(({ isFirst, twin }) => isFirst || twin === undefined).map(jobOf)));
  const apart: CopyCheck[] = [];
  for (const check of checks.filter(({ isFirst, twin }) => !isFirst && twin !== undefined)) {
    const first = readings.get(check.twin?.path ?? '');
    if (first?.twinIsSame === true) readings.set(check.copy.path, first);
    else apart.push({ ...check, twin: undefined });
  }
  return apart.length === 0 ? readings : new Map([...readings, ...(await readSegments(apart.map(jobOf)))]);
}

/** Every copy is checked from the end of the segment before it, by the ledger's word. */
function checksOf(sessionId: string, { streamId, segments, before: first }: MastersInput['streams'][number], onDisks: readonly Disk[]): readonly CopyCheck[] {
  let before = first ?? chainStart(sessionId, streamId);
  return segments.flatMap(({ segment, chainSeq, chainHead, copies }) => {
    const expected = { sessionId, streamId, segment, before, last: { seq: chainSeq, hash: chainHead } };
    before = expected.last;
    const within = copies.filter(({ disk }) => onDisks.includes(disk));
    return within.map((copy, index) => ({ copy, expected: { ...expected, fileSha256: copy.sha256 }, twin: within.find((other) => other !== copy && other.sha256 === copy.sha256), isFirst: index === 0 }));
  });
}

function judgeCopy({ copy, expected: { streamId, segment } }: CopyCheck, reading: ChainReading | undefined, level: 'quick' | 'full'): readonly MastersFinding[] {
  const found = (problem: MastersFinding['problem'], offset: number | null = null, roomMs: number | null = null) => ({ streamId, segment, disk: copy.disk, path: copy.path, problem, offset, roomMs });
  if (reading === undefined) return [found('missing')];
  const isKnown = (level === 'quick' || reading.sha256 === copy.sha256) && reading.bytes === copy.bytes;
  const wrong = doneToIt(reading.findings, isKnown);
  return wrong.length === 0 && !isKnown ? [found('hash-differs')] : wrong.map(({ problem, offset, roomMs }) => found(problem, offset, roomMs));
}

/** A segment must lie on both disks with the same bytes. */
function differences(streamId: string, { segment, copies }: MasterSegment, onDisks: readonly Disk[]): readonly MastersFinding[] {
  const finding = (disk: Disk, path: string, problem: 'missing' | 'copies-differ') => ({ streamId, segment, disk, path, problem, offset: null, roomMs: null });
  const primary = copies.find((copy) => copy.disk === 'primary');
  const mirror = copies.find((copy) => copy.disk === 'mirror');
  if (primary === undefined && onDisks.includes('primary')) return [finding('primary', '', 'missing')];
  if (mirror === undefined && onDisks.includes('mirror')) return [finding('mirror', '', 'missing')];
  return primary === undefined || mirror === undefined || primary.sha256 === mirror.sha256 ? [] : [finding('mirror', mirror.path, 'copies-differ')];
}
