import type { ErrorCode, ErrorParams } from '../../shared/base/index.ts';
import type { FactPayloads } from '../../shared/ledger/index.ts';
import { startTimer } from '../platform/index.ts';
import { conductLocks, escalatesAtMs, isNoticeDue, type Profile } from '../rules/index.ts';
import { conductOf, noticeTextOf, sessionClock, standing, type SessionState } from '../session/index.ts';
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
  readonly note: <T extends 'limit.warned' | 'notice.drafted' | 'notice.escalated'>(type: T, payload: FactPayloads[T]) => void;
  readonly roomName: () => string;
  readonly timeZone: () => string;
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
    if (state !== undefined && isReported(state)) this.#report(state, profile, nowMs, wanted);
    if (state?.stage.status === 'open') this.#warnOfFirst(state, profile, nowMs, wanted);
    const told = JSON.stringify([...wanted]);
    if (told === this.#told) return;
    this.#told = told;
    for (const code of [...alarming, 'LIMIT_NEAR', 'FIRST_INTERROGATION_DUE', 'NOTICE_DUE'] as const) {
      const alarm = wanted.get(code);
      if (alarm === undefined || code === 'LIMIT_NEAR' || code === 'FIRST_INTERROGATION_DUE' || code === 'NOTICE_DUE') alarms.clear(subject, code);
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

  /** An interruption that has lasted long is reported to an outside authority, and goes up a level while nobody says that it was (requirement E5). */
  #report(state: SessionState, profile: Profile, nowMs: number, wanted: Map<ErrorCode, { readonly severity: 'warning' | 'alarm'; readonly params: ErrorParams }>): void {
    const { note, roomName, timeZone } = this.#parts;
    for (const interruption of state.interruptions) {
      const { interruptionId, fromMs } = interruption;
      if (state.notices.some((notice) => notice.interruptionId === interruptionId) || !isNoticeDue(profile, { fromMs, toMs: interruption.state === 'lasting' ? null : interruption.toMs }, nowMs)) continue;
      const text = noticeTextOf(state, interruptionId, { roomName: roomName(), timeZone: timeZone(), nowMs });
      if (text !== undefined) note('notice.drafted', { interruptionId, text });
    }
    const current = this.#parts.state() ?? state;
    for (const notice of current.notices) if ((escalatesAtMs(profile, standing(notice)) ?? Infinity) <= nowMs) note('notice.escalated', { interruptionId: notice.interruptionId, level: notice.level + 1 });
    const open = (this.#parts.state() ?? state).notices.filter(({ acknowledgement }) => acknowledgement === null);
    if (open.length > 0) wanted.set('NOTICE_DUE', { severity: 'alarm', params: { level: Math.max(...open.map(({ level }) => level)) } });
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

/** From the start to the beginning of the seal: what is not reported by then keeps the seal locked. */
function isReported({ stage }: SessionState): boolean {
  return stage.status === 'recording' || stage.status === 'finished';
}
