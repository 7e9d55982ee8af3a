import type { ErrorCode } from '../../shared/base/index.ts';
import type { Disk, MediaPosition, RoomInstant, RunId, SessionId, StreamId } from '../../shared/domain/index.ts';
import { sleep, TypedEmitter, withDeadline } from '../platform/index.ts';
import type { ChainEnd, Init, WrittenUntil } from '../segments/index.ts';
import { Backoff } from './backoff.ts';
import { CameraRuns } from './camera-runs.ts';
import type { KeptEvents } from './kept-stream.ts';
import { MicrophoneRuns } from './microphone-runs.ts';
import { RecordedFlow } from './recorded-flow.ts';
import { defaultRecorderSettings, type RecorderOptions, type RecorderSettings } from './recorder-options.ts';
import type { RunFragment } from './run.ts';
import type { RunEnd, RunEndReason } from './run-end.ts';
import type { RunStarter, StartedRun } from './run-starter.ts';
import type { SoundStep } from './step-meter.ts';

export interface RecorderState {
  readonly phase: 'connecting' | 'live' | 'backoff' | 'stopped';
  readonly problem: ErrorCode | null;
  /** One line for an engineer, with FFMPEG_FAILED; otherwise empty. */
  readonly detail: string;
  /** Sound was announced but is not there: recording goes on without it. */
  readonly soundMissing: boolean;
  /** The camera's own stream has no form here: recording goes on without it. */
  readonly nativeMissing: boolean;
}

type OfStream<Events> = { readonly [K in keyof Events]: Events[K] & { readonly streamId: StreamId } };

export interface RecorderEvents extends OfStream<KeptEvents> {
  readonly state: RecorderState;
  /** A new run: what a player needs before its fragments. */
  readonly init: { readonly runId: RunId; readonly init: Init };
  /** Every fragment of a live run, kept or not: the bytes that are recorded, on the run's media time. */
  readonly fragment: RunFragment;
  /** Every fragment of the camera's own stream, kept or not. */
  readonly native: RunFragment;
  /** Loudness of the last second, dB relative to full scale; -120 is digital silence. */
  readonly level: { readonly dbfs: number };
  /** How much later sound came than pictures of the same media time, over about a second. */
  readonly step: SoundStep;
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

const steadyMs = 10_000;
const closeMs = 15_000;

/** Keeps one camera or microphone recorded for as long as it is in the room: starts a run, and when it ends, another. */
export class Recorder {
  readonly events = new TypedEmitter<RecorderEvents>();
  readonly #options: RecorderOptions;
  readonly #settings: RecorderSettings;
  readonly #closing = new AbortController();
  readonly #backoff = new Backoff();
  readonly #runs: RunStarter;
  /** A camera's pictures with room time, or a microphone's sound. */
  readonly #first: RecordedFlow;
  readonly #native: RecordedFlow | undefined;
  readonly #done: Promise<void>;
  #state: RecorderState = { phase: 'connecting', problem: null, detail: '', soundMissing: false, nativeMissing: false };
  #run: StartedRun | undefined;
  #lastReason: RunEndReason | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#settings = { ...defaultRecorderSettings, ...options.settings };
    this.#runs = 'camera' in options ? new CameraRuns(options, this.#settings) : new MicrophoneRuns(options, this.#settings);
    const flow = (streamId: StreamId) => new RecordedFlow(streamId, (type, event) => this.#announce(type, event as never));
    this.#first = flow(this.#runs.streamId);
    this.#native = this.#runs.nativeStreamId === undefined ? undefined : flow(this.#runs.nativeStreamId);
    this.#done = this.#supervise();
  }

  /** Of a camera's pictures with room time in them, or of a microphone's sound. */
  get streamId(): StreamId {
    return this.#first.streamId;
  }

  /** Of what the camera sent, untouched; undefined when that is not recorded. */
  get nativeStreamId(): StreamId | undefined {
    return this.#native?.streamId;
  }

  get state(): RecorderState {
    return this.#state;
  }

  /** What is held of the live run: a player that joins now starts with it. Empty while no run is live. */
  get recent(): { readonly init: Init; readonly fragments: readonly RunFragment[] } | undefined {
    const { init, held } = this.#first;
    if (this.#state.phase !== 'live' || init === undefined) return undefined;
    return { init, fragments: held.shown.map(({ fragment }) => fragment) };
  }

  /** From when a session that starts now has this stream, room time; undefined while nothing of it is held. */
  beginsAtMs(streamId: StreamId): number | undefined {
    return this.#state.phase === 'live' ? this.#flowOf(streamId)?.held.beginning[0]?.fragment.roomMs : undefined;
  }

  /** While on, at least ten seconds are held in memory, and a session that starts is joined to them. Switching it off forgets them. */
  holdPreRoll(on: boolean): void {
    for (const flow of this.#flows) flow.held.holdPreRoll(on);
  }

  /**
   * From now on what arrives is kept, joined to the pre-roll, or without one to the fragment before. Resolves when it is on its way to the
   * disks. While the camera is away it is kept from when it comes back, and the gap is open.
   */
  async keep(sessionId: SessionId, chains: KeptChains = {}, folders = this.#options.folders): Promise<void> {
    const { fileOps, roomClock, log, signer } = this.#options;
    const { segmentMs, queueMs } = this.#settings;
    const absence = this.#state.phase === 'live' ? undefined : (this.#lastReason ?? 'not-connected');
    const fromMs = roomClock.now().atMs;
    await Promise.all(this.#flows.map((flow) => {
      const known = chains.known?.get(flow.streamId);
      return flow.keep({
        fromMs, absence: flow === this.#native && this.#runs.lacks.native ? 'native-refused' : absence,
        writer: {
          sessionId, folders, fileOps, log, segmentMs, queueMs, clock: { monotonicMs: () => roomClock.monotonicMs() },
          ...(chains.absent === undefined ? {} : { absent: chains.absent }), ...(known === undefined ? {} : { known }), ...(signer === undefined ? {} : { signer }),
        },
      });
    }));
  }

  /** Recording goes on, but what was recorded up to `untilMs` (room time) is proven and finalised when it resolves. */
  async cut(untilMs: number): Promise<void> {
    await Promise.all(this.#flows.map((flow) => flow.cut(untilMs)));
  }

  /** Ends the keeping: the fragment that holds `untilMs` (room time; now when not given) is still kept. Resolves when everything is proven and finalised. */
  async release(untilMs = this.#options.roomClock.now().atMs): Promise<void> {
    await Promise.all(this.#flows.map((flow) => flow.release(untilMs)));
  }

  /** A disk that was away or has failed takes part from the next fragment on, in this folder. Resolves when what was cut off there is finalised. */
  async join(disk: Disk, folder: string): Promise<readonly StreamWrittenUntil[]> {
    const joined = await Promise.all(this.#flows.map(async (flow) => ({ streamId: flow.streamId, until: await flow.join(disk, folder) })));
    return joined.flatMap(({ streamId, until }) => (until === undefined ? [] : [{ streamId, until }]));
  }

  /** Writes nothing more to this disk: what is at its folder is not the disk any more. */
  leave(disk: Disk, detail: string): void {
    for (const flow of this.#flows) flow.leave(disk, detail);
  }

  /** Where now lies in the recording; undefined while nothing is kept or the camera is away. */
  position(): MediaPosition | undefined {
    return this.positionAt(this.#options.roomClock.now().atMs);
  }

  positionAt(roomMs: number): MediaPosition | undefined {
    return this.#first.position(roomMs);
  }

  /** Ends the run and finalises what is kept. */
  async close(): Promise<void> {
    this.#closing.abort();
    await withDeadline(`closing recorder ${this.#runs.sourceId}`, closeMs, this.#finish());
  }

  get #flows(): readonly RecordedFlow[] {
    return this.#native === undefined ? [this.#first] : [this.#first, this.#native];
  }

  #flowOf(streamId: StreamId): RecordedFlow | undefined {
    return this.#flows.find((flow) => flow.streamId === streamId);
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
      const waits = this.#runs.learn(end);
      const { sound, native } = this.#runs.lacks;
      this.#setState({ phase: 'backoff', problem: end.problem, detail: end.detail ?? '', soundMissing: sound, nativeMissing: native });
      if (waits) await sleep(this.#backoff.next(), this.#closing.signal);
    }
    this.#setState({ phase: 'stopped', problem: null, detail: '' });
  }

  async #oneRun(): Promise<RunEnd> {
    const { roomClock, log } = this.#options;
    let liveAtMs: number | undefined;
    let firstInit: Init | undefined;
    const given = new Set<StreamId>();
    const take = (flow: RecordedFlow, init: Init, fragment: RunFragment) => {
      if (!given.has(flow.streamId)) {
        given.add(flow.streamId);
        this.#announce('runStarted', { streamId: flow.streamId, runId: fragment.runId, firstMedia: { atMs: fragment.roomMs, errorMs: fragment.errorMs } });
      }
      flow.take(init, fragment);
      this.#announce(flow === this.#native ? 'native' : 'fragment', fragment);
    };
    try {
      const run: StartedRun = await this.#runs.start({
        mayStep: () => !this.#first.isKept,
        onLive: (init) => {
          liveAtMs = roomClock.monotonicMs();
          firstInit = init;
          this.#setState({ phase: 'live', problem: null, detail: '' });
          this.#announce('init', { runId: run.runId, init });
        },
        onFragment: (fragment) => {
          if (firstInit === undefined) throw new Error('A fragment came before its init');
          take(this.#first, firstInit, fragment);
        },
        onNative: (init, fragment) => {
          if (this.#native !== undefined) take(this.#native, init, fragment);
        },
        onLevel: (dbfs) => this.#announce('level', { dbfs }),
        onStep: (step) => this.#announce('step', step),
      });
      this.#run = run;
      // Closing may have begun while the run was starting: it must not be waited for forever.
      if (this.#isClosing()) await run.stop();
      const end = await run.ended;
      if (liveAtMs !== undefined && roomClock.monotonicMs() - liveAtMs > steadyMs) this.#backoff.reset();
      this.#afterRun(run.runId, end, given);
      return end;
    } catch (error) {
      log.error('a run could not be started', error);
      return { reason: 'ffmpeg-failed', problem: 'FFMPEG_FAILED', wasLive: false, detail: 'a run could not be started' };
    } finally {
      this.#run = undefined;
      for (const flow of this.#flows) flow.runEnded(undefined);
    }
  }

  #afterRun(runId: RunId, { wasLive, reason }: RunEnd, given: ReadonlySet<StreamId>): void {
    if (!wasLive) return;
    for (const flow of this.#flows) {
      flow.runEnded(reason);
      if (given.has(flow.streamId)) this.#announce('runEnded', { streamId: flow.streamId, runId, reason });
    }
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
