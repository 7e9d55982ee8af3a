import { runInWorker } from '../platform/index.ts';
import type { MasterCopyOrder, MasterCopyResult } from './master-copy.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { SealCertificateData } from './seal-certificate.ts';

/** What of an export is too heavy to share a thread with a recording. */
export interface PacketWork {
  copyMaster(order: MasterCopyOrder): Promise<MasterCopyResult>;
  makeReport(presentation: PacketPresentation): Promise<Uint8Array>;
  makeStatements(presentation: PacketPresentation): Promise<Uint8Array>;
}

export type PacketJob =
  | { readonly job: 'copy-master'; readonly order: MasterCopyOrder }
  | { readonly job: 'make-report' | 'make-statements'; readonly presentation: PacketPresentation }
  | { readonly job: 'seal-certificate'; readonly data: SealCertificateData };

const reportDeadlineMs = 120_000;
/** A slow USB disk writes a few megabytes a second. */
const slowestBytesPerMs = 2_000;

/** Does it in the worker `packet-report`. */
export const workInWorker: PacketWork = {
  copyMaster: (order) => run<MasterCopyResult>({ job: 'copy-master', order }, 60_000 + order.bytes / slowestBytesPerMs),
  makeReport: (presentation) => run<Uint8Array>({ job: 'make-report', presentation }, reportDeadlineMs),
  makeStatements: (presentation) => run<Uint8Array>({ job: 'make-statements', presentation }, reportDeadlineMs),
};

/** The seal certificate, away from the recording loop: it is made while the closing segment is recorded. */
export function makeSealCertificateInWorker(data: SealCertificateData): Promise<Uint8Array> {
  return run<Uint8Array>({ job: 'seal-certificate', data }, reportDeadlineMs);
}

function run<Output>(job: PacketJob, deadlineMs: number): Promise<Output> {
  return runInWorker<Output>('packet-report', job, deadlineMs);
}
