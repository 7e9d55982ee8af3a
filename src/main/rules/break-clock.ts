import { formatRoomTime, roomDateTimeToMs, type BreakKind } from '../../shared/domain/index.ts';
import type { Profile } from './profile.ts';

type BreakRules = Profile['breaks'];

/** A break as the ledger has it. */
export interface HeldBreak {
  readonly kind: BreakKind;
  /** A meal that was offered and refused. */
  readonly declined?: boolean;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Speech was heard in it. */
  readonly voided: boolean;
  /** It was logged by mistake and taken back within seconds. */
  readonly withdrawn: boolean;
}

/** `open`: not due yet. `soon` is a warning, `overdue` an alarm, `locked` keeps the transcript locked until a break that counts has been held. */
export type DueState = 'open' | 'soon' | 'overdue' | 'locked';

export interface BreakDue {
  readonly what: 'rest' | 'breakfast' | 'lunch' | 'dinner';
  readonly state: DueState;
  /** When it becomes an alarm, and when the lock closes. */
  readonly dueAtMs: number;
  readonly lockAtMs: number;
}

interface BreakQuestion {
  readonly rules: BreakRules;
  readonly timeZone: string;
  /** Since when the person is being questioned in this session. */
  readonly startedAtMs: number;
  readonly breaks: readonly HeldBreak[];
  readonly nowMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Speech of the first and last seconds of a break is its announcement, not questioning. */
export const announcementMs = 20_000;

/** How long before its end an open meal window is a warning. */
const mealWarningMs = 30 * 60_000;
const dayMs = 24 * 3_600_000;

/**
 * Whether a break counts as rest (article 28): of a kind that does, long enough, and without questioning. One that goes on counts as soon as it is long enough.
 * Nobody is made to eat: a meal that was offered and refused counts once it has been as long as a rest, in which the person could have changed their mind.
 */
export function countsAsRest(held: HeldBreak, rules: BreakRules, nowMs: number): boolean {
  const { meal, rest } = rules.minimumMs;
  const minimumMs = held.kind === 'meal' && held.declined === true && meal !== undefined ? Math.min(meal, rest ?? meal) : rules.minimumMs[held.kind];
  return minimumMs !== undefined && !held.voided && !held.withdrawn && (held.endedAtMs ?? nowMs) - held.startedAtMs >= minimumMs;
}

/**
 * What is due next at this moment, from room time alone: rest after continuous questioning, and the meal of the day's windows (F4, F5;
 * article 28). A meal counts as rest as well. `meal` is null where the profile names no windows or none concerns this session yet.
 */
export function breakDues(question: BreakQuestion): { readonly rest: BreakDue; readonly meal: BreakDue | null } {
  return { rest: restDue(question), meal: mealDue(question) };
}

/** Speech that voids a break: everything between its announcements. @returns what is left of the spans, and its sum */
export function speechWithin(held: { readonly startedAtMs: number; readonly endedAtMs: number | null }, spans: readonly Span[]): { readonly heardMs: number; readonly spans: readonly Span[] } {
  const from = held.startedAtMs + announcementMs;
  const to = held.endedAtMs === null ? Infinity : held.endedAtMs - announcementMs;
  const within = spans.map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, from), toMs: Math.min(toMs, to) })).filter(({ fromMs, toMs }) => toMs > fromMs);
  return { heardMs: within.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0), spans: within };
}

function restDue({ rules, startedAtMs, breaks, nowMs }: BreakQuestion): BreakDue {
  const { warnMs, alarmMs, lockMs } = rules.continuousQuestioning;
  const rested = breaks.filter((held) => countsAsRest(held, rules, nowMs)).map(({ endedAtMs }) => endedAtMs ?? nowMs);
  const sinceMs = Math.max(startedAtMs, ...rested);
  return { what: 'rest', state: stateAt(nowMs, sinceMs + warnMs, sinceMs + alarmMs, sinceMs + lockMs), dueAtMs: sinceMs + alarmMs, lockAtMs: sinceMs + lockMs };
}

/** The earliest window that is not satisfied: one that is over and was missed, the one that is open, or the next. A later window takes over from a missed one when it opens, with its own times. */
function mealDue(question: BreakQuestion): BreakDue | null {
  const { rules, startedAtMs, breaks, nowMs } = question;
  const meals = breaks.filter((held) => held.kind === 'meal' && countsAsRest(held, rules, nowMs));
  const windows = windowsAround(question).filter(({ fromMs }) => fromMs >= startedAtMs);
  const fed = ({ fromMs }: Span) => meals.some(({ startedAtMs: atMs, endedAtMs }) => atMs >= fromMs || (endedAtMs ?? nowMs) > fromMs);
  const next = windows.find((window) => !fed(window));
  if (next === undefined) return null;
  const lockAtMs = next.toMs + rules.mealLockAfterMs;
  return { what: next.meal, state: stateAt(nowMs, Math.max(next.fromMs, next.toMs - mealWarningMs), next.toMs, lockAtMs), dueAtMs: next.toMs, lockAtMs };
}

function windowsAround({ rules, timeZone, startedAtMs, nowMs }: BreakQuestion): readonly (Span & { readonly meal: 'breakfast' | 'lunch' | 'dinner' })[] {
  const windows: (Span & { readonly meal: 'breakfast' | 'lunch' | 'dinner' })[] = [];
  for (let atMs = startedAtMs; atMs <= nowMs + dayMs + 1; atMs += dayMs) {
    const date = formatRoomTime(atMs, timeZone).slice(0, 10);
    for (const { meal, from, to } of rules.mealWindows) windows.push({ meal, fromMs: instantOf(date, from, timeZone), toMs: instantOf(date, to, timeZone) });
  }
  return windows.sort((a, b) => a.fromMs - b.fromMs);
}

function instantOf(date: string, clockTime: string, timeZone: string): number {
  const [year = 0, monthOfYear = 0, day = 0] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = clockTime.split(':').map(Number);
  return roomDateTimeToMs({ year, monthOfYear, day, hour, minute, second: 0 }, timeZone);
}

function stateAt(nowMs: number, warnAtMs: number, alarmAtMs: number, lockAtMs: number): DueState {
  if (nowMs >= lockAtMs) return 'locked';
  if (nowMs >= alarmAtMs) return 'overdue';
  return nowMs >= warnAtMs ? 'soon' : 'open';
}
