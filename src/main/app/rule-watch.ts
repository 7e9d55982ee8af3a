import type { ErrorCode, ErrorParams } from '../../shared/base/index.ts';
import type { FactPayloads } from '../../shared/ledger/index.ts';
import { startTimer } from '../platform/index.ts';
import { conductLocks, type Profile } from '../rules/index.ts';
import { conductOf, sessionClock, type SessionState } from '../session/index.ts';
import type { Alarms } from './alarms.ts';

const lookEveryMs = 1_000;
const subject = 'rules';
const minute = 60_000;

/** What the watch sees and what it may do. */
export interface RuleWatchParts {
  readonly state: () => SessionState | undefined;
  readonly profile: () => Profile;
  readonly nowMs: () => number;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly note: (type: 'limit.warned', payload: FactPayloads['limit.warned']) => void;
  /** What is locked has changed: consoles are to be told. */
  readonly changed: () => void;
}

/** Locks of people and time that are alarms as well; a notice that was not given yet is none. */
const alarming: ReadonlySet<ErrorCode> = new Set(['LIMIT_REACHED', 'OFFICERS_TOO_FEW', 'INTERPRETER_MISSING', 'MINOR_UNACCOMPANIED', 'MINOR_NEEDS_WOMAN_OFFICER']);

/** Looks at the legal clock and at who is in the room once a second, by room time: warns, raises the alarm, and never touches the recording. */
export class RuleWatch {
  readonly #parts: RuleWatchParts;
  #told = '';
  #cancel: () => void = () => undefined;

  constructor(parts: RuleWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.look();
    this.#cancel = startTimer(lookEveryMs, () => this.start());
  }

  close(): Promise<void> {
    this.#cancel();
    return Promise.resolve();
  }

  /** Looks now. */
  look(): void {
    const { state: current, profile: rules, nowMs: now, alarms, changed } = this.#parts;
    const [state, profile, nowMs] = [current(), rules(), now()];
    const wanted = new Map<ErrorCode, { readonly severity: 'warning' | 'alarm'; readonly params: ErrorParams }>();
    if (state?.stage.status === 'recording') {
      this.#warn(state, profile, nowMs, wanted);
      for (const { code, params } of conductLocks(profile, conductOf(state, profile, nowMs))) if (alarming.has(code)) wanted.set(code, { severity: 'alarm', params });
    }
    if (state?.stage.status === 'open') this.#warnOfFirst(state, profile, nowMs, wanted);
    const told = JSON.stringify([...wanted]);
    if (told === this.#told) return;
    this.#told = told;
    for (const code of [...alarming, 'LIMIT_NEAR', 'FIRST_INTERROGATION_DUE'] as const) {
      const alarm = wanted.get(code);
      if (alarm === undefined || code === 'LIMIT_NEAR' || code === 'FIRST_INTERROGATION_DUE') alarms.clear(subject, code);
      if (alarm !== undefined) alarms.raise({ code, subject, sinceMs: Math.round(nowMs), ...alarm });
    }
    changed();
  }

  /** Warnings at the profile's steps before the end (requirement F2): each is a fact once, and the latest stands as a warning. */
  #warn(state: SessionState, profile: Profile, nowMs: number, wanted: Map<ErrorCode, { readonly severity: 'warning' | 'alarm'; readonly params: ErrorParams }>): void {
    const clock = sessionClock(state, profile, nowMs);
    if (clock === undefined || clock.leftMs <= 0) return;
    const passed = profile.limitWarningsMs.filter((ms) => clock.leftMs <= ms);
    if (passed.length === 0) return;
    const nearest = Math.min(...passed);
    if (!state.limitWarnedMs.includes(nearest)) this.#parts.note('limit.warned', { timeLimitId: clock.limit.id, leftMs: nearest });
    wanted.set('LIMIT_NEAR', { severity: 'warning', params: { minutes: nearest / minute } });
  }

  /** A detained person must be questioned within the profile's time (requirement F7). */
  #warnOfFirst({ circumstances, kind }: SessionState, { firstInterrogation }: Profile, nowMs: number, wanted: Map<ErrorCode, { readonly severity: 'warning' | 'alarm'; readonly params: ErrorParams }>): void {
    if (firstInterrogation === null || circumstances.detainedAtMs === null || circumstances.intervieweeNumber !== 1 || kind !== 'interrogation') return;
    const heldMs = nowMs - circumstances.detainedAtMs;
    const passed = [...firstInterrogation.warningsAfterMs, firstInterrogation.limitMs].filter((ms) => heldMs >= ms);
    if (passed.length === 0) return;
    const hours = Math.max(...passed) / (60 * minute);
    wanted.set('FIRST_INTERROGATION_DUE', { severity: heldMs >= firstInterrogation.limitMs ? 'alarm' : 'warning', params: { hours } });
  }
}
