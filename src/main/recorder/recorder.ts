import type { Disk, MediaPosition, RoomInstant, RunId, SessionId, StreamId } from '../../shared/domain/index.ts';
import { TypedEmitter, withDeadline } from '../platform/index.ts';
import type { ChainEnd, Init, WrittenUntil } from '../segments/index.ts';
import { CameraRuns } from './camera-runs.ts';
import type { KeptEvents } from './kept-stream.ts';
import { MicrophoneRuns } from './microphone-runs.ts';
import { RecordedFlow } from './recorded-flow.ts';
import { defaultRecorderSettings, type RecorderOptions, type RecorderSettings, type StampedBy } from './recorder-options.ts';
import type { RunFragment } from './run.ts';
import type { RunEndReason } from './run-end.ts';
import type { RunStarter } from './run-starter.ts';
import type { SoundStep } from './step-meter.ts';
import { Supervision, type RecorderState } from './supervision.ts';

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
  readonly runStarted: { readonly streamId: StreamId; readonly runId: RunId; readonly firstMedia: RoomInstant; readonly stampedBy: StampedBy };
  /** The pictures of the camera cannot be recorded as they come: from now on the station stamps them. */
  readonly stampedHere: { readonly reason: RunEndReason };
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

const closeMs = 15_000;

/** Keeps one camera or microphone recorded for as long as it is in the room: starts a run, and when it ends, another. */
export class Recorder {
  readonly events = new TypedEmitter<RecorderEvents>();
  readonly #options: RecorderOptions;
  readonly #settings: RecorderSettings;
  readonly #runs: RunStarter;
  /** A camera's pictures with room time, or a microphone's sound. */
  readonly #first: RecordedFlow;
  readonly #native: RecordedFlow | undefined;
  readonly #supervision: Supervision;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#settings = { ...defaultRecorderSettings, ...options.settings };
    this.#runs = 'camera' in options ? new CameraRuns(options, this.#settings) : new MicrophoneRuns(options, this.#settings);
    const flow = (streamId: StreamId) => new RecordedFlow(streamId, (type, event) => this.#announce(type, event as never));
    this.#first = flow(this.#runs.streamId);
    this.#native = this.#runs.nativeStreamId === undefined ? undefined : flow(this.#runs.nativeStreamId);
    this.#supervision = new Supervision({ recorder: options, runs: this.#runs, stampedBy: this.#settings.stampedBy, first: this.#first, native: this.#native, announce: (type, event) => this.#announce(type, event) });
  }

  /** Of a camera's pictures with room time in them, or of a microphone's sound. */
  get streamId(): StreamId {
    return this.#first.streamId;
  }

  /** Of what the camera sent, untouched; undefined when that is not recorded. */
  get nativeStreamId(): StreamId | undefined {
    return this.#native?.streamId;
  }

  /** Who writes the time into the pictures of the next run. */
  get stampedBy(): StampedBy {
    return this.#supervision.stampedBy;
  }

  get state(): RecorderState {
    return this.#supervision.state;
  }

  /** What is held of the live run: a player that joins now starts with it. Empty while no run is live. */
  get recent(): { readonly init: Init; readonly fragments: readonly RunFragment[] } | undefined {
    const { init, held } = this.#first;
    if (this.state.phase !== 'live' || init === undefined) return undefined;
    return { init, fragments: held.shown.map(({ fragment }) => fragment) };
  }

  /** From when a session that starts now has this stream, room time; undefined while nothing of it is held. */
  beginsAtMs(streamId: StreamId): number | undefined {
    return this.state.phase === 'live' ? this.#flowOf(streamId)?.held.beginning[0]?.fragment.roomMs : undefined;
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
    const absence = this.state.phase === 'live' ? undefined : (this.#supervision.lastReason ?? 'not-connected');
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
    await withDeadline(`closing recorder ${this.#runs.sourceId}`, closeMs, this.#finish());
  }

  get #flows(): readonly RecordedFlow[] {
    return this.#native === undefined ? [this.#first] : [this.#first, this.#native];
  }

  #flowOf(streamId: StreamId): RecordedFlow | undefined {
    return this.#flows.find((flow) => flow.streamId === streamId);
  }

  /**
   * From now on the station draws the stamp: that of the camera is absent or wrong. A run that draws it is started beside the one that is
   * recorded, and takes over when it is live, without a gap; where the camera allows no second connection the first is ended, and it is tried anew.
   */
  stampHere(): void {
    this.#supervision.stampHere();
  }

  /** The encoder that is in use has changed: a run with the new one takes over, as with `stampHere`. What the camera itself stamps is not encoded here. */
  encodeAnew(): void {
    this.#supervision.encodeAnew();
  }

  async #finish(): Promise<void> {
    await this.#supervision.close();
    await this.release();
  }

  /** A listener that throws is a bug to be told of, and never a reason to stop recording. */
  #announce<K extends keyof RecorderEvents>(type: K, event: RecorderEvents[K]): void {
    try {
      this.events.emit(type, event);
    } catch (error) {
      this.#options.log.error('a listener failed', error, { type });
    }
  }
}
