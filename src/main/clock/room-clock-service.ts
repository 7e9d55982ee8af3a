import { AppError, type JsonObject } from '../../shared/base/index.ts';
import type { RoomInstant } from '../../shared/domain/index.ts';
import { sleep, startTimer, TypedEmitter, type Clock, type Logger } from '../platform/index.ts';
import { ClockHistory, type Moment } from './clock-certificate.ts';
import type { ClockSample } from './clock-sample.ts';
import { DisciplinedClock, type ClockStep } from './disciplined-clock.ts';
import type { RoomClock } from './room-clock.ts';
import { askTimeServer, type RoundResult, type TimeServer } from './sntp-round.ts';
import { SystemStepWatch, type SystemStep } from './system-step-watch.ts';

export type ClockConfig = { readonly source: 'sntp'; readonly server: string; readonly port: number } | { readonly source: 'system' };

/** `clock` of the room snapshot, without the time zone. */
export interface ClockStatus {
  /** Where room time comes from now: `system` until the time server has answered, whatever is configured. */
  readonly source: 'sntp' | 'system';
  readonly server: string;
  /** `unsynced`: no round has ended yet, or the error has grown beyond a second. `fallback`: the system clock of the start, carried on by the monotonic clock. */
  readonly state: 'unsynced' | 'synced' | 'fallback';
  readonly roomTimeMs: number;
  readonly errorMs: number;
  readonly systemOffsetMs: number;
  readonly lastSampleAgeMs: number | null;
}

export interface SampleNews {
  readonly sample: ClockSample;
  /** Server minus room time when it was taken, ms with fractions. */
  readonly offsetMs: number;
  readonly disputed: boolean;
  readonly status: ClockStatus;
}

interface Events {
  readonly sample: SampleNews;
  readonly step: ClockStep;
  readonly systemStep: SystemStep;
}

interface RoomClockOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Pauses between rounds from the start on; the last one repeats. */
  readonly pausesMs?: readonly number[];
  readonly tickMs?: number;
}

const defaultPausesMs = [2000, 2000, 2000, 4000, 4000, 8000, 8000, 16_000, 16_000, 32_000];
/** A server that asked to be left alone is left alone for this long (RFC 5905 section 7.4). */
const kissPauseMs = 900_000;
const syncLostMs = 1000;

/** The room clock: asks the time server, keeps room time by the rules of `DisciplinedClock`, and remembers how wrong it was. */
export class RoomClockService implements RoomClock {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #pausesMs: readonly number[];
  readonly #tickMs: number;
  readonly #room: DisciplinedClock;
  readonly #watch: SystemStepWatch;
  readonly #history = new ClockHistory();
  readonly #events = new TypedEmitter<Events>();
  readonly #closing = new AbortController();
  #config: ClockConfig = { source: 'system' };
  #polling: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  #configuring: Promise<void> = Promise.resolve();
  #cancelTick: () => void = () => undefined;
  #firstRoundEnded = false;
  #wakeReady: (() => void)[] = [];

  constructor(options: RoomClockOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#pausesMs = options.pausesMs ?? defaultPausesMs;
    this.#tickMs = options.tickMs ?? 1000;
    this.#room = new DisciplinedClock(options.clock.wallMs(), options.clock.monotonicMs());
    this.#watch = new SystemStepWatch(options.clock);
  }

  /** Begins to keep time from this source at once, whether or not the server answers: `ready` tells, and until then the system clock is the declared fallback. To be called once. */
  start(config: ClockConfig): void {
    if (this.#polling !== null || this.#closing.signal.aborted) throw new Error('The room clock was started already');
    this.#config = config;
    this.#poll();
    this.#tick();
  }

  /**
   * Changes the source. A time server is taken only when it has answered.
   * @throws AppError CLOCK_NO_ANSWER: nothing has changed
   */
  configure(config: ClockConfig): Promise<void> {
    // One after another: two at once would leave two rounds running.
    const done = this.#configuring.then(() => this.#change(config));
    this.#configuring = done.catch(() => undefined);
    return done;
  }

  /** While a session is kept: no difference, however sure, makes room time jump. */
  holdSteps(held: boolean): void {
    this.#room.holdSteps(held);
  }

  now(): RoomInstant {
    return this.at(this.#clock.monotonicMs());
  }

  at(monotonicMs: number): RoomInstant {
    return this.#room.at(monotonicMs);
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  /** What was configured, which need not be what room time rests on: see `status`. */
  get config(): ClockConfig {
    return this.#config;
  }

  status(): ClockStatus {
    const monotonicMs = this.#clock.monotonicMs();
    const { atMs, errorMs } = this.#room.peek(monotonicMs);
    const last = this.#room.lastSample;
    return {
      source: this.#room.synced ? 'sntp' : 'system',
      server: this.#config.source === 'sntp' ? serverName(this.#config) : '',
      state: this.#stateNow(errorMs),
      roomTimeMs: atMs,
      errorMs,
      systemOffsetMs: Math.round(atMs - this.#clock.wallMs()),
      lastSampleAgeMs: last === null ? null : Math.max(0, Math.round(monotonicMs - last.atMonotonicMs)),
    };
  }

  /** Resolves as soon as room time is synced, or known to be the fallback, or `deadlineMs` has passed; the status says which. Does not reject. To be awaited before the clock is read for anything that is kept: until then it may be set without a step. */
  async ready(deadlineMs: number): Promise<ClockStatus> {
    if (!this.#firstRoundEnded) {
      await new Promise<void>((resolve) => {
        const cancel = startTimer(deadlineMs, resolve);
        this.#wakeReady.push(() => {
          cancel();
          resolve();
        });
      });
    }
    return this.status();
  }

  /** Notes how far a camera's clock was from room time (camera minus room), for the certificate. */
  noteCameraOffset(cameraId: string, offsetMs: number, errorMs: number, atMs: number): void {
    this.#history.noteCamera({ cameraId, offsetMs: Math.round(offsetMs), errorMs: Math.ceil(errorMs), atMs: Math.round(atMs) });
  }

  /** The measured error of every clock between two moments of room time, as canonical JSON can hold it. docs/design/time.md describes it. */
  certificate(fromMs: number, toMs: number): JsonObject {
    return this.#history.certificate(Math.round(fromMs), Math.round(toMs));
  }

  /** After every round that brought a sample, also a disputed one. @returns how to stop listening */
  onDidSample(listener: (news: SampleNews) => void): () => void {
    return this.#events.on('sample', listener);
  }

  /** When a difference was too large to slew unnoticed. Room time has already jumped, if it did. */
  onDidStep(listener: (step: ClockStep) => void): () => void {
    return this.#events.on('step', listener);
  }

  /** When the system clock jumped. Room time did not. */
  onDidSystemStep(listener: (step: SystemStep) => void): () => void {
    return this.#events.on('systemStep', listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelTick();
    this.#endWaiting();
    await this.#stopPolling();
  }

  async #change(config: ClockConfig): Promise<void> {
    if (config.source === 'system') {
      await this.#stopPolling();
      this.#config = config;
      this.#announceStep(this.#room.fallBack(this.#clock.wallMs(), this.#clock.monotonicMs()));
      this.#poll();
      return;
    }
    const round = await askTimeServer(config, this.#clock, this.#closing.signal);
    if (round.kind === 'failed') throw new AppError('CLOCK_NO_ANSWER', { server: serverName(config) }, new Error(round.why));
    await this.#stopPolling();
    this.#config = config;
    const step = this.#room.adopt(round.sample, this.#clock.monotonicMs());
    this.#announceStep(step);
    this.#announceSample(round.sample, step?.byMs ?? 0, false);
    this.#poll();
  }

  #poll(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#config.source === 'system') {
      this.#endWaiting();
      return;
    }
    const stop = new AbortController();
    this.#polling = { stop, ended: this.#pollUntilStopped(this.#config, stop.signal) };
  }

  async #stopPolling(): Promise<void> {
    this.#polling?.stop.abort();
    await this.#polling?.ended;
    this.#polling = null;
  }

  async #pollUntilStopped(server: TimeServer, signal: AbortSignal): Promise<void> {
    for (let round = 0; ; round += 1) {
      const result = await askTimeServer(server, this.#clock, signal);
      if (signal.aborted) return;
      const settled = this.#takeRound(result, server);
      this.#endWaiting();
      if (!settled) round = 0;
      const kissed = result.kind === 'failed' && result.kiss !== null;
      await sleep(kissed ? kissPauseMs : (this.#pausesMs[Math.min(round, this.#pausesMs.length - 1)] ?? 32_000), signal);
    }
  }

  /** @returns whether the server agrees with room time; otherwise it is asked again soon */
  #takeRound(result: RoundResult, server: TimeServer): boolean {
    if (result.kind === 'failed') {
      this.#history.noteFailedRound(this.#moment());
      this.#log.warn('the time server gave no sample', { server: serverName(server), why: result.why });
      return true;
    }
    const outcome = this.#room.take(result.sample, this.#clock.monotonicMs());
    this.#announceStep(outcome.step);
    this.#announceSample(result.sample, outcome.offsetMs, outcome.kind === 'disputed');
    return outcome.kind === 'taken';
  }

  #announceSample(sample: ClockSample, offsetMs: number, disputed: boolean): void {
    this.#firstRoundEnded = true;
    this.#history.noteSample(this.#moment(), offsetMs, sample.delayMs, disputed);
    this.#events.emit('sample', { sample, offsetMs, disputed, status: this.status() });
  }

  #announceStep(step: ClockStep | null): void {
    if (step === null) return;
    this.#history.noteStep(step.toMs, step);
    this.#log.warn('room time and its source were apart', { ...step });
    this.#events.emit('step', step);
  }

  #tick(): void {
    const step = this.#watch.look();
    if (this.#firstRoundEnded) this.#history.noteMoment(this.#moment());
    if (step !== null) {
      this.#room.noteSystemStep(step.byMs, step.atMonotonicMs);
      this.#history.noteSystemStep(this.#moment().atMs, step);
      this.#log.warn('the system clock was set', { ...step });
      this.#events.emit('systemStep', step);
    }
    if (!this.#closing.signal.aborted) this.#cancelTick = startTimer(this.#tickMs, () => this.#tick());
  }

  #moment(): Moment {
    const { roomTimeMs, errorMs, systemOffsetMs, source, server } = this.status();
    return { atMs: roomTimeMs, errorMs, systemOffsetMs, source, server };
  }

  #stateNow(errorMs: number): ClockStatus['state'] {
    if (this.#room.synced) return errorMs > syncLostMs ? 'unsynced' : 'synced';
    return this.#firstRoundEnded ? 'fallback' : 'unsynced';
  }

  #endWaiting(): void {
    this.#firstRoundEnded = true;
    for (const wake of this.#wakeReady.splice(0)) wake();
  }
}

function serverName(server: TimeServer): string {
  return `${server.server}:${server.port}`;
}
