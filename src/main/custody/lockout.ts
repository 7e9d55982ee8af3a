/** What wrong PINs have cost an account so far. */
export interface Lockout {
  readonly failures: number;
  /** System time; 0 when not locked. */
  readonly lockedUntilMs: number;
}

export const noLockout: Lockout = { failures: 0, lockedUntilMs: 0 };

const freeFailures = 5;
const minute = 60_000;
const delaysMs = [minute, 2 * minute, 5 * minute, 15 * minute, 60 * minute] as const;

/** After the fifth wrong PIN in a row a minute, then longer each time, at most an hour. Only the right PIN or a new one starts the count again. */
export function afterWrongPin({ failures }: Lockout, nowMs: number): Lockout {
  const count = failures + 1;
  return { failures: count, lockedUntilMs: count < freeFailures ? 0 : nowMs + delayMs(count) };
}

/** How long an account must wait. A system clock that was set back does not lock anyone out for longer than the delay itself. */
export function waitMs({ failures, lockedUntilMs }: Lockout, nowMs: number): number {
  return failures < freeFailures ? 0 : Math.min(Math.max(0, lockedUntilMs - nowMs), delayMs(failures));
}

function delayMs(failures: number): number {
  return delaysMs[Math.min(failures - freeFailures, delaysMs.length - 1)] ?? minute;
}
