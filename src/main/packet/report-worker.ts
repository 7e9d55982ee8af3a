import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../shared/base/index.ts';
import { makeCutListSheet } from './cut-list-sheet.ts';
import type { PacketJob } from './packet-work.ts';
import { makeSealCertificate } from './seal-certificate.ts';
import { makeReport } from './report.ts';
import { makeStatements } from './statements.ts';

// Entry of the worker `packet-report`: takes a job of an export, posts its outcome.
parentPort?.postMessage(await run(workerData as PacketJob));

function run(job: PacketJob): Promise<unknown> {
  switch (job.job) {
    case 'make-report':
      return makeReport(job.presentation);
    case 'make-statements':
      return makeStatements(job.presentation);
    case 'cut-list':
      return makeCutListSheet(job.data);
    case 'seal-certificate':
      return makeSealCertificate(job.data);
    default:
      return assertNever(job, 'job');
  }
}
