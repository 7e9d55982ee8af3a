import { formatRoomTime, type ReconciledItem } from '../../shared/domain/index.ts';
import type { RecordedBreak, RecordedFacts, RecordedInterruption } from './recorded-facts.ts';
import type { TranscriptContent } from './transcript-content.ts';
import { mentionedSpan, type MentionedTime } from './written-mentions.ts';

export interface ReconcileInput {
  readonly transcript: Pick<TranscriptContent, 'startsAtMs' | 'endsAtMs' | 'place' | 'interviewee' | 'officers' | 'recorder' | 'interpreter' | 'guardian'> & { readonly mentions: readonly MentionedTime[] };
  readonly recording: RecordedFacts;
  /** From the profile: how far the times may be apart. */
  readonly toleranceMs: number;
  readonly timeZone: string;
}

export interface ReconciledRow {
  readonly item: ReconciledItem;
  /** Id of the break or interruption that this row is about. */
  readonly subject: string;
  /** What each side says, to be shown; empty when it does not say it. */
  readonly transcript: string;
  readonly recording: string;
  /** What the recording side names by a word of the domain: a cause, a kind of break, how an explanation was given; empty otherwise. */
  readonly word: string;
  /** Transcript minus recording; null where there is no time to compare. */
  readonly differenceMs: number | null;
  readonly toleranceMs: number | null;
  /** How wrong the room clock can have been when the recording's time was measured. */
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

type RowOf = (item: ReconciledItem, change: Partial<ReconciledRow>) => ReconciledRow;
const row: RowOf = (item, change) => ({ item, subject: '', transcript: '', recording: '', word: '', differenceMs: null, toleranceMs: null, clockErrorMs: null, agrees: true, blocks: false, ...change });

/**
 * Lays a transcript beside what was recorded (standard, articles 26 and 30: the times must be the same, and every interruption must stand in
 * the transcript with its bounds and reason). Transcripts are written to the minute: times agree when both show the same minute, or differ by
 * no more than the tolerance. Place, names and breaks only warn, for they are written in many ways; blanks and brackets do not count, and one
 * place may be named within the other.
 */
export function reconcile(input: ReconcileInput): Reconciliation {
  const { transcript, recording } = input;
  const rows = [
    timeRow('start', input, transcript.startsAtMs, recording.start),
    timeRow('end', input, transcript.endsAtMs, recording.end),
    words('place', transcript.place, [recording.place], isSamePlace(transcript.place ?? '', recording.place)),
    words('interviewee', transcript.interviewee, [recording.interviewee], bare(transcript.interviewee ?? '') === bare(recording.interviewee)),
    words('officers', transcript.officers.join('、'), recording.officers, areSameOfficers(transcript, recording.officers)),
    ...presentRow('interpreter', transcript.interpreter, recording.interpreters),
    ...presentRow('guardian', transcript.guardian, recording.guardians),
    ...recording.breaks.map((each) => breakRow(input, each)),
    ...recording.interruptions.flatMap((each) => interruptionRows(input, each)),
  ];
  return { agrees: rows.every(({ agrees, blocks }) => agrees || !blocks), rows };
}

interface Measured {
  readonly atMs: number;
  readonly errorMs: number;
}

function timeRow(item: ReconciledItem, { toleranceMs, timeZone }: ReconcileInput, writtenMs: number, recorded: Measured, change: Partial<ReconciledRow> = {}): ReconciledRow {
  return row(item, {
    transcript: formatRoomTime(writtenMs, timeZone), recording: formatRoomTime(recorded.atMs, timeZone), differenceMs: writtenMs - recorded.atMs, toleranceMs,
    clockErrorMs: recorded.errorMs, agrees: isSameTime(writtenMs, recorded.atMs, toleranceMs), blocks: true, ...change,
  });
}

function words(item: ReconciledItem, written: string | null, recorded: readonly string[], agrees: boolean): ReconciledRow {
  return row(item, { transcript: written ?? '', recording: recorded.join('、'), agrees });
}

/** No row where nobody was present and nobody is named. */
function presentRow(item: 'interpreter' | 'guardian', written: string | null, recorded: readonly string[]): readonly ReconciledRow[] {
  if (written === null && recorded.length === 0) return [];
  return [words(item, written, recorded, recorded.some((name) => bare(name) === bare(written ?? '')))];
}

function breakRow({ transcript, toleranceMs, timeZone }: ReconcileInput, { breakId, kind, from, to }: RecordedBreak): ReconciledRow {
  const mention = mentionedSpan(transcript.mentions, from.atMs, to.atMs, (one, other) => isSameTime(one, other, toleranceMs));
  return row('break', {
    subject: breakId, word: kind, transcript: mention === undefined ? '' : `${mention.from.text} – ${mention.to.text}`,
    recording: `${formatRoomTime(from.atMs, timeZone)} – ${formatRoomTime(to.atMs, timeZone).slice(11)}`, toleranceMs, clockErrorMs: Math.max(from.errorMs, to.errorMs), agrees: mention !== undefined,
  });
}

/** Article 30: reason and bounds are spoken after recording has resumed, stand in the transcript, and are confirmed by a signature. */
function interruptionRows(input: ReconcileInput, interruption: RecordedInterruption): readonly ReconciledRow[] {
  const { transcript, toleranceMs, timeZone } = input;
  const { interruptionId: subject, from, to, cause, explained, explainedAtMs, signedAtMs } = interruption;
  const about = transcript.mentions.filter(({ sentence }) => interruptionWords.test(sentence));
  const nearest = (ms: number) => [...about].sort((one, other) => Math.abs(one.atMs - ms) - Math.abs(other.atMs - ms))[0];
  const bound = (item: 'interruption-start' | 'interruption-end', measured: Measured) => {
    const mention = nearest(measured.atMs);
    return mention === undefined
      ? row(item, { subject, recording: formatRoomTime(measured.atMs, timeZone), toleranceMs, clockErrorMs: measured.errorMs, agrees: false, blocks: true })
      : timeRow(item, input, mention.atMs, measured, { subject });
  };
  const sentence = nearest(from.atMs)?.sentence ?? '';
  const at = (ms: number | null) => (ms === null ? '' : formatRoomTime(ms, timeZone));
  return [
    bound('interruption-start', from), bound('interruption-end', to),
    row('interruption-reason', { subject, transcript: sentence, word: cause, agrees: causeWords[cause]?.test(sentence) ?? sentence !== '' }),
    row('interruption-spoken', { subject, word: explained, recording: at(explainedAtMs), agrees: explained !== 'none', blocks: true }),
    row('interruption-signed', { subject, recording: at(signedAtMs), agrees: signedAtMs !== null }),
  ];
}

const interruptionWords = /中断|中止|停录|断录|interrupt/i;
const causeWords: Readonly<Record<string, RegExp>> = {
  equipment: /设备|摄像|麦克|话筒|故障|equipment|camera|microphone/i, network: /网络|断网|交换机|连接|network/i, power: /停电|断电|供电|电源|power/i,
  storage: /存储|磁盘|硬盘|空间|storage|disk/i, software: /程序|软件|系统|software|program/i,
};

function isSameTime(one: number, other: number, toleranceMs: number): boolean {
  // Every time zone in use is whole minutes away from UTC, so the displayed minute is the minute of UTC.
  return Math.floor(one / 60_000) === Math.floor(other / 60_000) || Math.abs(one - other) <= toleranceMs;
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
