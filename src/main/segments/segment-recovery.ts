import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { disks, type CameraId, type Disk, type RunId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { writeFileDurably } from '../platform/index.ts';
import { withBytes } from './byte-source.ts';
import type { ChainHead } from './chain-link.ts';
import { checkSegment, type SegmentFinding } from './segment-check.ts';
import { cameraFolder, listSegments } from './segment-folder.ts';

export interface RecoverRequest {
  readonly folders: Readonly<Record<Disk, string>>;
  readonly sessionId: SessionId;
  readonly cameraId: CameraId;
  /** Segments already finalised in the ledger are left alone. */
  readonly finalized: ReadonlySet<SegmentName>;
}

export interface RecoveredSegment {
  readonly disk: Disk;
  readonly segment: SegmentName;
  /** undefined when not one fragment was whole: then nothing was recorded in it and nothing of it was ever proven. */
  readonly runId: RunId | undefined;
  /** After the recovery. */
  readonly bytes: number;
  readonly sha256: string;
  /** Cut off and kept in `<segment>.torn` beside it. */
  readonly tornBytes: number;
  readonly head: ChainHead | undefined;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** What is still wrong with it; a torn tail that was cut off is not, nor a file that the crash caught before its first fragment. */
  readonly findings: readonly SegmentFinding[];
}

export interface Recovery {
  readonly segments: readonly RecoveredSegment[];
  /** For each segment the disk that holds more of it; `both` when they are equal. */
  readonly longest: ReadonlyMap<SegmentName, Disk | 'both'>;
  /** Disks whose folder could not be read or written; the other one was recovered all the same. */
  readonly failures: readonly { readonly disk: Disk; readonly detail: string }[];
}

/**
 * After a crash: makes every unfinished segment end after its last whole fragment. The torn bytes are first kept beside it, durably;
 * nothing is deleted. Doing it again changes nothing.
 */
export async function recoverSegments(request: RecoverRequest): Promise<Recovery> {
  const segments: RecoveredSegment[] = [];
  const failures: { disk: Disk; detail: string }[] = [];
  for (const disk of disks) {
    const folder = cameraFolder(request.folders[disk], request.sessionId, request.cameraId);
    try {
      for (const segment of await listSegments(folder))
        if (!request.finalized.has(segment)) segments.push(await recoverOne(disk, join(folder, segment), segment));
    } catch (error) {
      failures.push({ disk, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return { segments, longest: longestOf(segments), failures };
}

async function recoverOne(disk: Disk, path: string, segment: SegmentName): Promise<RecoveredSegment> {
  const report = await checkSegment(path, { segment });
  const torn = report.findings.some((finding) => finding.problem === 'torn-tail') && report.wholeBytes > 0;
  const tornBytes = torn ? report.bytes - report.wholeBytes : 0;
  if (torn) await cutTail(path, report.wholeBytes);
  const [first, last] = [report.links[0], report.links.at(-1)];
  return {
    disk, segment, runId: first?.runId, tornBytes, bytes: report.bytes - tornBytes, sha256: await fileSha256(path),
    head: last === undefined ? undefined : { seq: last.seq, hash: last.hash },
    startsAtMs: first?.roomMs ?? 0, endsAtMs: last === undefined ? 0 : last.roomMs + last.durationMs,
    findings: first === undefined ? [] : report.findings.filter((finding) => !torn || finding.problem !== 'torn-tail'),
  };
}

async function cutTail(path: string, wholeBytes: number): Promise<void> {
  const tail = await withBytes(path, (source) => source.read(wholeBytes, source.size - wholeBytes));
  await keepTail(`${path}.torn`, tail);
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(wholeBytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A crash between keeping and cutting leaves the same tail kept already: then it is not kept twice. */
async function keepTail(path: string, tail: Uint8Array, attempt = 1): Promise<void> {
  const target = attempt === 1 ? path : `${path}.${attempt}`;
  try {
    await writeFileDurably(target, tail);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (Buffer.compare(await readFile(target), tail) !== 0) await keepTail(path, tail, attempt + 1);
  }
}

async function fileSha256(path: string): Promise<string> {
  return withBytes(path, async (source) => {
    const hash = createHash('sha256');
    for (let position = 0; position < source.size; position += pieceBytes) hash.update(await source.read(position, pieceBytes));
    return hash.digest('hex');
  });
}

const pieceBytes = 1024 * 1024;

function longestOf(segments: readonly RecoveredSegment[]): ReadonlyMap<SegmentName, Disk | 'both'> {
  const longest = new Map<SegmentName, Disk | 'both'>();
  const seqOn = (disk: Disk, name: SegmentName) => segments.find((s) => s.disk === disk && s.segment === name)?.head?.seq ?? -1;
  for (const { segment } of segments) {
    const difference = seqOn('primary', segment) - seqOn('mirror', segment);
    longest.set(segment, difference === 0 ? 'both' : difference > 0 ? 'primary' : 'mirror');
  }
  return longest;
}
