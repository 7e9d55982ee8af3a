import { AppError, type JsonObject } from '../../shared/base/index.ts';
import type { RoomInstant } from '../../shared/domain/index.ts';
import { sleep, startTimer, TypedEmitter, type Clock, type Logger } from '../platform/index.ts';
import { ClockHistory, type ClockMark, type ClockStore, type Moment } from './clock-certificate.ts';
import type { ClockSample } from './clock-sample.ts';
import { DisciplinedClock, type ClockBasis, type ClockStep, type RoundOutcome } from './disciplined-clock.ts';
import { measurePresses, type AlignmentPress, type AlignmentResult } from './operator-alignment.ts';
import type { RoomClock } from './room-clock.ts';
import { askTimeServer, type TimeServer } from './sntp-round.ts';
import { SystemStepWatch, type SystemStep } from './system-step-watch.ts';

/** `operator`: whoever was last told the time by the wall display; until then, and after a restart, the system clock is the declared fallback. */
export type ClockConfig = { readonly source: 'sntp'; readonly servers: readonly TimeServer[] } | { readonly source: 'operator' } | { readonly source: 'system' };

/** What one configured server came to in the last round. */
export interface ServerStatus {
  /** `host:port`. */
  readonly server: string;
  /** `rejected`: it contradicts the majority, or itself. */
  readonly state: 'followed' | 'agrees' | 'rejected' | 'silent';
}

/** `clock` of the room snapshot, without the time zone. */
export interface ClockStatus {
  /** Where room time comes from now: `system` until a time server has answered or an operator has aligned it, whatever is configured. */
  readonly source: ClockBasis;
  /** What was configured. */
  readonly configured: ClockBasis;
  /** The server that is followed, or the first that is configured. */
  readonly server: string;
  readonly servers: readonly ServerStatus[];
  /**
   * `unsynced`: no round has ended yet, or the error has grown beyond a second. `aligned`: by an operator, with the error that they can have
   * made. `fallback`: the system clock of the start, carried on by the monotonic clock.
   */
  readonly state: 'unsynced' | 'synced' | 'aligned' | 'fallback';
  readonly roomTimeMs: number;
  readonly errorMs: number;
  readonly systemOffsetMs: number;
  readonly lastSampleAgeMs: number | null;
}

export interface SampleNews {
  readonly sample: ClockSample;
  /** Server minus room time when it was taken, ms with fractions. */
  readonly offsetMs: number;
  readonly outcome: RoundOutcome['kind'];
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
  /** Where what was measured outlives a crash; in memory only when not given. */
  readonly store?: ClockStore;
}

const defaultPausesMs = [2000, 2000, 2000, 4000, 4000, 8000, 8000, 16_000, 16_000, 32_000];
/** A server that asked to be left alone is left alone for this long (RFC 5905 section 7.4). */
const kissPauseMs = 900_000;
const syncLostMs = 1000;
const saveEveryMs = 10_000;

/** The room clock: asks the time server, keeps room time by the rules of `DisciplinedClock`, and remembers how wrong it was. */
export class RoomClockService implements RoomClock {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #pausesMs: readonly number[];
  readonly #tickMs: number;
  readonly #room: DisciplinedClock;
  readonly #watch: SystemStepWatch;
  readonly #history: ClockHistory;
  readonly #events = new TypedEmitter<Events>();
  readonly #closing = new AbortController();
  #config: ClockConfig = { source: 'system' };
  #servers = new Map<string, ServerStatus['state']>();
  readonly #kissedUntilMs = new Map<string, number>();
  #savedAtMs = 0;
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
    this.#history = new ClockHistory(options.store);
  }

  /** Begins to keep time from this source at once, whether or not the server answers: `ready` tells, and until then the system clock is the declared fallback. To be called once. */
  start(config: ClockConfig): void {
    if (this.#polling !== null || this.#closing.signal.aborted) throw new Error('The room clock was started already');
    this.#config = config;
    this.#poll();
    this.#tick();
  }

  /**
   * Changes the source. Time servers are taken only when they have answered and agree.
   * @throws AppError CLOCK_NO_ANSWER, CLOCK_SERVERS_APART: nothing has changed
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
      source: this.#room.basis,
      configured: this.#config.source,
      server: this.#room.followed !== '' ? this.#room.followed : (this.#serverNames()[0] ?? ''),
      servers: this.#serverNames().map((server) => ({ server, state: this.#servers.get(server) ?? 'silent' })),
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

  /**
   * Sets room time by the wall display, as an operator read it. From then on it is carried by the monotonic clock, and its bound grows.
   * @throws AppError CLOCK_ALIGN_UNSTEADY when the presses contradict each other: nothing has changed
   */
  align(presses: readonly AlignmentPress[], displayErrorMs: number): AlignmentResult {
    const monotonicMs = this.#clock.monotonicMs();
    const measured = measurePresses(presses, displayErrorMs);
    void this.#stopPolling();
    this.#config = { source: 'operator' };
    this.#servers.clear();
    const roomMs = this.#room.peek(monotonicMs).atMs + measured.byMs;
    const step = this.#room.align(roomMs, measured.errorMs, monotonicMs);
    this.#endWaiting();
    this.#announceStep(step);
    this.#history.note(Math.round(roomMs), { kind: 'alignment', ...measured });
    this.#save();
    return measured;
  }

  /** Notes how far a camera's clock was from room time (camera minus room), for the certificate. */
  noteCameraOffset(cameraId: string, offsetMs: number, errorMs: number, atMs: number): void {
    this.note(atMs, { kind: 'camera', cameraId, offsetMs: Math.round(offsetMs), errorMs: Math.ceil(errorMs) });
  }

  /** Notes something about a clock for the certificate. A later note about the same run takes the place of the one before. */
  note(atMs: number, mark: ClockMark): void {
    this.#history.note(Math.round(atMs), mark);
  }

  /** The measured error of every clock between two moments of room time, as canonical JSON can hold it. docs/design/time.md describes it. */
  certificate(fromMs: number, toMs: number): JsonObject {
    return this.#history.certificate(Math.round(fromMs), Math.round(toMs), this.#moment());
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
    this.#save();
  }

  async #change(config: ClockConfig): Promise<void> {
    if (config.source !== 'sntp') {
      await this.#stopPolling();
      this.#config = config;
      this.#servers.clear();
      if (config.source === 'operator') return;
      this.#announceStep(this.#room.fallBack(this.#clock.wallMs(), this.#clock.monotonicMs()));
      this.#poll();
      return;
    }
    const samples = await this.#ask(config.servers, this.#closing.signal);
    if (samples.length === 0) throw new AppError('CLOCK_NO_ANSWER', { server: config.servers.map(serverName).join(', ') });
    await this.#stopPolling();
    const adopted = this.#room.adopt(samples, config.servers.length, this.#clock.monotonicMs());
    if (adopted === null) {
      this.#poll();
      throw new AppError('CLOCK_SERVERS_APART', { server: samples.map(({ server }) => server).join(', ') });
    }
    this.#config = config;
    this.#announceStep(adopted.step);
    this.#takeRound(samples);
    this.#poll();
  }

  #poll(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#config.source !== 'sntp') {
      this.#endWaiting();
      return;
    }
    const stop = new AbortController();
    const { servers } = this.#config;
    this.#room.serverCount = servers.length;
    this.#polling = { stop, ended: this.#pollUntilStopped(servers, stop.signal) };
  }

  async #stopPolling(): Promise<void> {
    this.#polling?.stop.abort();
    await this.#polling?.ended;
    this.#polling = null;
  }

  async #pollUntilStopped(servers: readonly TimeServer[], signal: AbortSignal): Promise<void> {
    for (let round = 0; ; round += 1) {
      const samples = await this.#ask(servers, signal);
      if (signal.aborted) return;
      const settled = this.#takeRound(samples);
      this.#endWaiting();
      if (!settled) round = 0;
      await sleep(this.#pausesMs[Math.min(round, this.#pausesMs.length - 1)] ?? 32_000, signal);
    }
  }

  /** Asks all servers at once; one that asked to be left alone is left alone. */
  async #ask(servers: readonly TimeServer[], signal: AbortSignal): Promise<readonly ClockSample[]> {
    const nowMs = this.#clock.monotonicMs();
    const asked = servers.filter((server) => (this.#kissedUntilMs.get(serverName(server)) ?? 0) <= nowMs);
    const rounds = await Promise.all(asked.map(async (server) => ({ server: serverName(server), result: await askTimeServer(server, this.#clock, signal) })));
    return rounds.flatMap(({ server, result }) => {
      if (result.kind === 'sample') return [result.sample];
      if (result.kiss !== null) this.#kissedUntilMs.set(server, this.#clock.monotonicMs() + kissPauseMs);
      if (!signal.aborted) this.#log.warn('a time server gave no sample', { server, why: result.why });
      return [];
    });
  }

  /** @returns whether the servers agree with room time; otherwise they are asked again soon */
  #takeRound(samples: readonly ClockSample[]): boolean {
    this.#servers.clear();
    if (samples.length === 0) {
      this.#history.noteFailedRound(this.#moment());
      this.#save();
      return true;
    }
    const outcome = this.#room.take(samples, this.#clock.monotonicMs());
    const { kind, sample, agreeing, rejected, step, offsetMs } = outcome;
    for (const { server } of samples) this.#servers.set(server, server === this.#room.followed && agreeing.includes(server) ? 'followed' : agreeing.includes(server) ? 'agrees' : 'rejected');
    this.#announceStep(step);
    this.#firstRoundEnded = true;
    this.#history.noteSample(this.#moment(), { offsetMs, delayMs: sample.delayMs, disputed: kind !== 'taken', rejected });
    // At once: a sample that a crash takes away would be missing in the certificate.
    this.#save();
    this.#events.emit('sample', { sample, offsetMs, outcome: kind, status: this.status() });
    return kind === 'taken';
  }

  #announceStep(step: ClockStep | null): void {
    if (step === null) return;
    this.#history.note(step.toMs, { kind: 'step', reason: step.reason, action: step.action, byMs: step.byMs, fromMs: step.fromMs, toMs: step.toMs });
    this.#save();
    this.#log.warn('room time and its source were apart', { ...step });
    this.#events.emit('step', step);
  }

  #tick(): void {
    const step = this.#watch.look();
    if (this.#firstRoundEnded) this.#history.noteMoment(this.#moment());
    if (step !== null) {
      this.#room.noteSystemStep(step.byMs, step.atMonotonicMs);
      this.#history.note(this.#moment().atMs, { kind: 'systemStep', byMs: step.byMs });
      this.#save();
      this.#log.warn('the system clock was set', { ...step });
      this.#events.emit('systemStep', step);
    }
    if (this.#clock.monotonicMs() - this.#savedAtMs >= saveEveryMs) this.#save();
    if (!this.#closing.signal.aborted) this.#cancelTick = startTimer(this.#tickMs, () => this.#tick());
  }

  /** A store that fails must not stop the clock: what it lacks is in memory as before, and is tried again. */
  #save(): void {
    this.#savedAtMs = this.#clock.monotonicMs();
    try {
      this.#history.save();
    } catch (error) {
      this.#log.error('the measurements of the clock cannot be kept', error);
    }
  }

  #serverNames(): readonly string[] {
    return this.#config.source === 'sntp' ? this.#config.servers.map(serverName) : [];
  }

  #moment(): Moment {
    const { roomTimeMs, errorMs, systemOffsetMs, source, server } = this.status();
    return { atMs: roomTimeMs, errorMs, systemOffsetMs, source, server };
  }

  #stateNow(errorMs: number): ClockStatus['state'] {
    if (this.#room.basis === 'operator') return 'aligned';
    if (this.#room.basis === 'sntp') return errorMs > syncLostMs ? 'unsynced' : 'synced';
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
