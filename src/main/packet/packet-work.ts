import { runInWorker } from '../platform/index.ts';
import type { MasterCopyOrder, MasterCopyResult } from './master-copy.ts';
import type { PacketPresentation } from './packet-input.ts';

/** What of an export is too heavy to share a thread with a recording. */
export interface PacketWork {
  copyMaster(order: MasterCopyOrder): Promise<MasterCopyResult>;
  makeReport(presentation: PacketPresentation): Promise<Uint8Array>;
}

export type PacketJob =
  | { readonly job: 'copy-master'; readonly order: MasterCopyOrder }
  | { readonly job: 'make-report'; readonly presentation: PacketPresentation };

const reportDeadlineMs = 120_000;
/** A slow USB disk writes a few megabytes a second. */
const slowestBytesPerMs = 2_000;

/** Does it in the worker `packet-report`. */
export const workInWorker: PacketWork = {
  copyMaster: (order) => run<MasterCopyResult>({ job: 'copy-master', order }, 60_000 + order.bytes / slowestBytesPerMs),
  makeReport: (presentation) => run<Uint8Array>({ job: 'make-report', presentation }, reportDeadlineMs),
};

function run<Output>(job: PacketJob, deadlineMs: number): Promise<Output> {
  return runInWorker<Output>('packet-report', job, deadlineMs);
}
