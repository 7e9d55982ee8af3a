import type { ErrorCode } from '../../shared/base/index.ts';
import type { BreakId, RecordedStream, SessionId, StreamId, StreamKind } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import type { RecorderEvents, RunEndReason } from '../recorder/index.ts';
import { genesisHead, type ChainEnd } from '../segments/index.ts';
import type { Station } from './station.ts';

type GapReason = RunEndReason | 'storage-lost' | 'no-pictures';

const gapCodes: Readonly<Record<GapReason, ErrorCode>> = {
  stopped: 'STATION_STOPPED', 'stream-lost': 'STREAM_LOST', stalled: 'STREAM_STALLED', 'not-connected': 'CAMERA_UNREACHABLE', 'clock-jump': 'STREAM_LOST', 'samples-lost': 'STREAM_LOST',
  'media-broken': 'FFMPEG_FAILED', 'no-audio': 'SOUND_MISSING', 'native-refused': 'NATIVE_REFUSED', 'stamp-refused': 'CAMERA_STAMP_DROPPED', 'encoder-refused': 'ENCODER_GIVEN_UP', 'ffmpeg-failed': 'FFMPEG_FAILED', 'storage-lost': 'STORAGE_LOST', 'no-pictures': 'STREAM_STALLED',
};

const microphoneGapCodes: Readonly<Partial<Record<GapReason, ErrorCode>>> = {
  'stream-lost': 'MICROPHONE_LOST', stalled: 'MICROPHONE_STALLED', 'not-connected': 'MICROPHONE_UNREACHABLE', 'clock-jump': 'MICROPHONE_LOST', 'samples-lost': 'MICROPHONE_LOST',
};

/** Proven time is live on the console; in the ledger it stands at least every five seconds (proofs come every second) and at every change. With one disk every fragment is a fact: the chain must go on from it if that disk dies. */
const provenFactEveryMs = 3_900;

/** One recorded stream: turns what its recorder says while a session is kept into facts of the session. */
export class StreamFacts {
  readonly streamId: StreamId;
  readonly #station: Station;
  readonly #kind: StreamKind;
  #keeping = false;
  #began = false;
  #awayFromMs: number | undefined;
  #keptFromMs = 0;
  #endedAtMs = 0;
  #provenUntilMs: number | null = null;
  #provenFactAtMs = 0;
  /** What was proven since the last fact about it. */
  #unwritten: RecorderEvents['proven'] | undefined;

  constructor(station: Station, { streamId, kind }: Pick<RecordedStream, 'streamId' | 'kind'>) {
    this.#station = station;
    this.streamId = streamId;
    this.#kind = kind;
  }

  get provenUntilMs(): number | null {
    return this.#provenUntilMs;
  }

  get hasBegun(): boolean {
    return this.#began;
  }

  /** Nothing of it comes now, and the gap is in the ledger. */
  get isAway(): boolean {
    return this.#awayFromMs !== undefined;
  }

  get awayFromMs(): number | undefined {
    return this.#awayFromMs;
  }

  /** For how long what has come was not proven; 0 before anything came and while nothing is kept. */
  get behindMs(): number {
    return this.#keeping && this.#began && !this.isAway ? this.#station.roomClock.now().atMs - (this.#provenUntilMs ?? this.#keptFromMs) : 0;
  }

  /** @param heldFromMs from where the recorder holds what it had before; undefined when it holds nothing */
  begin(heldFromMs: number | undefined): void {
    this.#keeping = true;
    this.#began = false;
    this.#awayFromMs = undefined;
    this.#provenUntilMs = null;
    this.#keptFromMs = this.#station.roomClock.now().atMs;
    if (heldFromMs !== undefined) this.came(heldFromMs);
  }

  /** Something was recorded that begins at this room time; the first is where the recording of this stream begins. */
  came(fromMs: number): void {
    if (!this.#keeping || this.#began) return;
    this.#began = true;
    const { controller } = this.#station;
    const held = controller?.state.held.findLast(({ streamId, toMs }) => streamId === this.streamId && toMs === null);
    if (held === undefined) controller?.note('recording.began', { streamId: this.streamId, fromMs: Math.round(fromMs) }, 'station');
    else controller?.note('recording.resumed', { streamId: this.streamId, breakId: held.breakId, fromMs: Math.round(fromMs) }, 'station');
  }

  /** The questioning has ended; the stream is recorded on. */
  finished(): void {
    this.#noteEnd('recording.ended');
  }

  /** Nothing more is recorded of it: the closing segment has ended, or a break begins that is not recorded. */
  end(): void {
    this.#keeping = false;
    const state = this.#station.controller?.state;
    const held = state?.stage.status === 'recording' ? state.breaks.at(-1) : undefined;
    if (held === undefined) this.#noteEnd('closing.ended');
    else this.#noteHeld(held.breakId);
  }

  #noteEnd(type: 'recording.ended' | 'closing.ended'): void {
    this.#noteProven();
    if (this.#began) this.#station.controller?.note(type, { streamId: this.streamId, untilMs: this.#endedAtMs }, 'station');
  }

  #noteHeld(breakId: BreakId): void {
    this.#noteProven();
    if (this.#began) this.#station.controller?.note('recording.held', { streamId: this.streamId, breakId, untilMs: this.#endedAtMs }, 'station');
  }

  proven(proven: RecorderEvents['proven']): void {
    this.#provenUntilMs = Math.round(proven.provenUntilMs);
    this.#unwritten = proven;
    if (this.#station.roomClock.monotonicMs() - this.#provenFactAtMs > (this.#station.disks.copies === 2 ? provenFactEveryMs : 0)) this.#noteProven();
  }

  finalized({ streamId, ...finalized }: RecorderEvents['segmentFinalized']): void {
    const [startsAtMs, endsAtMs] = [Math.round(finalized.startsAtMs), Math.round(finalized.endsAtMs)];
    if (this.#keeping) this.#station.controller?.note('segment.finalized', { streamId, ...finalized, startsAtMs, endsAtMs }, 'station');
    this.#endedAtMs = Math.max(this.#endedAtMs, endsAtMs);
  }

  gapOpened({ fromMs, reason }: RecorderEvents['gapOpened']): void {
    this.#noteProven();
    this.#awayFromMs = Math.round(fromMs);
    this.#station.controller?.gapOpened(this.streamId, Math.round(fromMs), gapCode(reason, this.#kind));
  }

  gapClosed({ toMs }: RecorderEvents['gapClosed']): void {
    this.#awayFromMs = undefined;
    this.#station.controller?.gapClosed(this.streamId, Math.round(toMs));
  }

  runStarted({ streamId, runId, firstMedia }: RecorderEvents['runStarted']): void {
    const first = { atMs: Math.round(firstMedia.atMs), errorMs: Math.ceil(firstMedia.errorMs) };
    if (this.#keeping) this.#station.controller?.note('run.started', { streamId, runId, firstMedia: first }, 'station');
  }

  runEnded({ streamId, runId, reason }: RecorderEvents['runEnded']): void {
    this.#noteProven();
    if (this.#keeping) this.#station.controller?.note('run.ended', { streamId, runId, reason }, 'station');
  }

  #noteProven(): void {
    if (this.#unwritten === undefined) return;
    const { streamId, provenUntilMs, segment, chainSeq, chainHead } = this.#unwritten;
    this.#unwritten = undefined;
    this.#provenFactAtMs = this.#station.roomClock.monotonicMs();
    this.#station.controller?.note('recording.proven', { streamId, segment, chainSeq, chainHead, provenUntilMs: Math.round(provenUntilMs) }, 'station');
  }
}

function gapCode(reason: string, kind: StreamKind): ErrorCode {
  const ofMicrophone = kind === 'microphone' && reason in microphoneGapCodes ? microphoneGapCodes[reason as GapReason] : undefined;
  if (ofMicrophone !== undefined) return ofMicrophone;
  return reason in gapCodes ? gapCodes[reason as GapReason] : 'STREAM_LOST';
}

/** The furthest link and the last run of a stream that the ledger knows of. */
export function chainEndOf(entries: readonly LedgerEntry[], sessionId: SessionId, streamId: StreamId): ChainEnd {
  let end: ChainEnd = { lastRun: 0, head: genesisHead(sessionId, streamId) };
  for (const { type, payload } of entries) {
    if ((type !== 'recording.proven' && type !== 'segment.finalized') || payload.streamId !== streamId) continue;
    const head = payload.chainSeq > end.head.seq ? { seq: payload.chainSeq, hash: payload.chainHead } : end.head;
    end = { lastRun: Math.max(end.lastRun, Number(payload.segment.split('-')[0])), head };
  }
  return end;
}
