import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../shared/base/index.ts';
import { verifyMasters, type MastersInput } from './masters-check.ts';
import { verifyMaterial } from './material-check.ts';
import { readHere, type SegmentJob } from './segment-pool.ts';
import type { PacketExpectation } from './trust.ts';

type Job =
  | { readonly job: 'material'; readonly path: string; readonly expected: PacketExpectation }
  | { readonly job: 'segments'; readonly jobs: readonly SegmentJob[] }
  | { readonly job: 'masters'; readonly input: MastersInput };

// Entry of the worker `verify-packet`: takes a job, posts what it found.
parentPort?.postMessage(await run(workerData as Job));

function run(job: Job): Promise<unknown> {
  switch (job.job) {
    case 'material':
      return verifyMaterial(job.path, job.expected);
    case 'segments':
      return readHere(job.jobs);
    case 'masters':
      return verifyMasters(job.input);
    default:
      return assertNever(job, 'job');
  }
}
