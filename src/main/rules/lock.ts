import type { ErrorCode, ErrorParams } from '../../shared/base/index.ts';
import type { Role } from '../../shared/domain/index.ts';

/** Something the station refuses to unlock, why, and who can open it. */
export interface RuleLock {
  readonly code: ErrorCode;
  /** What the sentence of the code names. */
  readonly params: ErrorParams;
  readonly locks: 'open' | 'start' | 'transcript' | 'finish' | 'seal' | 'export';
  readonly article: string;
  readonly opensBy: readonly Role[];
}

export function lock(code: ErrorCode, locks: RuleLock['locks'], article: string, ...opensBy: readonly Role[]): RuleLock {
  return { code, params: {}, locks, article, opensBy };
}
