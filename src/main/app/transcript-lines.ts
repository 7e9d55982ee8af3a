import type { PacketLine } from '../packet/index.ts';
import type { SessionState } from '../session/index.ts';
import { readTranscript } from '../transcript/index.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { readTranscriptFile } from './transcript-files.ts';

/** The words of the transcript that is sealed, for a reader who searches in them: with moments and key facts where it was kept in Shilu. Empty when there is none, or its text cannot be read. */
export async function transcriptLinesOf(station: Station, state: SessionState): Promise<readonly PacketLine[]> {
  if (state.transcript === null) return [];
  return state.transcript.timesFrom === 'recorder' && state.kept !== null ? keptLines(station, state, state.kept) : linkedLines(station, state, state.transcript);
}

async function keptLines(station: Station, state: SessionState, kept: NonNullable<SessionState['kept']>): Promise<readonly PacketLine[]> {
  const { lines } = await station.desk.document(state);
  return lines.map(({ lineId, kind, text, was }) => ({
    lineId, kind, text, was, atMs: kept.begun.find((begun) => begun.lineId === lineId)?.begunAtMs ?? null,
    keyFacts: kept.links.filter((link) => link.lineId === lineId).map(({ keyFact, fromMs, toMs, from, to }) => ({ keyFact, fromMs, toMs, from, to })),
  }));
}

async function linkedLines(station: Station, state: SessionState, { fileName, sha256, timesFrom, startsAtMs, endsAtMs }: NonNullable<SessionState['transcript']>): Promise<readonly PacketLine[]> {
  try {
    const bytes = await readTranscriptFile(station, state.sessionId, sha256);
    const aroundMs = sessionView(station, state).recordingStartMs ?? state.openedAtMs;
    const { text } = await readTranscript({ fileName, bytes, typed: timesFrom === 'typed' ? { startsAtMs, endsAtMs } : null, timeZone: station.settings.room.timeZone, aroundMs });
    return text.split('\n').filter((line) => line.trim() !== '').map((line, index) => ({ lineId: `line-${index + 1}`, kind: 'paragraph', text: line, was: [], atMs: null, keyFacts: [] }));
  } catch (error) {
    // A scan has no words; the file itself is in the packet all the same.
    station.log.warn('the words of the transcript cannot be read', { sessionId: state.sessionId, detail: String(error) });
    return [];
  }
}
