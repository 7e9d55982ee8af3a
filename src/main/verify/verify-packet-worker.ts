import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../shared/base/index.ts';
import { verifyMasters, type MastersInput } from './masters-check.ts';
import type { PacketExpectation } from './packet-check.types.ts';
import { verifyPacket } from './packet-check.ts';

type Job =
  | { readonly job: 'packet'; readonly path: string; readonly expected: PacketExpectation }
  | { readonly job: 'masters'; readonly input: MastersInput };

// Entry of the worker `verify-packet`: takes a job, posts what it found.
parentPort?.postMessage(await run(workerData as Job));

function run(job: Job): Promise<unknown> {
  switch (job.job) {
    case 'packet':
      return verifyPacket(job.path, job.expected);
    case 'masters':
      return verifyMasters(job.input);
    default:
      return assertNever(job, 'job');
  }
}
