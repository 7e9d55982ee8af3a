import type { ClockSample } from './clock-sample.ts';
import { growthUnmeasured, SampleFilter } from './sample-filter.ts';
import { TimeLine, type Aim } from './time-line.ts';

/** What was done about a difference too large to slew unnoticed. */
export interface ClockStep {
  /** `first-sync`: the first answer of a server; `server-jump`: several rounds agree that the server's time is elsewhere; `configured`: another source was chosen. */
  readonly reason: 'first-sync' | 'server-jump' | 'configured';
  /** New time minus room time so far, whole ms. */
  readonly byMs: number;
  /** `stepped`: room time has jumped. `slewed`: it is creeping there. `held`: it was not followed, because a session is being kept. */
  readonly action: 'stepped' | 'slewed' | 'held';
  /** Room time before. */
  readonly fromMs: number;
  /** Room time after; as before when held or slewed. */
  readonly toMs: number;
  readonly atMonotonicMs: number;
}

export type SampleOutcome =
  | { readonly kind: 'taken'; readonly offsetMs: number; readonly step: ClockStep | null }
  /** The server is more than a second away from where it should be; `rounds` in a row say so. Nothing was changed unless `step` says it. */
  | { readonly kind: 'disputed'; readonly offsetMs: number; readonly rounds: number; readonly step: ClockStep | null };

/** A synced clock does not follow the server further than this without several rounds that agree. */
const jumpMs = 1000;
const agreeingRounds = 3;
/** Below this a difference is slewed even when nobody would mind a step. */
const slewBelowMs = 20;
/** Nobody has measured the system clock; this is what is declared for it. */
const systemClockErrorMs = 60_000;

/**
 * The rules of room time, without any input or output: samples and moments go in, room time comes out.
 * - Before a server has answered it is the system clock of one moment, carried on by the monotonic clock.
 * - Samples correct it by slewing. It steps only at first sync, when another source is configured, or after a confirmed jump of the
 *   server, and never back and never far while steps are held.
 */
export class DisciplinedClock {
  readonly #line: TimeLine;
  #filter = new SampleFilter();
  #suspects: readonly ClockSample[] = [];
  #reportedHeld = false;
  #held = false;
  #read = false;
  #synced = false;

  constructor(wallMs: number, monotonicMs: number) {
    this.#line = new TimeLine(systemAim(wallMs, monotonicMs));
  }

  /** Whether room time rests on a time server. */
  get synced(): boolean {
    return this.#synced;
  }

  /** The last sample that was believed. */
  get lastSample(): ClockSample | null {
    return this.#filter.latest;
  }

  /** While held (a session is being kept) nothing makes room time jump. Releasing changes nothing by itself: the next round does. */
  holdSteps(held: boolean): void {
    this.#held = held;
    this.#reportedHeld = false;
  }

  /** Whole ms; the error counts the rounding. From the first reading on, room time may not be set without a word. */
  at(monotonicMs: number): { readonly atMs: number; readonly errorMs: number } {
    this.#read = true;
    return this.peek(monotonicMs);
  }

  /** As `at`, for showing only: not for anything that is kept. */
  peek(monotonicMs: number): { readonly atMs: number; readonly errorMs: number } {
    const { roomMs, errorMs } = this.#line.at(monotonicMs);
    return { atMs: Math.round(roomMs), errorMs: Math.ceil(errorMs + 0.5) };
  }

  /** Takes the result of one round with the present server. */
  take(sample: ClockSample, monotonicMs: number): SampleOutcome {
    const expected = this.#synced ? this.#filter.aimAt(sample.atMonotonicMs) : null;
    const offsetMs = sample.serverMs - this.#line.at(sample.atMonotonicMs).roomMs;
    if (expected !== null && Math.abs(sample.serverMs - expected.roomMs) > jumpMs + expected.errorMs + sample.errorMs) {
      return this.#dispute(sample, offsetMs, monotonicMs);
    }
    this.#suspects = [];
    this.#reportedHeld = false;
    this.#filter.add(sample);
    const first = !this.#synced;
    this.#synced = true;
    return { kind: 'taken', offsetMs, step: this.#follow(first ? 'first-sync' : null, monotonicMs) };
  }

  /** Takes another server, whose first sample this is; what was learnt from the one before is forgotten. */
  adopt(sample: ClockSample, monotonicMs: number): ClockStep | null {
    this.#startAfresh([sample]);
    this.#synced = true;
    return this.#follow('configured', monotonicMs);
  }

  /** Declares the system clock of this moment the source. */
  fallBack(wallMs: number, monotonicMs: number): ClockStep | null {
    this.#startAfresh([]);
    this.#synced = false;
    return this.#move('configured', systemAim(wallMs, monotonicMs));
  }

  /** The system clock jumped. Room time does not; but where it rests on that clock, one of its two times was wrong by as much. */
  noteSystemStep(byMs: number, monotonicMs: number): void {
    if (this.#synced) return;
    const { roomMs, errorMs } = this.#line.at(monotonicMs);
    this.#line.slew({ atMonotonicMs: monotonicMs, roomMs, frequency: 0, errorMs: errorMs + Math.abs(byMs), errorGrowth: growthUnmeasured });
  }

  #dispute(sample: ClockSample, offsetMs: number, monotonicMs: number): SampleOutcome {
    this.#suspects = [...this.#suspects.filter((other) => agree(other, sample)), sample].slice(-agreeingRounds);
    const rounds = this.#suspects.length;
    if (rounds < agreeingRounds || this.#reportedHeld) return { kind: 'disputed', offsetMs, rounds, step: null };
    if (!this.#held) {
      this.#startAfresh(this.#suspects);
      return { kind: 'disputed', offsetMs, rounds, step: this.#follow('server-jump', monotonicMs) };
    }
    this.#reportedHeld = true;
    const fromMs = Math.round(this.#line.at(monotonicMs).roomMs);
    const step: ClockStep = { reason: 'server-jump', byMs: Math.round(offsetMs), action: 'held', fromMs, toMs: fromMs, atMonotonicMs: monotonicMs };
    return { kind: 'disputed', offsetMs, rounds, step };
  }

  #startAfresh(samples: readonly ClockSample[]): void {
    this.#filter = new SampleFilter();
    this.#suspects = [];
    this.#reportedHeld = false;
    for (const sample of samples) this.#filter.add(sample);
  }

  #follow(reason: ClockStep['reason'] | null, monotonicMs: number): ClockStep | null {
    const aim = this.#filter.aimAt(monotonicMs);
    if (aim === null) throw new Error('No sample to follow');
    if (reason !== null) return this.#move(reason, aim);
    this.#line.slew(aim);
    return null;
  }

  #move(reason: ClockStep['reason'], aim: Aim): ClockStep | null {
    const fromMs = this.#line.at(aim.atMonotonicMs).roomMs;
    const byMs = aim.roomMs - fromMs;
    const small = Math.abs(byMs) <= slewBelowMs;
    // Nobody has read this clock yet: whatever it says first is its beginning, not a step.
    const unseen = !this.#read;
    if (unseen || (!this.#held && !small)) this.#line.step(aim);
    else this.#line.slew(aim);
    if (small || unseen) return null;
    return {
      reason,
      byMs: Math.round(byMs),
      action: this.#held ? 'slewed' : 'stepped',
      fromMs: Math.round(fromMs),
      toMs: Math.round(this.#held ? fromMs : aim.roomMs),
      atMonotonicMs: aim.atMonotonicMs,
    };
  }
}

function systemAim(wallMs: number, monotonicMs: number): Aim {
  return { atMonotonicMs: monotonicMs, roomMs: wallMs, frequency: 0, errorMs: systemClockErrorMs, errorGrowth: growthUnmeasured };
}

function agree(one: ClockSample, other: ClockSample): boolean {
  const elapsedMs = other.atMonotonicMs - one.atMonotonicMs;
  const apartMs = Math.abs(other.serverMs - one.serverMs - elapsedMs);
  return apartMs <= one.errorMs + other.errorMs + Math.abs(elapsedMs) * growthUnmeasured + 50;
}
