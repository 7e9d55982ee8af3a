import { join } from 'node:path';
import { disks, type Disk, type SegmentName, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import type { FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import { nodeFileOps, sleep } from '../platform/index.ts';
import { completeCopy, recoverSegments, type RecoveredSegment, type WrittenUntil } from '../segments/index.ts';
import { masterSegments, segmentFacts } from './sealing.ts';
import type { Station } from './station.ts';

type SegmentFact = FactPayloads['segment.finalized'];

/** Copying takes at most about 50 MB in a second from the disks while the room is being recorded. */
const pauseMs = 20;

export interface CopyWork {
  /** The disk has failed: a file that it was writing then is not built upon, but set aside and copied whole. */
  readonly mistrust: boolean;
  readonly signal: AbortSignal;
  readonly isAway: () => boolean;
  /** Called before the first segment that must be copied. */
  readonly onBegin: () => void;
}

export interface CopyOutcome {
  readonly whole: boolean;
  readonly segments: number;
  readonly addedBytes: number;
}

/**
 * Copies to `disk` every finalised segment of the session in hand that only the other disk has, compares the hashes, and notes each as a
 * fact. `whole` when nothing is missing any more. Recording goes on meanwhile.
 */
export async function completeCopies(station: Station, disk: Disk, work: CopyWork): Promise<CopyOutcome> {
  const state = station.sessions.current();
  if (state === undefined) return { whole: true, segments: 0, addedBytes: 0 };
  let segments = 0;
  let addedBytes = 0;
  let failed = 0;
  const tried = new Set<SegmentFact>();
  for (let next = nextMissing(station, state.sessionId, disk, tried); next !== undefined; next = nextMissing(station, state.sessionId, disk, tried)) {
    if (work.signal.aborted || work.isAway()) return { whole: false, segments, addedBytes };
    tried.add(next);
    if (segments === 0) work.onBegin();
    const added = station.disks.absent.has(next.disk) ? undefined : await copyOne(station, state.sessionId, disk, next, work);
    if (added === undefined) failed += 1;
    else {
      segments += 1;
      addedBytes += added;
    }
  }
  return { whole: failed === 0, segments, addedBytes };
}

function nextMissing(station: Station, sessionId: SessionId, disk: Disk, tried: ReadonlySet<SegmentFact>): SegmentFact | undefined {
  const facts = segmentFacts(station.ledger.entriesOf(sessionId));
  const isThere = (master: SegmentFact) => facts.some((fact) => fact.disk === disk && fact.streamId === master.streamId && fact.segment === master.segment && fact.bytes === master.bytes && fact.sha256 === master.sha256);
  return masterSegments(facts).find((master) => master.disk !== disk && !isThere(master) && ![...tried].some((fact) => fact.streamId === master.streamId && fact.segment === master.segment));
}

async function copyOne(station: Station, sessionId: SessionId, disk: Disk, master: SegmentFact, { mistrust, signal, isAway }: CopyWork): Promise<number | undefined> {
  const { streamId, segment } = master;
  const path = (on: Disk) => join(station.sessionFolder(on, sessionId), streamId, segment);
  const pace = async () => {
    if (signal.aborted) throw new Error('the station is closing');
    if (isAway()) throw new Error('the disk has failed again');
    await sleep(pauseMs, signal);
  };
  const hasFact = segmentFacts(station.ledger.entriesOf(sessionId)).some((fact) => fact.disk === disk && fact.streamId === streamId && fact.segment === segment);
  const copy = () => completeCopy(path(master.disk), path(disk), { pace });
  try {
    if (mistrust && !hasFact) await nodeFileOps.setAside(path(disk));
    let outcome = await copy();
    if (outcome.kind === 'differs') {
      station.log.warn('a copy differs and is set aside', { disk, segment, detail: outcome.detail });
      await nodeFileOps.setAside(path(disk));
      outcome = await copy();
    }
    if (outcome.kind === 'differs') throw new Error(outcome.detail);
    if (outcome.sha256 !== master.sha256) throw new Error(`the ${master.disk} copy is not what the ledger says`);
    station.controller?.note('segment.finalized', { ...master, disk }, 'station');
    return outcome.addedBytes;
  } catch (error) {
    station.log.error('a segment could not be copied', error, { disk, segment });
    if (!signal.aborted) station.controller?.note('copy.failed', { disk, streamId, segment, detail: error instanceof Error ? error.message : String(error) }, 'station');
    return undefined;
  }
}

/** While recording: makes whole what was under way on a disk when every disk had failed, so that it can be vouched for and copied. */
export async function recoverClosedSegments(station: Station, streamId: StreamId, until: WrittenUntil): Promise<void> {
  const state = station.sessions.current();
  if (state === undefined) return;
  const finalized = new Set(segmentFacts(station.ledger.entriesOf(state.sessionId)).filter((fact) => fact.streamId === streamId).map((fact) => fact.segment));
  const { folders, absent } = station.disks;
  const { segments, failures } = await recoverSegments({ folders, absent, sessionId: state.sessionId, streamId, finalized, until });
  for (const { disk, detail } of failures) station.log.error('a disk could not be recovered', detail, { disk });
  noteRecovered(station, streamId, segments);
}

/** Facts about segments that were made whole. */
export function noteRecovered(station: Station, streamId: StreamId, segments: readonly RecoveredSegment[]): void {
  for (const { disk, segment, runId, bytes, tornBytes, sha256, head, startsAtMs, endsAtMs, findings } of segments) {
    station.controller?.note('segment.recovered', { streamId, segment, disk, bytes, tornBytes }, 'station');
    if (findings.length > 0) station.log.warn('a recovered segment is not whole', { disk, segment, findings });
    if (head !== undefined && runId !== undefined)
      station.controller?.note('segment.finalized', { streamId, runId, segment, disk, bytes, sha256, chainHead: head.hash, chainSeq: head.seq, startsAtMs, endsAtMs }, 'station');
  }
}

/** Segments that the ledger calls finalised on every disk that is there now. */
export function finalizedEverywhere(streamId: StreamId, entries: readonly LedgerEntry[], absent: ReadonlySet<Disk>): ReadonlySet<SegmentName> {
  const facts = segmentFacts(entries).filter((fact) => fact.streamId === streamId);
  const present = disks.filter((disk) => !absent.has(disk));
  return new Set(facts.map((fact) => fact.segment).filter((segment) => present.every((disk) => facts.some((fact) => fact.disk === disk && fact.segment === segment))));
}
