import type { RunId } from '../../shared/domain/index.ts';
import { spawnMedia, type MediaProcess } from '../ffmpeg/index.ts';
import { newId, startTimer, withDeadline, type Logger } from '../platform/index.ts';
import { AwakeTime } from './awake-time.ts';
import { FrameLines } from './frame-lines.ts';
import { LevelMeter } from './level-meter.ts';
import { MediaTimeLine } from './media-time-line.ts';
import { microphoneArguments, microphonePipes, soundPieceMs } from './microphone-arguments.ts';
import { NativeFragments } from './native-fragments.ts';
import { readPipe } from './pipe-reader.ts';
import type { MicrophoneRecorderOptions, MicrophoneSource, RecorderSettings } from './recorder-options.ts';
import { judgeMicrophoneExit, type RunEnd } from './run-end.ts';
import type { RunHooks, StartedRun } from './run-starter.ts';
import { SampleLoss } from './sample-loss.ts';

interface MicrophoneRunOptions extends RunHooks, Pick<MicrophoneRecorderOptions, 'tools' | 'roomClock' | 'log'> {
  readonly microphone: MicrophoneSource;
  readonly settings: RecorderSettings;
}

const tickMs = 250;
const drainMs = 2_000;
const lookForDeviceEveryMs = 3_000;

/** All sound of one uninterrupted capture of a device: one ffmpeg process, from its start to its end. */
export class MicrophoneRun implements StartedRun {
  readonly runId = newId<RunId>('run');
  readonly ended: Promise<RunEnd>;
  readonly #options: MicrophoneRunOptions;
  readonly #process: MediaProcess;
  readonly #time: MediaTimeLine;
  readonly #loss = new SampleLoss();
  readonly #fragments = new NativeFragments();
  readonly #log: Logger;
  readonly #awake: AwakeTime;
  #live = false;
  /** In awake time. */
  #lastSoundAtMs: number | undefined;
  #lastFragmentAtMs: number | undefined;
  #end: RunEnd | undefined;
  #cancelTick: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;

  constructor(options: MicrophoneRunOptions) {
    const { roomClock, tools, settings, microphone, mayStep } = options;
    this.#options = options;
    this.#log = options.log.child(this.runId);
    this.#awake = new AwakeTime(roomClock.monotonicMs(), tickMs);
    // Nothing is drawn into sound, so nothing is written when room time moves.
    this.#time = new MediaTimeLine({ roomClock, cameraLatencyMs: 0, cameraLatencyErrorMs: settings.captureErrorMs, mayStep, write: () => Promise.resolve() });
    const { media, times, sound } = microphonePipes;
    this.#process = spawnMedia({ tools, stdin: 'pipe', log: this.#log, pipes: [media, times, sound], args: microphoneArguments(microphone.input()) });
    this.ended = this.#watch();
    this.#tick();
    this.#watchDevice();
  }

  async stop(): Promise<RunEnd> {
    this.#endWith({ reason: 'stopped', problem: null, wasLive: this.#live });
    return this.ended;
  }

  async #watch(): Promise<RunEnd> {
    const drained = Promise.all([this.#readMedia(), this.#readTimes(), this.#readSound()]);
    const { exitCode } = await this.#process.exited;
    await withDeadline('reading what ffmpeg left', drainMs, drained).catch((error: unknown) => this.#log.warn('pipes did not end', { error: String(error) }));
    this.#cancelTick();
    this.#cancelWatch();
    this.#end ??= judgeMicrophoneExit({ stderr: this.#process.stderrTail(), exitCode, wasLive: this.#live });
    return this.#end;
  }

  #readMedia(): Promise<void> {
    return this.#read(microphonePipes.media, (chunk) => {
      if (this.#fragments.push(chunk) > 0) this.#lastFragmentAtMs = this.#awake.ms;
      this.#give();
    });
  }

  #readTimes(): Promise<void> {
    const lines = new FrameLines();
    return this.#read(microphonePipes.times, (chunk) => {
      const nowMs = this.#options.roomClock.monotonicMs();
      for (const ptsMs of lines.push(chunk)) {
        this.#lastSoundAtMs = this.#awake.ms;
        // A piece has been heard when it ends.
        this.#time.add(ptsMs + soundPieceMs);
        if (this.#loss.add(ptsMs, nowMs)) this.#endWith({ reason: 'samples-lost', problem: 'MICROPHONE_LOST', wasLive: this.#live });
      }
      if (this.#time.jumped) this.#endWith({ reason: 'clock-jump', problem: 'MICROPHONE_LOST', wasLive: this.#live });
    });
  }

  #readSound(): Promise<void> {
    const meter = new LevelMeter();
    return this.#read(microphonePipes.sound, (chunk) => meter.push(chunk).forEach(this.#options.onLevel));
  }

  #read(fd: number, take: (chunk: Uint8Array) => void): Promise<void> {
    return readPipe(this.#process, fd, take, (error) => {
      this.#log.error('sound cannot be read', error);
      this.#endWith({ reason: 'media-broken', problem: 'FFMPEG_FAILED', wasLive: this.#live, detail: 'its media cannot be read' });
    });
  }

  /** What came before media time was tied to room time has waited for it. */
  #give(): void {
    const { offsetMs, errorMs } = this.#time;
    if (offsetMs === undefined) return;
    for (const { init, media, ptsMs } of this.#fragments.take()) {
      if (!this.#live) {
        this.#live = true;
        this.#log.info('run is live', { firstPtsMs: Math.round(ptsMs) });
        this.#options.onLive(init);
      }
      this.#options.onFragment({ runId: this.runId, media, roomMs: Math.round(ptsMs + offsetMs), errorMs, holes: [] });
    }
  }

  #tick(): void {
    if (this.#end !== undefined) return;
    this.#awake.pass(this.#options.roomClock.monotonicMs());
    const stalled = this.#stall();
    if (stalled !== undefined) this.#endWith(stalled);
    this.#time.update().then(() => this.#give(), (error: unknown) => this.#log.error('room time cannot be followed', error));
    this.#cancelTick = startTimer(tickMs, () => this.#tick());
  }

  #watchDevice(): void {
    this.#cancelWatch = startTimer(lookForDeviceEveryMs, () => {
      this.#options.microphone.isThere().then((isThere) => {
        if (!isThere) this.#endWith({ reason: 'stream-lost', problem: 'MICROPHONE_LOST', wasLive: this.#live });
        else if (this.#end === undefined) this.#watchDevice();
      }, (error: unknown) => this.#log.error('a device could not be looked for', error));
    });
  }

  /** A device that is there but gives nothing, or a process that stands still. */
  #stall(): RunEnd | undefined {
    const { stallMs, connectMs } = this.#options.settings;
    const silentFor = (since: number | undefined) => this.#awake.ms - (since ?? 0);
    const wasLive = this.#live;
    if (this.#lastSoundAtMs === undefined) return silentFor(undefined) > connectMs ? { reason: 'not-connected', problem: 'MICROPHONE_UNREACHABLE', wasLive } : undefined;
    const still = silentFor(this.#lastSoundAtMs) > stallMs || silentFor(this.#lastFragmentAtMs ?? this.#lastSoundAtMs) > stallMs + 1_000;
    return still ? { reason: 'stalled', problem: 'MICROPHONE_STALLED', wasLive } : undefined;
  }

  #endWith(end: RunEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#cancelTick();
    this.#cancelWatch();
    this.#process.stop(end.reason === 'stopped' ? 'q' : 'terminate').catch((error: unknown) => this.#log.error('ffmpeg does not end', error));
  }
}
