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
