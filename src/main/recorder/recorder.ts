import type { ErrorCode } from '../../shared/base/index.ts';
import { streamIdOf, type Disk, type MediaPosition, type RoomInstant, type RunId, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import { sleep, TypedEmitter, withDeadline } from '../platform/index.ts';
import type { ChainEnd, Init, WrittenUntil } from '../segments/index.ts';
import { Backoff } from './backoff.ts';
import { KeptStream, type KeptEvents, type KeptFragment } from './kept-stream.ts';
import { defaultRecorderSettings, type RecorderOptions, type RecorderSettings } from './recorder-options.ts';
import { Run, type RunFragment } from './run.ts';
import type { RunEnd, RunEndReason } from './run-end.ts';

export interface RecorderState {
  readonly phase: 'connecting' | 'live' | 'backoff' | 'stopped';
  readonly problem: ErrorCode | null;
  /** One line for an engineer, with FFMPEG_FAILED; otherwise empty. */
  readonly detail: string;
  /** Sound was announced but is not there: recording goes on without it. */
  readonly soundMissing: boolean;
}

type OfStream<Events> = { readonly [K in keyof Events]: Events[K] & { readonly streamId: StreamId } };

export interface RecorderEvents extends OfStream<KeptEvents> {
  readonly state: RecorderState;
  /** A new run: what a player needs before its fragments. */
  readonly init: { readonly runId: RunId; readonly init: Init };
  /** Every fragment of a live run, kept or not: the bytes that are recorded, on the run's media time. */
  readonly fragment: RunFragment;
  /** Loudness of the last second, dB relative to full scale; -120 is digital silence. */
  readonly level: { readonly dbfs: number };
  readonly runStarted: { readonly streamId: StreamId; readonly runId: RunId; readonly firstMedia: RoomInstant };
  readonly runEnded: { readonly streamId: StreamId; readonly runId: RunId; readonly reason: RunEndReason };
}

/** What the station knows when a session is kept: disks that are away, and the ends of the chains by its ledger. */
export interface KeptChains {
  readonly absent?: ReadonlySet<Disk>;
  readonly known?: ReadonlyMap<StreamId, ChainEnd>;
}

/** Where the files of a stream end that a disk which joined does not have. */
export interface StreamWrittenUntil {
  readonly streamId: StreamId;
  readonly until: WrittenUntil;
}

/** Held in memory so that the moment of pressing start is recorded, and for a look at the picture before. */
const heldFragments = 8;
/** At the start of a session so many earlier fragments are kept as well. */
const earlierFragments = 1;
const steadyMs = 10_000;
const closeMs = 15_000;

/** Keeps one camera recorded for as long as it is in the room: starts a run, and when it ends, another. */
export class Recorder {
  readonly events = new TypedEmitter<RecorderEvents>();
  /** Of its pictures with room time in them. */
  readonly streamId: StreamId;
  readonly #options: RecorderOptions;
  readonly #settings: RecorderSettings;
  readonly #closing = new AbortController();
  readonly #backoff = new Backoff();
  readonly #done: Promise<void>;
  #state: RecorderState = { phase: 'connecting', problem: null, detail: '', soundMissing: false };
  #held: KeptFragment[] = [];
  #run: Run | undefined;
  #init: Init | undefined;
  #kept: KeptStream | undefined;
  #lastReason: RunEndReason | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.streamId = streamIdOf(options.camera.cameraId, 'stamped');
    this.#settings = { ...defaultRecorderSettings, ...options.settings };
    this.#done = this.#supervise();
  }

  get state(): RecorderState {
    return this.#state;
  }

  /** What is held of the live run: a player that joins now starts with it. Empty while no run is live. */
  get recent(): { readonly init: Init; readonly fragments: readonly RunFragment[] } | undefined {
    if (this.#state.phase !== 'live' || this.#init === undefined) return undefined;
    return { init: this.#init, fragments: this.#held.map(({ fragment }) => fragment) };
  }

  /**
   * From now on what arrives is kept, with the fragment in progress and the one before it. Resolves when it is on its way to the disks.
   * While the camera is away it is kept from when it comes back, and the gap is open.
   */
  async keep(sessionId: SessionId, chains: KeptChains = {}, folders = this.#options.folders): Promise<void> {
    if (this.#kept !== undefined) throw new Error(`Already keeping ${this.#kept.sessionId}`);
    const { fileOps, roomClock, log, signer } = this.#options;
    const { streamId } = this;
    const known = chains.known?.get(streamId);
    const live = this.#state.phase === 'live';
    this.#kept = new KeptStream({
      sessionId, fromMs: roomClock.now().atMs, absence: live ? undefined : (this.#lastReason ?? 'not-connected'),
      recent: live ? this.#held.slice(-earlierFragments) : [],
      writer: {
        streamId, folders, ...(chains.absent === undefined ? {} : { absent: chains.absent }), ...(known === undefined ? {} : { known }), fileOps,
        clock: { monotonicMs: () => roomClock.monotonicMs() }, log, ...(signer === undefined ? {} : { signer }),
        segmentMs: this.#settings.segmentMs, queueMs: this.#settings.queueMs,
      },
    }, (kept) => this.#forward(kept));
    await this.#kept.opened;
  }

  /** Ends the keeping: the fragment that holds `untilMs` (room time; now when not given) is still kept. Resolves when everything is proven and finalised. */
  async release(untilMs?: number): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    await kept.release(untilMs ?? this.#options.roomClock.now().atMs, this.#state.phase === 'live');
    if (this.#kept === kept) this.#kept = undefined;
  }

  /** A disk that was away or has failed takes part from the next fragment on, in this folder. Resolves when what was cut off there is finalised. */
  async join(disk: Disk, folder: string): Promise<readonly StreamWrittenUntil[]> {
    const until = await this.#kept?.join(disk, folder);
    return until === undefined ? [] : [{ streamId: this.streamId, until }];
  }

  /** Writes nothing more to this disk: what is at its folder is not the disk any more. */
  leave(disk: Disk, detail: string): void {
    this.#kept?.leave(disk, detail);
  }

  /** Where now lies in the recording; undefined while nothing is kept or the camera is away. */
  position(): MediaPosition | undefined {
    return this.positionAt(this.#options.roomClock.now().atMs);
  }

  positionAt(roomMs: number): MediaPosition | undefined {
    return this.#kept?.position(roomMs);
  }

  /** Ends the run and finalises what is kept. */
  async close(): Promise<void> {
    this.#closing.abort();
    await withDeadline(`closing recorder ${this.#options.camera.cameraId}`, closeMs, this.#finish());
  }

  async #finish(): Promise<void> {
    await this.#run?.stop();
    await this.#done;
    await this.release();
  }

  async #supervise(): Promise<void> {
    while (!this.#isClosing()) {
      this.#setState({ phase: 'connecting' });
      const end = await this.#oneRun();
      if (this.#isClosing()) break;
      this.#lastReason = end.reason;
      this.#setState({ phase: 'backoff', problem: end.problem, detail: end.detail ?? '', soundMissing: this.#state.soundMissing || end.reason === 'no-audio' });
      await sleep(this.#backoff.next(), this.#closing.signal);
    }
    this.#setState({ phase: 'stopped', problem: null, detail: '' });
  }

  async #oneRun(): Promise<RunEnd> {
    const { tools, roomClock, timeZone, log, camera } = this.#options;
    let liveAtMs: number | undefined;
    let first: RunFragment | undefined;
    try {
      const run: Run = await Run.start({
        tools, roomClock, timeZone, camera, log: log.child(camera.cameraId), settings: this.#settings,
        withAudio: camera.hasAudio && !this.#state.soundMissing, mayStep: () => this.#kept === undefined,
        onLive: (init) => {
          liveAtMs = roomClock.monotonicMs();
          this.#init = init;
          this.#held = [];
          this.#setState({ phase: 'live', problem: null, detail: '' });
          this.#announce('init', { runId: run.runId, init });
        },
        onFragment: (fragment) => {
          if (first === undefined) {
            first = fragment;
            this.#announce('runStarted', { streamId: this.streamId, runId: run.runId, firstMedia: { atMs: fragment.roomMs, errorMs: fragment.errorMs } });
          }
          this.#take(fragment);
        },
        onLevel: (dbfs) => this.#announce('level', { dbfs }),
      });
      this.#run = run;
      // Closing may have begun while the run was starting: it must not be waited for forever.
      if (this.#isClosing()) await run.stop();
      const end = await run.ended;
      if (liveAtMs !== undefined && roomClock.monotonicMs() - liveAtMs > steadyMs) this.#backoff.reset();
      this.#afterRun(run.runId, end);
      return end;
    } catch (error) {
      log.error('a run could not be started', error);
      return { reason: 'ffmpeg-failed', problem: 'FFMPEG_FAILED', wasLive: false, detail: 'a run could not be started' };
    } finally {
      this.#run = undefined;
      this.#held = [];
      this.#init = undefined;
    }
  }

  #afterRun(runId: RunId, { wasLive, reason }: RunEnd): void {
    if (!wasLive) return;
    this.#kept?.runEnded(reason);
    this.#announce('runEnded', { streamId: this.streamId, runId, reason });
  }

  #take(fragment: RunFragment): void {
    const init = this.#init;
    if (init === undefined) throw new Error('A fragment came before its init');
    this.#held = [...this.#held, { fragment, init }].slice(-heldFragments);
    this.#kept?.take({ fragment, init });
    this.#announce('fragment', fragment);
  }

  #forward(kept: TypedEmitter<KeptEvents>): void {
    const { streamId } = this;
    kept.on('proven', (event) => this.#announce('proven', { ...event, streamId }));
    kept.on('signing', (event) => this.#announce('signing', { ...event, streamId }));
    kept.on('diskFailed', (event) => this.#announce('diskFailed', { ...event, streamId }));
    kept.on('storageLost', (event) => this.#announce('storageLost', { ...event, streamId }));
    kept.on('segmentFinalized', (event) => this.#announce('segmentFinalized', { ...event, streamId }));
    kept.on('gapOpened', (event) => this.#announce('gapOpened', { ...event, streamId }));
    kept.on('gapClosed', (event) => this.#announce('gapClosed', { ...event, streamId }));
  }

  /** A listener that throws is a bug to be told of, and never a reason to stop recording. */
  #announce<K extends keyof RecorderEvents>(type: K, event: RecorderEvents[K]): void {
    try {
      this.events.emit(type, event);
    } catch (error) {
      this.#options.log.error('a listener failed', error, { type });
    }
  }

  #setState(change: Partial<RecorderState>): void {
    this.#state = { ...this.#state, ...change };
    this.#announce('state', this.#state);
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}
