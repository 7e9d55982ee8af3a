import type { BreakDue } from './break-clock.ts';
import { lock, type RuleLock } from './lock.ts';

/** What overdue rest or an overdue meal keeps locked: the transcript, until a break that counts has been held (article 28, requirement F4). Recording goes on. */
export function breakLocks({ rest, meal }: { readonly rest: BreakDue; readonly meal: BreakDue | null }): readonly RuleLock[] {
  return [
    ...(rest.state === 'locked' ? [lock('REST_REQUIRED', 'transcript', '28', 'attendant', 'officer')] : []),
    ...(meal?.state === 'locked' ? [lock('MEAL_REQUIRED', 'transcript', '28', 'attendant', 'officer')] : []),
  ];
}
