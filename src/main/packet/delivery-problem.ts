import type { DeliveryFailure } from './delivery.ts';

/** What was written where, to be read back: a file and what its bytes must give. */
export interface ContentSum {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What stops a delivery, apart from what the operating system refuses. */
export class DeliveryProblem extends Error {
  readonly problem: 'altered' | 'read-back-differs' | 'iso-cannot-hold';
  readonly path: string;

  constructor(problem: DeliveryProblem['problem'], path: string) {
    super(`${problem}: ${path}`);
    this.problem = problem;
    this.path = path;
  }
}

/** What stopped a delivery, as a value. @throws what is no answer of a disk */
export function failureOf(error: unknown, to: string): DeliveryFailure {
  if (error instanceof DeliveryProblem) return { problem: error.problem, path: error.path };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === '') throw error;
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : to;
  return { problem: 'refused', path, code, detail: String(error) };
}

/** And back, on the other side of a thread. */
export function errorOf(failure: DeliveryFailure): Error {
  return failure.problem === 'refused' ? Object.assign(new Error(failure.detail), { code: failure.code, path: failure.path }) : new DeliveryProblem(failure.problem, failure.path);
}
