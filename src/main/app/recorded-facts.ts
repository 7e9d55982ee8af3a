import type { Capacity } from '../../shared/domain/index.ts';
import type { FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import type { SessionState } from '../session/index.ts';
import { reconcile, type RecordedFacts, type RecordedInterruption, type ReconcileInput } from '../transcript/index.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

/** A transcript laid beside the session, with the profile's tolerance. */
export function reconciliationOf(station: Station, state: SessionState, transcript: ReconcileInput['transcript']): FactPayloads['transcript.reconciled'] {
  const { agrees, rows } = reconcile({ transcript, recording: recordedFacts(station, state), toleranceMs: station.profile.transcriptToleranceMs, timeZone: station.settings.room.timeZone });
  return { agrees, rows: [...rows] };
}

/** What the ledger says of a finished session, to be laid beside its transcript. Bounds of errors are those of the facts that hold the times. */
function recordedFacts(station: Station, state: SessionState): RecordedFacts {
  const { recordingStartMs, recordingEndMs, startedAtMs, finishedAtMs } = sessionView(station, state);
  const entries = station.ledger.entriesOf(state.sessionId);
  const errorAt = (matches: (entry: LedgerEntry) => boolean) => entries.find(matches)?.at.errorMs ?? 0;
  const present = (capacity: Capacity) => [...new Set(state.present.filter((person) => person.capacity === capacity).map(({ name }) => name))];
  return {
    start: { atMs: recordingStartMs ?? startedAtMs ?? 0, errorMs: errorAt(({ type }) => type === 'session.started') },
    end: { atMs: recordingEndMs ?? finishedAtMs ?? 0, errorMs: errorAt(({ type }) => type === 'session.finished') },
    place: state.place, interviewee: state.interviewee, officers: state.officers.map(({ name }) => name), interpreters: present('interpreter'), guardians: [...present('guardian'), ...present('suitable-adult')],
    breaks: state.breaks.map(({ breakId, kind, startedAtMs: fromMs, endedAtMs: toMs }) => ({
      breakId, kind,
      from: { atMs: fromMs, errorMs: errorAt(({ type, payload }) => type === 'break.started' && payload.breakId === breakId) },
      to: { atMs: toMs ?? fromMs, errorMs: errorAt(({ type, payload }) => type === 'break.ended' && payload.breakId === breakId) },
    })),
    interruptions: state.interruptions.map((interruption): RecordedInterruption => {
      const { interruptionId, fromMs } = interruption;
      const toMs = interruption.state === 'lasting' ? fromMs : interruption.toMs;
      const error = errorAt(({ type, payload }) => (type === 'interruption.closed' || type === 'interruption.opened') && payload.interruptionId === interruptionId);
      const isSpoken = interruption.state === 'explained';
      return {
        interruptionId, from: { atMs: fromMs, errorMs: error }, to: { atMs: toMs, errorMs: error }, cause: isSpoken ? interruption.cause : 'other',
        explained: isSpoken ? 'spoken' : interruption.state === 'written' ? 'written' : 'none', explainedAtMs: isSpoken ? interruption.beganAtMs : null, signedAtMs: signedAfter(state, toMs),
      };
    }),
  };
}

/** The first signature after it: on a page of the kept transcript, or marked by the officers. */
function signedAfter({ kept, markers, interviewee }: SessionState, toMs: number): number | null {
  const pages = (kept?.outcomes ?? []).filter(({ outcome, name }) => outcome === 'signed' && name === interviewee).map(({ atMs }) => atMs);
  const marked = markers.filter(({ kind }) => kind === 'signature').map(({ atMs }) => atMs);
  const [first] = [...pages, ...marked].filter((atMs) => atMs > toMs).sort((one, other) => one - other);
  return first ?? null;
}
