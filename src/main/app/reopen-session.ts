import { join } from 'node:path';
import type { CameraId, Disk, SegmentName, SessionId } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import { completeCopy, recoverSegments, type RecoveredSegment } from '../segments/index.ts';
import { SessionController, type GapState } from '../session/index.ts';
import { segmentFacts } from './sealing.ts';
import type { Station } from './station.ts';

/**
 * Takes up the session that was not sealed when the station last stopped, whatever stopped it. When it was being recorded: every whole
 * fragment is secured and the loss is measured from the media. To be done before any camera records again.
 */
export async function reopenSession(station: Station): Promise<void> {
  const state = station.sessions.current();
  if (state === undefined) return;
  const entries = station.ledger.entriesOf(state.sessionId);
  const controller = SessionController.resume(entries, station.sessionParts);
  station.hold(controller);
  if (state.stage.status !== 'recording') return;
  controller.restoreGaps(openGaps(entries, controller));
  for (const { cameraId } of station.settings.cameras) {
    const recovered = await recoverCamera(station, controller, state.sessionId, cameraId as CameraId, entries);
    const fromMs = lastMediaMs(cameraId, entries, recovered) ?? state.stage.startedAtMs;
    controller.gapOpened(cameraId as CameraId, fromMs, 'STATION_STOPPED');
  }
}

async function recoverCamera(station: Station, controller: SessionController, sessionId: SessionId, cameraId: CameraId, entries: readonly LedgerEntry[]): Promise<readonly RecoveredSegment[]> {
  const { segments, failures } = await recoverSegments({ folders: station.folder.disks, sessionId, cameraId, finalized: finalizedOnBoth(cameraId, entries) });
  for (const { disk, detail } of failures) {
    station.log.error('a disk could not be recovered', detail, { disk });
    controller.note('disk.failed', { disk, detail }, 'station');
  }
  for (const { disk, segment, runId, bytes, tornBytes, sha256, head, startsAtMs, endsAtMs, findings } of segments) {
    controller.note('segment.recovered', { cameraId, segment, disk, bytes, tornBytes }, 'station');
    if (findings.length > 0) station.log.warn('a recovered segment is not whole', { disk, segment, findings });
    if (head !== undefined && runId !== undefined)
      controller.note('segment.finalized', { cameraId, runId, segment, disk, bytes, sha256, chainHead: head.hash, chainSeq: head.seq, startsAtMs, endsAtMs }, 'station');
  }
  await completeCopies(station, controller, sessionId, cameraId, segments);
  return segments;
}

/** A crash can leave one disk a fragment ahead of the other: what is missing is copied from the good copy and compared. */
async function completeCopies(station: Station, controller: SessionController, sessionId: SessionId, cameraId: CameraId, segments: readonly RecoveredSegment[]): Promise<void> {
  for (const name of new Set(segments.map((s) => s.segment))) {
    const copies = segments.filter((s) => s.segment === name).sort((a, b) => b.bytes - a.bytes);
    const [best, other] = copies;
    if (best?.head === undefined || best.runId === undefined || (other !== undefined && other.bytes === best.bytes)) continue;
    const disk = best.disk === 'primary' ? 'mirror' : 'primary';
    const path = (on: Disk) => join(station.sessionFolder(on, sessionId), cameraId, name);
    const outcome = await completeCopy(path(best.disk), path(disk)).catch((error: unknown) => ({ kind: 'differs', detail: String(error) }) as const);
    if (outcome.kind === 'differs') {
      station.log.error('a copy could not be completed', outcome.detail, { disk });
      controller.note('disk.failed', { disk, detail: outcome.detail }, 'station');
    } else {
      const { runId, head, startsAtMs, endsAtMs } = best;
      controller.note('segment.finalized', { cameraId, runId, segment: name, disk, bytes: outcome.bytes, sha256: outcome.sha256, chainHead: head.hash, chainSeq: head.seq, startsAtMs, endsAtMs }, 'station');
    }
  }
}

function finalizedOnBoth(cameraId: CameraId, entries: readonly LedgerEntry[]): ReadonlySet<SegmentName> {
  const facts = segmentFacts(entries).filter((fact) => fact.cameraId === cameraId);
  const on = (disk: string) => facts.filter((fact) => fact.disk === disk).map((fact) => fact.segment);
  return new Set(on('primary').filter((segment) => on('mirror').includes(segment)));
}

function lastMediaMs(cameraId: string, entries: readonly LedgerEntry[], recovered: readonly RecoveredSegment[]): number | undefined {
  const ends = [...segmentFacts(entries).filter((fact) => fact.cameraId === cameraId), ...recovered.filter((segment) => segment.head !== undefined)].map((segment) => segment.endsAtMs);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Gaps of required cameras that the ledger says are still open, and the closed ones that belong to the same interruption. */
function openGaps(entries: readonly LedgerEntry[], controller: SessionController): readonly GapState[] {
  let gaps: GapState[] = [];
  for (const entry of entries) {
    if (entry.type === 'gap.opened' && controller.state.requiredCameras.includes(entry.payload.cameraId)) gaps.push({ ...entry.payload, toMs: null });
    if (entry.type === 'gap.closed') gaps = gaps.map((gap) => (gap.cameraId === entry.payload.cameraId && gap.toMs === null ? { ...gap, toMs: entry.payload.toMs } : gap));
    if (entry.type === 'interruption.closed') gaps = [];
  }
  return gaps;
}
