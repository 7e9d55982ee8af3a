import type { StreamId } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import { systemClock } from '../platform/index.ts';
import { recoverSegments, type RecoveredSegment } from '../segments/index.ts';
import { isHeld, SessionController, type GapState } from '../session/index.ts';
import { segmentFacts } from './sealing.ts';
import { finalizedEverywhere, noteRecovered } from './session-copies.ts';
import type { Station } from './station.ts';

/** A fragment that was under way is not whole: so much is always counted as lost. */
const fragmentMs = 1_000;

/**
 * Takes up the session that was not sealed when the station last stopped, whatever stopped it. When it was being recorded: every whole
 * fragment is secured, the loss is measured from the media, and both are said as a fact. To be done before any camera records again.
 */
export async function reopenSession(station: Station): Promise<void> {
  const state = station.sessions.current();
  if (state === undefined) return;
  const entries = station.ledger.entriesOf(state.sessionId);
  const controller = SessionController.resume(entries, station.sessionParts);
  station.hold(controller);
  if (state.stage.status === 'open' || state.stage.status === 'sealed' || state.stage.status === 'abandoned') return;
  controller.restoreGaps(openGaps(entries, controller));
  for (const disk of station.disks.absent) controller.note('disk.failed', { disk, detail: 'away at the start' }, 'station');
  // A break holds the recording: nothing was being recorded, so nothing can be missing.
  if (isHeld(state)) return;
  const losses: Loss[] = [];
  for (const { streamId } of state.streams) {
    const recovered = await recoverStream(station, controller, streamId, entries);
    // What came before a break that was not recorded ended rightly: nothing is missing until its end.
    const heldUntilMs = Math.max(0, ...state.breaks.map(({ resumedAtMs }) => resumedAtMs ?? 0));
    const fromMs = Math.max(lastMediaMs(streamId, entries, recovered) ?? state.stage.startedAtMs, heldUntilMs);
    losses.push({ fromMs, lostAtMostMs: lossAfter(station, fromMs, recovered) });
    controller.gapOpened(streamId, fromMs, 'STATION_STOPPED');
  }
  const worst = losses.sort((a, b) => b.lostAtMostMs - a.lostAtMostMs)[0];
  if (worst !== undefined) controller.note('recording.recovered', { nothingLostBeforeMs: Math.min(...losses.map((loss) => loss.fromMs)), lostAtMostMs: worst.lostAtMostMs }, 'station');
}

interface Loss {
  readonly fromMs: number;
  readonly lostAtMostMs: number;
}

async function recoverStream(station: Station, controller: SessionController, streamId: StreamId, entries: readonly LedgerEntry[]): Promise<readonly RecoveredSegment[]> {
  const { folders, absent } = station.disks;
  const { sessionId } = controller.state;
  const { segments, failures } = await recoverSegments({ folders, absent, sessionId, streamId, finalized: finalizedEverywhere(streamId, entries, absent) });
  for (const { disk, detail } of failures) {
    station.log.error('a disk could not be recovered', detail, { disk });
    station.disks.failed(disk, detail);
  }
  noteRecovered(station, streamId, segments);
  return segments;
}

/**
 * The station was alive at least until the last byte was written, and had it lived a fragment longer, another would be whole: what came
 * between the last whole fragment and that moment is all that can be lost of what was being recorded.
 */
function lossAfter(station: Station, fromMs: number, recovered: readonly RecoveredSegment[]): number {
  const systemOffsetMs = station.roomClock.now().atMs - systemClock.wallMs();
  const lastWrittenMs = Math.max(0, ...recovered.map((segment) => segment.writtenAtMs + systemOffsetMs));
  return Math.max(0, Math.round(lastWrittenMs - fromMs)) + fragmentMs;
}

function lastMediaMs(streamId: string, entries: readonly LedgerEntry[], recovered: readonly RecoveredSegment[]): number | undefined {
  const ends = [...segmentFacts(entries).filter((fact) => fact.streamId === streamId), ...recovered.filter((segment) => segment.head !== undefined)].map((segment) => segment.endsAtMs);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Gaps of required streams that the ledger says are still open, and the closed ones that belong to the same interruption. */
function openGaps(entries: readonly LedgerEntry[], controller: SessionController): readonly GapState[] {
  let gaps: GapState[] = [];
  for (const entry of entries) {
    if (entry.type === 'gap.opened' && controller.state.requiredStreams.includes(entry.payload.streamId)) gaps.push({ ...entry.payload, toMs: null });
    if (entry.type === 'gap.closed') gaps = gaps.map((gap) => (gap.streamId === entry.payload.streamId && gap.toMs === null ? { ...gap, toMs: entry.payload.toMs } : gap));
    if (entry.type === 'interruption.closed') gaps = [];
  }
  return gaps;
}
