import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { disks, type StreamId, type Disk, type RunId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { nodeFileOps, type FileOps } from '../platform/index.ts';
import { withBytes } from './byte-source.ts';
import type { ChainHead } from './chain-link.ts';
import { checkAndHashSegment } from './segment-check.ts';
import type { SegmentFinding } from './segment-report.ts';
import type { WrittenUntil } from './segment-writer.ts';
import { streamFolder, firstLink, inRecordedOrder, listSegments } from './segment-folder.ts';

export interface RecoverRequest {
  readonly folders: Readonly<Record<Disk, string>>;
  readonly sessionId: SessionId;
  readonly streamId: StreamId;
  /** Segments already finalised in the ledger are left alone. */
  readonly finalized: ReadonlySet<SegmentName>;
  /** Disks that are not there are left out. */
  readonly absent?: ReadonlySet<Disk>;
  /** While the session is being recorded: only segments up to this one, and nothing that the chain did not go on from. */
  readonly until?: WrittenUntil;
  readonly fileOps?: FileOps;
}

export interface RecoveredSegment {
  readonly disk: Disk;
  readonly segment: SegmentName;
  /** undefined when not one fragment was whole: then nothing was recorded in it and nothing of it was ever proven. */
  readonly runId: RunId | undefined;
  /** After the recovery. */
  readonly bytes: number;
  readonly sha256: string;
  /** When its last byte was written, by the clock of the system. */
  readonly writtenAtMs: number;
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
 * After a crash: makes every unfinished segment end after its last whole fragment, and at the latest where the segment after it goes on
 * (links that were never proven and that the chain did not follow). The bytes cut off are first kept beside it, durably; nothing is deleted.
 * Doing it again changes nothing.
 */
export async function recoverSegments(request: RecoverRequest): Promise<Recovery> {
  const fileOps = request.fileOps ?? nodeFileOps;
  const segments: RecoveredSegment[] = [];
  const failures: { disk: Disk; detail: string }[] = [];
  const limits = await findLimits(request);
  for (const disk of disks.filter((each) => request.absent?.has(each) !== true)) {
    const folder = streamFolder(request.folders[disk], request.sessionId, request.streamId);
    try {
      for (const segment of await listSegments(folder))
        if (limits.has(segment)) segments.push(await recoverOne(fileOps, disk, join(folder, segment), segment, limits.get(segment) ?? Infinity));
    } catch (error) {
      failures.push({ disk, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return { segments, longest: longestOf(segments), failures };
}

/** For each segment the last link that the chain went on from, where a later segment says so. */
async function findLimits({ folders, sessionId, streamId, finalized, absent, until }: RecoverRequest): Promise<ReadonlyMap<SegmentName, number>> {
  const places = disks.filter((disk) => absent?.has(disk) !== true).map((disk) => streamFolder(folders[disk], sessionId, streamId));
  const onDisk = await Promise.all(places.map((folder) => listSegments(folder).catch(() => [])));
  const names = [...new Set(onDisk.flat())].sort(inRecordedOrder).filter((name) => until === undefined || inRecordedOrder(name, until.segment) <= 0);
  const limits = new Map<SegmentName, number>();
  let next = until === undefined ? Infinity : until.chainSeq + 1;
  for (const name of names.toReversed()) {
    if (!finalized.has(name)) limits.set(name, next - 1);
    const firsts = await Promise.all(places.map((folder) => firstLink(join(folder, name)).catch(() => undefined)));
    next = Math.min(next, ...firsts.map((link) => link?.seq ?? Infinity));
  }
  return limits;
}

async function recoverOne(fileOps: FileOps, disk: Disk, path: string, segment: SegmentName, lastSeq: number): Promise<RecoveredSegment> {
  const writtenAtMs = Math.round((await stat(path)).mtimeMs);
  const { report, sha256 } = await checkAndHashSegment(path, { segment });
  const links = report.links.filter((link) => link.seq <= lastSeq);
  const [first, last] = [links[0], links.at(-1)];
  const beyond = report.links[links.length];
  const torn = report.findings.some((finding) => finding.problem === 'tail-cut') && report.wholeBytes > 0;
  const wholeBytes = beyond === undefined ? report.wholeBytes : beyond.fragmentOffset;
  const tornBytes = torn || beyond !== undefined ? report.bytes - wholeBytes : 0;
  if (tornBytes > 0) await cutTail(fileOps, path, wholeBytes);
  return {
    disk, segment, runId: first?.runId, tornBytes, bytes: report.bytes - tornBytes, sha256: tornBytes === 0 ? sha256 : await fileSha256(path), writtenAtMs,
    head: last === undefined ? undefined : { seq: last.seq, hash: last.hash },
    startsAtMs: first?.roomMs ?? 0, endsAtMs: last === undefined ? 0 : last.roomMs + last.durationMs,
    findings: first === undefined ? [] : report.findings.filter((finding) => finding.offset < wholeBytes && finding.problem !== 'tail-cut'),
  };
}

async function cutTail(fileOps: FileOps, path: string, wholeBytes: number): Promise<void> {
  const tail = await withBytes(path, (source) => source.read(wholeBytes, source.size - wholeBytes));
  await keepTail(fileOps, `${path}.torn`, tail);
  const file = await fileOps.reopen(path);
  try {
    await file.truncate(wholeBytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A crash between keeping and cutting leaves the same tail kept already: then it is not kept twice. */
async function keepTail(fileOps: FileOps, path: string, tail: Uint8Array, attempt = 1): Promise<void> {
  const target = attempt === 1 ? path : `${path}.${attempt}`;
  try {
    await fileOps.writeWhole(target, tail);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (Buffer.compare(await readFile(target), tail) !== 0) await keepTail(fileOps, path, tail, attempt + 1);
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
