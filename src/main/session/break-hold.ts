import { AppError } from '../../shared/base/index.ts';
import type { Profile } from '../rules/index.ts';
import type { BreakState } from './break-record.ts';
import { isHeld, type SessionState } from './session-state.ts';

/** What an officer says aloud where breaks are not recorded: that the break begins, before the recording ends, and that it is over, once it goes on. */
export type BreakWords = { readonly step: 'announcement' | 'return'; readonly held: BreakState; readonly sinceMs: number };

/** What is to be said next; undefined when nothing is, and always where breaks are recorded. */
export function wordsDue(state: SessionState, profile: Profile): BreakWords | undefined {
  if (!profile.breaks.breakStopsRecording || state.stage.status !== 'recording') return undefined;
  const last = state.breaks.at(-1);
  if (last === undefined || last.withdrawn) return undefined;
  if (last.endedAtMs === null) return last.stoppedAtMs === null ? { step: 'announcement', held: last, sinceMs: last.startedAtMs } : undefined;
  return last.resumedAtMs !== null && !last.returnHeard ? { step: 'return', held: last, sinceMs: last.resumedAtMs } : undefined;
}

/**
 * What may be said now must be heard on the recording: so it runs, and nothing else is under way on it.
 * @throws AppError BREAKS_RECORDED where the profile records breaks, BREAK_NONE, INTERRUPTION_OPEN, SPAN_OPEN
 */
export function decideBreakWords(state: SessionState, profile: Profile): BreakWords {
  if (!profile.breaks.breakStopsRecording) throw new AppError('BREAKS_RECORDED');
  if (state.stage.status !== 'recording') throw new AppError('STATE_REFUSED', { status: state.stage.status });
  const due = wordsDue(state, profile);
  if (due === undefined) throw new AppError('BREAK_NONE');
  if (state.interruptions.some((i) => i.state === 'lasting')) throw new AppError('INTERRUPTION_OPEN');
  if (due.step === 'announcement' && state.spans.some(({ toMs }) => toMs === null)) throw new AppError('SPAN_OPEN');
  return due;
}

/** Nothing that must be on the recording is done while a break holds it. */
export function refuseWhileHeld(state: SessionState): void {
  if (isHeld(state)) throw new AppError('BREAK_OPEN');
}

/**
 * When the session was rightly not recorded for a break, as measured: from the end of the first required stream, but not before the recording was ended, to the moment from which all are recorded again, or are missed.
 * `toMs` is null while it lasts. Undefined for a break that was recorded.
 */
export function heldSpan({ held, requiredStreams }: Pick<SessionState, 'held' | 'requiredStreams'>, { breakId, stoppedAtMs, resumedAtMs }: BreakState): { readonly fromMs: number; readonly toMs: number | null } | undefined {
  if (stoppedAtMs === null) return undefined;
  const spans = requiredStreams.flatMap((streamId) => held.findLast((span) => span.breakId === breakId && span.streamId === streamId) ?? []);
  const fromMs = spans.length === 0 ? stoppedAtMs : Math.min(...spans.map((span) => Math.max(span.fromMs, stoppedAtMs)));
  return { fromMs, toMs: resumedAtMs === null ? null : Math.max(fromMs, ...spans.map(({ toMs }) => Math.min(toMs ?? resumedAtMs, resumedAtMs))) };
}
