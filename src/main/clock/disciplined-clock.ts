import type { ClockSample } from './clock-sample.ts';
import { growthUnmeasured } from './sample-filter.ts';
import { selectServers } from './server-selection.ts';
import { jumpMs, ServerTrack } from './server-track.ts';
import { TimeLine, type Aim } from './time-line.ts';

/** What was done about a difference too large to slew unnoticed. */
export interface ClockStep {
  /** `first-sync`: the first answer of a server; `server-jump`: several rounds agree that the servers' time is elsewhere; `configured`: another source was chosen; `aligned`: an operator aligned it with the wall display. */
  readonly reason: 'first-sync' | 'server-jump' | 'configured' | 'aligned';
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

/** What a round came to. `sample` is that of the server which is followed, else the last of the round; `offsetMs` is it minus room time. */
export interface RoundOutcome {
  /**
   * `taken`: room time follows. `disputed`: what is told is more than a second away from where it should be, and nothing was changed unless
   * `step` says it. `apart`: no majority of the servers agrees, and nothing was changed.
   */
  readonly kind: 'taken' | 'disputed' | 'apart';
  readonly sample: ClockSample;
  readonly offsetMs: number;
  readonly step: ClockStep | null;
  readonly agreeing: readonly string[];
  readonly rejected: readonly string[];
}

/** What room time rests on. */
export type ClockBasis = 'sntp' | 'operator' | 'system';

/** Below this a difference is slewed even when nobody would mind a step. */
const slewBelowMs = 20;
/** Nobody has measured the system clock; this is what is declared for it. */
const systemClockErrorMs = 60_000;
/** What is less certain than this says nothing (RFC 5905: a root distance of 1.5 s is the most for a server to be selected). */
const uselessMs = 1_500;

/**
 * The rules of room time, without any input or output: samples and moments go in, room time comes out.
 * - Before a server has answered it is the system clock of one moment, carried on by the monotonic clock.
 * - Samples correct it by slewing. Of several servers a majority must agree; who does not is left out. It steps only at first sync, when
 *   another source is configured or an operator aligns it, or after a confirmed jump of the servers, and never back and never far while
 *   steps are held.
 */
export class DisciplinedClock {
  readonly #line: TimeLine;
  #tracks = new Map<string, ServerTrack>();
  #serverCount = 1;
  #followed = '';
  #reportedHeld = false;
  #held = false;
  #read = false;
  #basis: ClockBasis = 'system';

  constructor(wallMs: number, monotonicMs: number) {
    this.#line = new TimeLine(systemAim(wallMs, monotonicMs));
  }

  get basis(): ClockBasis {
    return this.#basis;
  }

  /** The server that is followed; empty while none is. */
  get followed(): string {
    return this.#followed;
  }

  /** The last sample of the server that is followed. */
  get lastSample(): ClockSample | null {
    return this.#tracks.get(this.#followed)?.latest ?? null;
  }

  /** How many servers are configured: of three or more, more than half must agree even when others are silent. */
  set serverCount(count: number) {
    this.#serverCount = count;
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

  /** Takes what the servers said in one round; at least one of them answered. */
  take(samples: readonly ClockSample[], monotonicMs: number): RoundOutcome {
    for (const sample of samples) this.#trackOf(sample.server).add(sample);
    const selection = this.#select(monotonicMs);
    const sample = samples.find(({ server }) => server === selection?.followed.server) ?? samples.at(-1);
    if (sample === undefined) throw new Error('A round without a sample');
    const offsetMs = sample.serverMs - this.#line.at(sample.atMonotonicMs).roomMs;
    const told = { sample, offsetMs, agreeing: selection?.agreeing ?? [], rejected: selection?.rejected ?? [] };
    if (selection === null) {
      const doubted = samples.some(({ server }) => (this.#tracks.get(server)?.disputedRounds ?? 0) > 0);
      return { ...told, kind: doubted ? 'disputed' : 'apart', step: null };
    }
    const { server, aim } = selection.followed;
    if (this.#isJump(aim, monotonicMs)) return { ...told, kind: 'disputed', step: this.#jump(server, aim, monotonicMs) };
    this.#reportedHeld = false;
    const first = this.#basis === 'system';
    this.#basis = 'sntp';
    this.#followed = server;
    if (first) return { ...told, kind: 'taken', step: this.#move('first-sync', aim) };
    this.#line.slew(aim);
    return { ...told, kind: 'taken', step: null };
  }

  /** Takes other servers, whose first samples these are; what was learnt from those before is forgotten. Null when no majority of them agrees: nothing has changed. */
  adopt(samples: readonly ClockSample[], serverCount: number, monotonicMs: number): { readonly step: ClockStep | null } | null {
    const before = { tracks: this.#tracks, count: this.#serverCount };
    this.#tracks = new Map();
    this.#serverCount = serverCount;
    for (const sample of samples) this.#trackOf(sample.server).add(sample);
    const selection = this.#select(monotonicMs);
    if (selection === null) {
      [this.#tracks, this.#serverCount] = [before.tracks, before.count];
      return null;
    }
    this.#reportedHeld = false;
    this.#basis = 'sntp';
    this.#followed = selection.followed.server;
    return { step: this.#move('configured', selection.followed.aim) };
  }

  /** An operator says what the time was at a moment, by the wall display. */
  align(roomMs: number, errorMs: number, monotonicMs: number): ClockStep | null {
    this.#forgetServers();
    this.#basis = 'operator';
    return this.#move('aligned', { atMonotonicMs: monotonicMs, roomMs, frequency: 0, errorMs, errorGrowth: growthUnmeasured });
  }

  /** Declares the system clock of this moment the source. */
  fallBack(wallMs: number, monotonicMs: number): ClockStep | null {
    this.#forgetServers();
    this.#basis = 'system';
    return this.#move('configured', systemAim(wallMs, monotonicMs));
  }

  /** The system clock jumped. Room time does not; but where it rests on that clock, one of its two times was wrong by as much. */
  noteSystemStep(byMs: number, monotonicMs: number): void {
    if (this.#basis !== 'system') return;
    const { roomMs, errorMs } = this.#line.at(monotonicMs);
    this.#line.slew({ atMonotonicMs: monotonicMs, roomMs, frequency: 0, errorMs: errorMs + Math.abs(byMs), errorGrowth: growthUnmeasured });
  }

  #trackOf(server: string): ServerTrack {
    const track = this.#tracks.get(server) ?? new ServerTrack();
    this.#tracks.set(server, track);
    return track;
  }

  #select(monotonicMs: number) {
    const candidates = [...this.#tracks].flatMap(([server, track]) => {
      const aim = track.aimAt(monotonicMs);
      return aim === null || aim.errorMs > uselessMs ? [] : [{ server, aim }];
    });
    const needed = this.#serverCount <= 2 ? 1 : Math.floor(this.#serverCount / 2) + 1;
    return selectServers(candidates, needed, this.#followed);
  }

  #isJump(aim: Aim, monotonicMs: number): boolean {
    if (this.#basis !== 'sntp') return false;
    const { roomMs, errorMs } = this.#line.at(monotonicMs);
    return Math.abs(aim.roomMs - roomMs) > jumpMs + errorMs + aim.errorMs;
  }

  #jump(server: string, aim: Aim, monotonicMs: number): ClockStep | null {
    if (!this.#held) {
      this.#reportedHeld = false;
      this.#followed = server;
      return this.#move('server-jump', aim);
    }
    if (this.#reportedHeld) return null;
    this.#reportedHeld = true;
    const fromMs = this.#line.at(monotonicMs).roomMs;
    return { reason: 'server-jump', byMs: Math.round(aim.roomMs - fromMs), action: 'held', fromMs: Math.round(fromMs), toMs: Math.round(fromMs), atMonotonicMs: monotonicMs };
  }

  #forgetServers(): void {
    this.#tracks = new Map();
    this.#followed = '';
    this.#reportedHeld = false;
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
