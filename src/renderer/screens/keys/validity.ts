const dayMs = 86_400_000;
/** As long before as the station itself begins to warn. */
const warnDays = 30;

export interface Validity {
  readonly state: 'good' | 'ending' | 'over';
  /** Whole days that are left. */
  readonly days: number;
}

export function validityOf(validUntilMs: number, nowMs: number): Validity {
  const days = Math.max(0, Math.floor((validUntilMs - nowMs) / dayMs));
  if (nowMs > validUntilMs) return { state: 'over', days };
  return { state: days < warnDays ? 'ending' : 'good', days };
}
