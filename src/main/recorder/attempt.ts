import type { StreamId } from '../../shared/domain/index.ts';
import type { Init } from '../segments/index.ts';
import type { RunFragment } from './run.ts';
import type { RunEnd, StopReason } from './run-end.ts';
import type { RunHooks, StartedRun } from './run-starter.ts';
import type { StampedBy } from './recorder-options.ts';

export type FlowKind = 'stamped' | 'native';
type RunListeners = Pick<RunHooks, 'onLive' | 'onFragment' | 'onNative' | 'onLevel' | 'onStep'>;

interface Given {
  readonly kind: FlowKind;
  readonly init: Init;
  readonly fragment: RunFragment;
}

export interface AttemptOptions {
  readonly stampedBy: StampedBy;
  /** Nothing is given out before `open`. */
  readonly held: boolean;
  readonly start: (listeners: RunListeners) => Promise<StartedRun>;
  readonly onLive: (init: Init, runId: StartedRun['runId']) => void;
  readonly onGiven: (given: Given) => void;
  /** A held one has something to go on with, or more of it. */
  readonly onReady: () => void;
  readonly sound: Pick<RunListeners, 'onLevel' | 'onStep'>;
  readonly failed: (error: unknown) => RunEnd;
}

/**
 * One run, and where what it gives goes: to the flows, or, while it is to take over from another, into memory. It takes over with the last
 * fragment that begins with a key picture before the other's end, so nothing lies between the two.
 */
export class Attempt {
  readonly stampedBy: StampedBy;
  readonly given = new Set<StreamId>();
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Another has taken over: what it still gives is not wanted. */
  #isOver = false;
  readonly #options: AttemptOptions;
  #held: Given[] | undefined;
  #init: Init | undefined;
  #run: StartedRun | undefined;
  #stopAs: StopReason | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.stampedBy = options.stampedBy;
    this.#held = options.held ? [] : undefined;
    this.ended = this.#live();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get run(): StartedRun | undefined {
    return this.#run;
  }

  /** Room time from which a held one can go on. */
  get readyFromMs(): number | undefined {
    return this.#held?.find(({ kind }) => kind === 'stamped')?.fragment.roomMs;
  }

  /** From now on everything is given out, what was held first. @param endOf where the flow ends that is gone on with, room time */
  open(endOf: (kind: FlowKind) => number | undefined): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    if (this.#init !== undefined && this.#run !== undefined) this.#options.onLive(this.#init, this.#run.runId);
    for (const kind of ['stamped', 'native'] as const) {
      const own = held.filter((given) => given.kind === kind);
      const endMs = endOf(kind) ?? Number.NEGATIVE_INFINITY;
      const from = own.findLastIndex(({ fragment }) => fragment.media.startsWithKey && fragment.roomMs <= endMs);
      own.slice(Math.max(0, from)).forEach((given) => this.#options.onGiven(given));
    }
  }

  /** What it still gives is dropped, and it is ended. */
  handOver(): void {
    this.#isOver = true;
    void this.stop();
  }

  async stop(as: StopReason = 'stopped'): Promise<void> {
    this.#stopAs ??= as;
    await this.#run?.stop(as);
  }

  async #live(): Promise<RunEnd> {
    // Whoever made it holds it before its run can say anything.
    await Promise.resolve();
    try {
      const run = await this.#options.start({
        onLive: (init) => {
          this.#init = init;
          if (this.#held === undefined && this.#run !== undefined) this.#options.onLive(init, this.#run.runId);
        },
        onFragment: (fragment) => {
          if (this.#init === undefined) throw new Error('A fragment came before its init');
          this.#give({ kind: 'stamped', init: this.#init, fragment });
        },
        onNative: (init, fragment) => this.#give({ kind: 'native', init, fragment }),
        onLevel: (dbfs) => {
          if (this.#held === undefined) this.#options.sound.onLevel(dbfs);
        },
        onStep: (step) => {
          if (this.#held === undefined) this.#options.sound.onStep(step);
        },
      });
      this.#run = run;
      // Ending may have been asked for while the run was starting: it must not be waited for forever.
      if (this.#stopAs !== undefined) await run.stop(this.#stopAs);
      return await run.ended;
    } catch (error) {
      return this.#options.failed(error);
    }
  }

  #give(given: Given): void {
    if (this.#isOver) return;
    if (this.#held === undefined) {
      this.#options.onGiven(given);
      return;
    }
    this.#held.push(given);
    this.#options.onReady();
  }
}
