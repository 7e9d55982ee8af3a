import type { RunId } from '../../shared/domain/index.ts';
import { RtspRelay } from '../camera/index.ts';
import { spawnMedia, type MediaProcess, type PictureEncoder } from '../ffmpeg/index.ts';
import { newId, resourcePath, startTimer, withDeadline, type Logger } from '../platform/index.ts';
import { FragmentReader, type Init, type MediaFragment } from '../segments/index.ts';
import { AwakeTime } from './awake-time.ts';
import { CopiedPictures } from './copied-pictures.ts';
import { FragmentTimes, type TimedFragment } from './fragment-times.ts';
import { FrameLines } from './frame-lines.ts';
import { LevelMeter } from './level-meter.ts';
import { MediaTimeLine } from './media-time-line.ts';
import { readPipe } from './pipe-reader.ts';
import type { CameraSource, RecorderOptions, RecorderSettings, StampedBy } from './recorder-options.ts';
import { NativeFragments } from './native-fragments.ts';
import { pipes, runArguments, type NativeForm } from './run-arguments.ts';
import { judgeExit, judgeRelay, type RunEnd, type StopReason } from './run-end.ts';
import type { RunHooks, StartedRun } from './run-starter.ts';
import { StampFile } from './stamp-file.ts';
import { proveStamp } from './stamp-proof.ts';
import { stampFilters } from './stamp-style.ts';
import { StepMeter, type SoundStep } from './step-meter.ts';

export interface RunFragment {
  readonly runId: RunId;
  readonly media: MediaFragment;
  /** Room time of the first picture, as its stamp shows it, and the bound of its error. */
  readonly roomMs: number;
  readonly errorMs: number;
  /** Stretches inside it without pictures, room time. */
  readonly holes: readonly { readonly fromMs: number; readonly toMs: number }[];
}

export interface RunOptions extends RunHooks, Pick<RecorderOptions, 'tools' | 'roomClock' | 'timeZone' | 'log'> {
  readonly camera: CameraSource;
  readonly settings: RecorderSettings;
  readonly encoder: PictureEncoder;
  readonly withAudio: boolean;
  readonly stampedBy: StampedBy;
  /** How the camera's own stream is written. */
  readonly native: NativeForm;
}

const tickMs = 250;
const drainMs = 2_000;
/** After its goodbye a camera that goes on has sent something. */
const goodbyeMs = 1_000;

/** All media of one uninterrupted connection: one ffmpeg process, from its start to its end. */
export class Run implements StartedRun {
  readonly runId: RunId;
  /** Resolves when the process has gone and everything it wrote has been given out. Never rejects. */
  readonly ended: Promise<RunEnd>;
  readonly #options: RunOptions;
  readonly #relay: RtspRelay;
  readonly #process: MediaProcess;
  readonly #stamp: StampFile | undefined;
  readonly #copied: CopiedPictures | undefined;
  readonly #time: MediaTimeLine;
  readonly #times = new FragmentTimes();
  readonly #native = new NativeFragments();
  readonly #step: StepMeter;
  readonly #log: Logger;
  readonly #startedAtMs: number;
  readonly #awake: AwakeTime;
  #init: Init | undefined;
  #live = false;
  /** In awake time, as everything that a run is judged by. */
  #lastPictureAtMs: number | undefined;
  #lastFragmentAtMs: number | undefined;
  #end: RunEnd | undefined;
  #updating = false;
  #stampProved = false;
  #cancelTick: () => void = () => undefined;

  static async start(options: RunOptions): Promise<Run> {
    const { camera, roomClock, log } = options;
    const stamp = options.stampedBy === 'camera' ? undefined : await StampFile.create(camera.stampLabel, options.timeZone);
    const relay = await RtspRelay.open({ source: { rtspUrl: camera.url, user: camera.user, password: camera.password }, clock: roomClock, log: log.child('relay') });
    return new Run(options, stamp, relay);
  }

  private constructor(options: RunOptions, stamp: StampFile | undefined, relay: RtspRelay) {
    const { settings, encoder, withAudio, native, roomClock, tools } = options;
    const fontPath = resourcePath('fonts', 'NotoSansSC-Regular.ttf');
    this.#options = options;
    this.#relay = relay;
    this.#stamp = stamp;
    this.#copied = stamp === undefined ? new CopiedPictures() : undefined;
    this.runId = newId<RunId>('run');
    this.#step = new StepMeter((monotonicMs) => roomClock.at(monotonicMs).atMs);
    this.#log = options.log.child(this.runId);
    this.#startedAtMs = roomClock.monotonicMs();
    this.#awake = new AwakeTime(this.#startedAtMs, tickMs);
    this.#time = new MediaTimeLine({
      roomClock, cameraLatencyMs: settings.cameraLatencyMs, cameraLatencyErrorMs: settings.cameraLatencyErrorMs, mayStep: options.mayStep, write: (offsetMs, roomMs) => stamp?.write(offsetMs, roomMs) ?? Promise.resolve(),
    });
    this.#process = spawnMedia({
      tools, stdin: 'pipe', log: this.#log, pipes: [pipes.media, pipes.frames, ...(withAudio ? [pipes.sound, pipes.soundTimes] : []), ...(native === 'none' ? [] : [pipes.native])],
      args: runArguments({ address: relay.address, settings, encoder, withAudio, native, stamp: stamp === undefined ? null : stampFilters(fontPath, stamp) }),
    });
    relay.admit(this.#process.pid);
    if (stamp !== undefined) this.#proveStamp(fontPath, stamp);
    this.ended = this.#watch();
    this.#tick();
  }

  /** Ends it: what is under way comes out as a last, shorter fragment. */
  async stop(reason: StopReason = 'stopped'): Promise<RunEnd> {
    this.#endWith({ reason, problem: null, wasLive: this.#live });
    return this.ended;
  }

  async #watch(): Promise<RunEnd> {
    const drained = Promise.all([this.#readMedia(), this.#readFrames(), this.#readSound(), this.#readSoundTimes(), this.#readNative()]);
    const exit = await this.#process.exited;
    await withDeadline('reading what ffmpeg left', drainMs, drained).catch((error: unknown) => this.#log.warn('pipes did not end', { error: String(error) }));
    this.#cancelTick();
    await this.#relay.close();
    await this.#stamp?.remove().catch((error: unknown) => this.#log.warn('stamp file not removed', { error: String(error) }));
    this.#end ??= judgeRelay(this.#relay.status(), this.#live) ??
      judgeExit({ stderr: this.#process.stderrTail(), exitCode: exit.exitCode, wasLive: this.#live, withAudio: this.#options.withAudio, withNative: this.#options.native !== 'none' });
    return this.#end;
  }

  #readMedia(): Promise<void> {
    const reader = new FragmentReader();
    return this.#read(pipes.media, (chunk) => {
      if (this.#copied !== undefined) {
        this.#copied.pushMedia(chunk);
        this.#giveCopied(this.#copied);
        return;
      }
      for (const piece of reader.push(chunk)) {
        if (piece.kind === 'init') this.#init = piece;
        else {
          this.#lastFragmentAtMs = this.#awake.ms;
          this.#times.addFragment(piece).forEach((fragment) => this.#give(fragment));
        }
      }
    });
  }

  #readFrames(): Promise<void> {
    const lines = new FrameLines();
    return this.#read(pipes.frames, (chunk) => {
      for (const ptsMs of this.#copied?.pushLines(chunk) ?? lines.push(chunk)) {
        this.#lastPictureAtMs = this.#awake.ms;
        this.#noteStep(this.#step.picture(ptsMs, this.#options.roomClock.monotonicMs()));
        const picture = this.#time.add(ptsMs);
        if (this.#copied === undefined) this.#times.addPicture(picture).forEach((fragment) => this.#give(fragment));
      }
      if (this.#time.jumped) this.#endWith({ reason: 'clock-jump', problem: 'STREAM_LOST', wasLive: this.#live });
    });
  }

  #readNative(): Promise<void> {
    if (this.#options.native === 'none') return Promise.resolve();
    return this.#read(pipes.native, (chunk) => {
      this.#native.push(chunk);
      this.#giveNative();
    });
  }

  #readSound(): Promise<void> {
    const meter = new LevelMeter();
    return this.#options.withAudio ? this.#read(pipes.sound, (chunk) => meter.push(chunk).forEach(this.#options.onLevel)) : Promise.resolve();
  }

  #readSoundTimes(): Promise<void> {
    const lines = new FrameLines();
    if (!this.#options.withAudio) return Promise.resolve();
    return this.#read(pipes.soundTimes, (chunk) => {
      for (const ptsMs of lines.push(chunk)) this.#noteStep(this.#step.sound(ptsMs, this.#options.roomClock.monotonicMs()));
    });
  }

  #noteStep(step: SoundStep | undefined): void {
    if (step !== undefined && this.#live) this.#options.onStep(step);
  }

  #read(fd: number, take: (chunk: Uint8Array) => void): Promise<void> {
    return readPipe(this.#process, fd, take, (error) => {
      this.#log.error('media cannot be read', error);
      this.#endWith({ reason: 'media-broken', problem: 'FFMPEG_FAILED', wasLive: this.#live, detail: 'its media cannot be read' });
    });
  }

  #give({ media, first, holes }: TimedFragment): void {
    if (first.offsetMs === undefined || this.#init === undefined || !this.#stampProved || !this.#time.isStamped(first.ptsMs)) return;
    this.#becomeLive(this.#init, first.ptsMs);
    this.#options.onFragment({ runId: this.runId, media, roomMs: Math.round(first.ptsMs + first.offsetMs), errorMs: this.#time.errorMs, holes });
  }

  #becomeLive(init: Init, firstPtsMs: number): void {
    if (this.#live) return;
    this.#live = true;
    this.#log.info('run is live', { afterMs: Math.round(this.#options.roomClock.monotonicMs() - this.#startedAtMs), firstPtsMs: Math.round(firstPtsMs) });
    this.#options.onLive(init);
    this.#giveNative();
  }

  /** Nothing is drawn here, so a fragment counts as soon as media time is tied to room time. */
  #giveCopied(copied: CopiedPictures): void {
    const { offsetMs, errorMs } = this.#time;
    this.#lastFragmentAtMs = this.#awake.ms;
    if (offsetMs === undefined) return;
    for (const { init, media, ptsMs, holes } of copied.take()) {
      this.#becomeLive(init, ptsMs);
      const inRoom = holes.map(({ fromMs, toMs }) => ({ fromMs: Math.round(fromMs + offsetMs), toMs: Math.round(toMs + offsetMs) }));
      this.#options.onFragment({ runId: this.runId, media, roomMs: Math.round(ptsMs + offsetMs), errorMs, holes: inRoom });
    }
  }

  #giveNative(): void {
    const { offsetMs, errorMs } = this.#time;
    if (!this.#live || offsetMs === undefined) return;
    for (const { init, media, ptsMs } of this.#native.take())
      this.#options.onNative(init, { runId: this.runId, media, roomMs: Math.round(ptsMs + offsetMs), errorMs, holes: [] });
  }

  #tick(): void {
    if (this.#end !== undefined) return;
    this.#awake.pass(this.#options.roomClock.monotonicMs());
    const stalled = this.#stall();
    if (stalled !== undefined) this.#endWith(stalled);
    this.#updateStamp();
    this.#cancelTick = startTimer(tickMs, () => this.#tick());
  }

  #stall(): RunEnd | undefined {
    const { settings, withAudio } = this.#options;
    const silentFor = (since: number | undefined) => this.#awake.ms - (since ?? 0);
    const wasLive = this.#live;
    if (this.#hasSaidGoodbye()) return { reason: 'stream-lost', problem: 'STREAM_LOST', wasLive };
    if (this.#lastPictureAtMs === undefined)
      return silentFor(undefined) > settings.connectMs ? { reason: 'not-connected', problem: 'CAMERA_UNREACHABLE', wasLive } : undefined;
    if (silentFor(this.#lastPictureAtMs) > settings.stallMs) return { reason: 'stalled', problem: 'STREAM_STALLED', wasLive };
    // Pictures come but nothing is written: the muxer waits for sound that never comes.
    if (this.#lastFragmentAtMs === undefined && silentFor(undefined) > settings.connectMs)
      return withAudio ? { reason: 'no-audio', problem: 'SOUND_MISSING', wasLive } : { reason: 'ffmpeg-failed', problem: 'FFMPEG_FAILED', wasLive, detail: 'it takes pictures and writes nothing' };
    if (this.#lastFragmentAtMs !== undefined && silentFor(this.#lastFragmentAtMs) > settings.stallMs + settings.fragmentSeconds * 1000)
      return { reason: 'stalled', problem: 'STREAM_STALLED', wasLive };
    return undefined;
  }

  /** Before anything of a run counts, one picture is drawn with its own stamp and looked at. */
  #proveStamp(fontPath: string, stamp: StampFile): void {
    proveStamp(this.#options.tools, fontPath, stamp).then(() => (this.#stampProved = true)).catch((error: unknown) => {
      this.#log.error('the stamp is not drawn', error);
      this.#endWith({ reason: 'ffmpeg-failed', problem: 'STAMP_MISSING', wasLive: this.#live, detail: 'the time stamp is not drawn' });
    });
  }

  /** RTCP BYE, and nothing after it: ffmpeg would wait for ever. A camera that changes its source says goodbye as well, and goes on. */
  #hasSaidGoodbye(): boolean {
    const nowMs = this.#options.roomClock.monotonicMs();
    return this.#relay.status().streams.some(({ kind, byeAtMs }) => kind !== 'audio' && byeAtMs !== null && nowMs - byeAtMs > goodbyeMs);
  }

  #updateStamp(): void {
    // A disk that hangs under the stamp file must not pile up updates.
    if (this.#updating) return;
    this.#updating = true;
    this.#time.update().catch((error: unknown) => {
      this.#log.error('the stamp cannot be written', error);
      this.#endWith({ reason: 'ffmpeg-failed', problem: 'FFMPEG_FAILED', wasLive: this.#live, detail: 'the time stamp cannot be written' });
    }).finally(() => (this.#updating = false));
  }

  #endWith(end: RunEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#cancelTick();
    // A process that reads from a dead peer hears no `q`; the end of its input and a signal make it let go and still write what it has.
    if (end.reason !== 'stopped') this.#relay.close().catch((error: unknown) => this.#log.error('the relay does not close', error));
    this.#process.stop(end.reason === 'stopped' ? 'q' : 'terminate').catch((error: unknown) => this.#log.error('ffmpeg does not end', error));
  }
}
