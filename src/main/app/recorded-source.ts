import type { ErrorCode, ErrorParams } from '../../shared/base/index.ts';
import type { MediaPosition, RecordedStream, SessionId, StreamId } from '../../shared/domain/index.ts';
import type { Recorder, RecorderEvents } from '../recorder/index.ts';
import { chainEndOf, StreamFacts } from './stream-facts.ts';
import type { Station } from './station.ts';

export interface RecordedSourceOptions {
  readonly sourceId: string;
  /** Its alarms are raised under it. */
  readonly name: () => string;
  readonly recorder: Recorder;
  /** What a session records of it; the first is what its recorder calls its first. */
  readonly streams: () => readonly RecordedStream[];
  /** Whether something of it can be heard. */
  readonly hasSound: boolean;
  readonly problemParams: () => ErrorParams;
  /** Something of the first stream has been proven in this session. */
  readonly onProven: (sessionId: SessionId, proven: RecorderEvents['proven']) => void;
  readonly onReleased: () => void;
}

const rateFragments = 60;
/** Longer than a stall takes to be found: media is coming, but too slowly to be proven. */
const proofGoodForMs = 8_000;

/** A camera or a microphone as a session sees it: what its recorder says of its streams becomes facts of the session, and proof. */
export class RecordedSource {
  readonly recorder: Recorder;
  readonly hasSound: boolean;
  readonly #station: Station;
  readonly #options: RecordedSourceOptions;
  readonly #facts: ReadonlyMap<StreamId, StreamFacts>;
  #lastMediaAtMs: number | null = null;
  #rates: { readonly bytes: number; readonly durationMs: number }[] = [];
  #nativeBytes = 0;
  #keeping = false;

  constructor(station: Station, options: RecordedSourceOptions) {
    this.#station = station;
    this.#options = options;
    this.recorder = options.recorder;
    this.hasSound = options.hasSound;
    this.#facts = new Map(options.streams().map((stream) => [stream.streamId, new StreamFacts(station, stream)]));
    this.#listen();
  }

  get streams(): readonly RecordedStream[] {
    return this.#options.streams();
  }

  /** Nothing of it is coming. */
  get isAway(): boolean {
    return this.recorder.state.phase !== 'live';
  }

  /** From when its first stream has had a gap that lasts, room time. */
  get awayFromMs(): number | undefined {
    return this.#factsOf(this.recorder).awayFromMs;
  }

  /** Room time of the end of what has come last. */
  get lastMediaAtMs(): number | null {
    return this.#lastMediaAtMs;
  }

  /** Until when everything that comes of it is proven: a stream that is away is a gap, and does not hold up the proof of the other. */
  get provenUntilMs(): number | null {
    const coming = [...this.#facts.values()].filter((facts) => facts.streamId === this.recorder.streamId || (facts.hasBegun && !facts.isAway));
    const times = coming.map((facts) => facts.provenUntilMs);
    return times.includes(null) ? null : Math.min(...times.map((ms) => ms ?? 0));
  }

  get bytesPerSecond(): number {
    const durationMs = this.#rates.reduce((sum, r) => sum + r.durationMs, 0);
    return durationMs === 0 ? 0 : Math.round((this.#rates.reduce((sum, r) => sum + r.bytes, 0) * 1000) / durationMs);
  }

  async keep(sessionId: SessionId): Promise<void> {
    this.#keeping = true;
    for (const facts of this.#facts.values()) facts.begin(this.recorder.beginsAtMs(facts.streamId));
    const { absent, folders } = this.#station.disks;
    const entries = this.#station.ledger.entriesOf(sessionId);
    const known = new Map(this.streams.map(({ streamId }) => [streamId, chainEndOf(entries, sessionId, streamId)]));
    await this.recorder.keep(sessionId, { absent, known }, folders);
  }

  /** Recording goes on; what was questioned ends here, when this is the finish. */
  async cut(untilMs: number): Promise<void> {
    const isFinish = this.#station.controller?.state.stage.status === 'recording';
    await this.recorder.cut(untilMs);
    if (isFinish) for (const facts of this.#facts.values()) facts.finished();
  }

  /** The end of the closing segment. */
  async release(untilMs: number): Promise<void> {
    await this.recorder.release(untilMs);
    this.#options.onReleased();
    this.#keeping = false;
    for (const facts of this.#facts.values()) facts.end();
  }

  position(): MediaPosition | undefined {
    return this.recorder.position();
  }

  /** Called once a second: proof that stands still is an alarm, even while nothing says that it failed. */
  watchProof(): void {
    const name = this.#options.name();
    const behindMs = Math.max(...[...this.#facts.values()].map((facts) => facts.behindMs));
    if (behindMs > proofGoodForMs && !this.isAway) this.alarm('PROOF_BEHIND', name, Math.round(behindMs / 1000));
    else this.#station.alarms.clear(name, 'PROOF_BEHIND');
  }

  alarm(code: ErrorCode, subject = this.#options.name(), seconds = 0): void {
    this.#station.alarms.raise({ code, subject, severity: 'alarm', sinceMs: Math.round(this.#station.roomClock.now().atMs), params: { ...this.#options.problemParams(), disk: subject, seconds } });
  }

  close(): Promise<void> {
    return this.recorder.close();
  }

  #listen(): void {
    const { events } = this.recorder;
    events.on('fragment', (fragment) => this.#fragmentCame(fragment));
    events.on('native', (fragment) => this.#nativeCame(fragment));
    events.on('proven', (proven) => this.#proven(proven));
    events.on('diskFailed', ({ disk, detail }) => {
      this.#station.disks.failed(disk, detail);
    });
    events.on('storageLost', () => this.alarm('STORAGE_LOST', 'disks'));
    events.on('signing', ({ failure }) => this.#signing(failure));
    events.on('segmentFinalized', (finalized) => this.#factsOf(finalized).finalized(finalized));
    events.on('gapOpened', (gap) => this.#factsOf(gap).gapOpened(gap));
    events.on('gapClosed', (gap) => this.#factsOf(gap).gapClosed(gap));
    events.on('runStarted', (run) => this.#factsOf(run).runStarted(run));
    events.on('runEnded', (run) => this.#factsOf(run).runEnded(run));
  }

  #factsOf({ streamId }: { readonly streamId: StreamId }): StreamFacts {
    const facts = this.#facts.get(streamId);
    if (facts === undefined) throw new Error(`${this.#options.sourceId} has no stream ${streamId}`);
    return facts;
  }

  #fragmentCame({ runId, roomMs, errorMs, media }: RecorderEvents['fragment']): void {
    if (this.#keeping) this.#station.clockWatch.noteFragment(this.#options.sourceId, { runId, roomMs, errorMs, mediaMs: media.mediaMs, durationMs: media.durationMs });
    this.#lastMediaAtMs = Math.round(roomMs + media.durationMs);
    this.#rates = [...this.#rates, { bytes: media.bytes.byteLength + this.#nativeBytes, durationMs: media.durationMs }].slice(-rateFragments);
    this.#nativeBytes = 0;
    this.#factsOf(this.recorder).came(roomMs);
    this.#station.changed();
  }

  #nativeCame({ roomMs, media }: RecorderEvents['native']): void {
    this.#nativeBytes += media.bytes.byteLength;
    if (this.recorder.nativeStreamId !== undefined) this.#factsOf({ streamId: this.recorder.nativeStreamId }).came(roomMs);
  }

  #proven(proven: RecorderEvents['proven']): void {
    const sessionId = this.#station.controller?.state.sessionId;
    if (this.#keeping && sessionId !== undefined && proven.streamId === this.recorder.streamId) this.#options.onProven(sessionId, proven);
    this.#factsOf(proven).proven(proven);
    this.#station.changed();
  }

  /** Its alarm is of the key, not of the camera, and stays when the camera reconnects. Raised and cleared it is a fact of the session. */
  #signing(failure: string | null): void {
    if (failure === null) this.#station.alarms.clear('key', 'SIGNING_FAILED');
    else this.alarm('SIGNING_FAILED', 'key');
  }
}
