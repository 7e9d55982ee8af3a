import type { ErrorCode } from '../../shared/base/index.ts';
import { sleep } from '../platform/index.ts';
import { Attempt } from './attempt.ts';
import { Backoff } from './backoff.ts';
import type { RecordedFlow } from './recorded-flow.ts';
import type { RecorderEvents } from './recorder.ts';
import type { RecorderOptions, StampedBy } from './recorder-options.ts';
import type { RunEnd, RunEndReason, StopReason } from './run-end.ts';
import type { RunStarter } from './run-starter.ts';

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

export interface SupervisionOptions {
  readonly recorder: Pick<RecorderOptions, 'roomClock' | 'log'>;
  readonly runs: RunStarter;
  readonly stampedBy: StampedBy;
  /** A camera's pictures with room time, or a microphone's sound. */
  readonly first: RecordedFlow;
  readonly native: RecordedFlow | undefined;
  readonly announce: <K extends keyof RecorderEvents>(type: K, event: RecorderEvents[K]) => void;
}

const steadyMs = 10_000;
/** A camera that restarts may fail once. */
const mostCopyFailures = 2;

/** Keeps a run going for one camera: when one ends, it starts another after a pause, or at once where one stands ready. */
export class Supervision {
  readonly #options: SupervisionOptions;
  readonly #closing = new AbortController();
  readonly #backoff = new Backoff();
  readonly #done: Promise<void>;
  #state: RecorderState = { phase: 'connecting', problem: null, detail: '', soundMissing: false, nativeMissing: false };
  #attempt: Attempt | undefined;
  /** Live beside what is recorded, to take over from it. */
  #standIn: Attempt | undefined;
  #successor: Attempt | undefined;
  /** Why the stand-in is to take over. */
  #because: StopReason = 'stopped';
  #stampedBy: StampedBy;
  #copyFailures = 0;
  #lastReason: RunEndReason | undefined;

  constructor(options: SupervisionOptions) {
    this.#options = options;
    this.#stampedBy = options.stampedBy;
    this.#done = this.#supervise();
  }

  get state(): RecorderState {
    return this.#state;
  }

  /** Who writes the time into the pictures of the next run. */
  get stampedBy(): StampedBy {
    return this.#stampedBy;
  }

  get lastReason(): RunEndReason | undefined {
    return this.#lastReason;
  }

  /** Ends every run; resolves when they have gone. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#attempt?.stop(), this.#standIn?.stop()]);
    await this.#done;
    await this.#standIn?.ended;
  }

  /** The run that draws the stamp takes over as soon as it can. */
  stampHere(): void {
    if (this.#stampedBy === 'station' || this.#isClosing()) return;
    this.#stampedBy = 'station';
    this.#replace('stamp-refused');
  }

  /** Another encoder is to make the pictures that are stamped here: a run with it takes over as soon as it can. */
  encodeAnew(): void {
    if (this.#stampedBy === 'station' && !this.#isClosing()) this.#replace('encoder-refused');
  }

  /** A run beside the one that is live takes over from it without a gap; what is not live is ended, and the next begins at once. */
  #replace(because: StopReason): void {
    this.#because = because;
    if (this.#attempt === undefined || this.#state.phase !== 'live') {
      void this.#attempt?.stop(because);
      return;
    }
    if (this.#standIn !== undefined) return;
    const standIn = this.#begin(true);
    this.#standIn = standIn;
    void standIn.ended.then(() => {
      if (this.#standIn !== standIn) return;
      this.#standIn = undefined;
      void this.#attempt?.stop(because);
    });
  }

  async #supervise(): Promise<void> {
    while (!this.#isClosing() || this.#successor !== undefined) {
      if (this.#successor === undefined) this.#setState({ phase: 'connecting' });
      const attempt: Attempt = this.#successor ?? this.#begin(false);
      this.#successor = undefined;
      this.#attempt = attempt;
      attempt.open(() => undefined);
      // Closing may have begun while one run followed the other.
      if (this.#isClosing()) void attempt.stop();
      const beganAtMs = this.#options.recorder.roomClock.monotonicMs();
      const end = await attempt.ended;
      if (attempt.isOver) continue;
      if (end.wasLive && this.#options.recorder.roomClock.monotonicMs() - beganAtMs > steadyMs) this.#backoff.reset();
      this.#afterRun(attempt, end);
      if (this.#isClosing()) break;
      this.#lastReason = end.reason;
      const waits = this.#options.runs.learn(end);
      this.#judgeCopying(attempt, end);
      const { sound, native } = this.#options.runs.lacks;
      this.#setState({ phase: 'backoff', problem: end.problem, detail: end.detail ?? '', soundMissing: sound, nativeMissing: native });
      this.#successor = this.#standIn;
      this.#standIn = undefined;
      if (this.#successor === undefined && waits) await sleep(this.#backoff.next(), this.#closing.signal);
    }
    this.#setState({ phase: 'stopped', problem: null, detail: '' });
  }

  /** Pictures that cannot be copied (H.265, pictures that refer to later ones) are decoded and stamped here. */
  #judgeCopying({ stampedBy }: Attempt, { reason }: RunEnd): void {
    if (stampedBy !== 'camera' || this.#stampedBy !== 'camera' || (reason !== 'media-broken' && reason !== 'clock-jump' && reason !== 'ffmpeg-failed')) return;
    this.#copyFailures += 1;
    if (reason !== 'media-broken' && this.#copyFailures < mostCopyFailures) return;
    this.#stampedBy = 'station';
    this.#options.announce('stampedHere', { reason });
  }

  /** @param held it takes over from the run that is live, when it can */
  #begin(held: boolean): Attempt {
    const { runs, recorder: { log }, first, native } = this.#options;
    const stampedBy = this.#stampedBy;
    const attempt: Attempt = new Attempt({
      stampedBy, held,
      start: (listeners) => runs.start({ mayStep: () => !first.isKept, ...listeners }, stampedBy),
      onLive: (init, runId) => {
        this.#setState({ phase: 'live', problem: null, detail: '' });
        this.#options.announce('init', { runId, init });
      },
      onGiven: ({ kind, init, fragment }) => {
        const flow = kind === 'native' ? native : first;
        if (flow === undefined) return;
        if (!attempt.given.has(flow.streamId)) {
          attempt.given.add(flow.streamId);
          this.#options.announce('runStarted', { streamId: flow.streamId, runId: fragment.runId, firstMedia: { atMs: fragment.roomMs, errorMs: fragment.errorMs }, stampedBy });
        }
        flow.take(init, fragment);
        this.#options.announce(kind === 'native' ? 'native' : 'fragment', fragment);
        if (kind === 'stamped') this.#handOverWhenReady();
      },
      onReady: () => this.#handOverWhenReady(),
      sound: { onLevel: (dbfs) => this.#options.announce('level', { dbfs }), onStep: (step) => this.#options.announce('step', step) },
      failed: (error) => {
        log.error('a run could not be started', error);
        return { reason: 'ffmpeg-failed', problem: 'FFMPEG_FAILED', wasLive: false, detail: 'a run could not be started' };
      },
    });
    return attempt;
  }

  /** Once what the stand-in holds joins what is recorded, it goes on instead. */
  #handOverWhenReady(): void {
    const [before, next] = [this.#attempt, this.#standIn];
    const readyFromMs = next?.readyFromMs;
    if (before === undefined || next === undefined || readyFromMs === undefined || readyFromMs > (this.#options.first.endMs ?? Number.NEGATIVE_INFINITY)) return;
    const ends = { stamped: this.#options.first.endMs, native: this.#options.native?.endMs };
    this.#standIn = undefined;
    this.#successor = next;
    this.#attempt = next;
    before.handOver();
    for (const flow of this.#flows) if (before.run !== undefined && before.given.has(flow.streamId)) this.#options.announce('runEnded', { streamId: flow.streamId, runId: before.run.runId, reason: this.#because });
    next.open((kind) => ends[kind]);
  }

  #afterRun({ run, given }: Attempt, { wasLive, reason }: RunEnd): void {
    for (const flow of this.#flows) {
      flow.runEnded(wasLive ? reason : undefined);
      if (wasLive && run !== undefined && given.has(flow.streamId)) this.#options.announce('runEnded', { streamId: flow.streamId, runId: run.runId, reason });
    }
  }

  get #flows(): readonly RecordedFlow[] {
    const { first, native } = this.#options;
    return native === undefined ? [first] : [first, native];
  }

  #setState(change: Partial<RecorderState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.announce('state', this.#state);
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}
