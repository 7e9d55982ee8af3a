import { formatRoomTime, type ReconciledItem } from '../../shared/domain/index.ts';
import type { TranscriptContent } from './transcript-content.ts';

export interface RecordedFacts {
  /** First and last recorded instant. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly place: string;
  readonly interviewee: string;
  readonly officers: readonly string[];
}

export interface ReconcileInput {
  readonly transcript: Pick<TranscriptContent, 'startsAtMs' | 'endsAtMs' | 'place' | 'interviewee' | 'officers' | 'recorder'>;
  readonly recording: RecordedFacts;
  /** From the profile: how far the times may be apart. */
  readonly toleranceMs: number;
  readonly timeZone: string;
}

export interface ReconciledRow {
  readonly item: ReconciledItem;
  /** Id of the break or interruption that this row is about. */
  readonly subject: string;
  /** What each side says, to be shown; empty when the transcript does not say it. */
  readonly transcript: string;
  readonly recording: string;
  /** Transcript minus recording; null where there is no time to compare. */
  readonly differenceMs: number | null;
  readonly toleranceMs: number | null;
  readonly clockErrorMs: number | null;
  readonly agrees: boolean;
  /** Whether a difference stands in the way of the seal. */
  readonly blocks: boolean;
}

export interface Reconciliation {
  /** Whether every row that blocks agrees. */
  readonly agrees: boolean;
  readonly rows: readonly ReconciledRow[];
}

/**
 * Compares a transcript with what was recorded (standard, article 26: the times must be the same). Transcripts are written to the minute:
 * times agree when both show the same minute, or differ by no more than the tolerance. Place and names only warn, for they are
 * written in many ways; blanks and brackets do not count, and one place may be named within the other.
 */
export function reconcile({ transcript, recording, toleranceMs, timeZone }: ReconcileInput): Reconciliation {
  const time = (item: 'start' | 'end', written: number, recorded: number): ReconciledRow => ({
    item, subject: '', transcript: formatRoomTime(written, timeZone), recording: formatRoomTime(recorded, timeZone),
    differenceMs: written - recorded, toleranceMs, clockErrorMs: null,
    agrees: isSameMinute(written, recorded) || Math.abs(written - recorded) <= toleranceMs, blocks: true,
  });
  const words = (item: 'place' | 'interviewee' | 'officers', written: string, recorded: string, agrees: boolean): ReconciledRow =>
    ({ item, subject: '', transcript: written, recording: recorded, differenceMs: null, toleranceMs: null, clockErrorMs: null, agrees, blocks: false });
  const rows = [
    time('start', transcript.startsAtMs, recording.startsAtMs),
    time('end', transcript.endsAtMs, recording.endsAtMs),
    words('place', transcript.place ?? '', recording.place, isSamePlace(transcript.place ?? '', recording.place)),
    words('interviewee', transcript.interviewee ?? '', recording.interviewee, bare(transcript.interviewee ?? '') === bare(recording.interviewee)),
    words('officers', transcript.officers.join('、'), recording.officers.join('、'), areSameOfficers(transcript, recording.officers)),
  ];
  return { agrees: rows.every((row) => row.agrees || !row.blocks), rows };
}

/** Every time zone in use is whole minutes away from UTC, so the displayed minute is the minute of UTC. */
function isSameMinute(one: number, other: number): boolean {
  return Math.floor(one / 60_000) === Math.floor(other / 60_000);
}

function isSamePlace(written: string, recorded: string): boolean {
  const [one, other] = [bare(written), bare(recorded)];
  return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}

/** The transcript's recorder is often one of the two officers and then may stand only there. */
function areSameOfficers({ officers, recorder }: Pick<TranscriptContent, 'officers' | 'recorder'>, recorded: readonly string[]): boolean {
  const known = new Set(recorded.map(bare));
  const written = new Set(officers.map(bare));
  const named = new Set(recorder === null ? written : [...written, bare(recorder)]);
  return written.size > 0 && [...written].every((name) => known.has(name)) && [...known].every((name) => named.has(name));
}

function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\s()[\]【】,,.。、::·•-]/g, '').toLowerCase();
}
