import type { SegmentProblem } from '../segments/index.ts';
import type { PacketProblem } from './packet-check.types.ts';

/**
 * What a check says in the end. `incomplete`: what is there is as it was, and something is missing. `not-ours`: not to be judged here
 * (no format of ours, a later version of it, or the key of somebody whom the reader does not know).
 */
export type VerifyResult = 'intact' | 'altered' | 'incomplete' | 'not-ours';

const incomplete: ReadonlySet<PacketProblem | SegmentProblem> = new Set(['missing', 'tail-cut', 'not-closed']);
const notOurs: ReadonlySet<PacketProblem | SegmentProblem> = new Set(['no-proof', 'unknown-format', 'unknown-key', 'packed']);

/** Altered weighs more than unknown, unknown more than incomplete. */
export function verdictOf(problems: readonly PacketProblem[]): VerifyResult {
  if (problems.some((problem) => !incomplete.has(problem) && !notOurs.has(problem))) return 'altered';
  if (problems.some((problem) => notOurs.has(problem))) return 'not-ours';
  return problems.length === 0 ? 'intact' : 'incomplete';
}

/** Whether what was found is what the reader asked for, which is another question than whether it is authentic. */
export type Asked = 'nothing-asked' | 'as-asked' | 'not-as-asked';
