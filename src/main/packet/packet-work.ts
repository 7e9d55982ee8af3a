import { runInWorker, runLongWorker } from '../platform/index.ts';
import type { CutListData } from './cut-list-sheet.ts';
import type { Delivery, DeliveryOutcome, DeliveryProgress } from './delivery.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { SealCertificateData } from './seal-certificate.ts';

/** What of an export is too heavy to share a thread with a recording. */
export interface PacketWork {
  /** Rejects with the reason of the signal when it is aborted; nothing of it is open then. */
  deliver(delivery: Delivery, onProgress: (progress: DeliveryProgress) => void, signal: AbortSignal): Promise<DeliveryOutcome>;
  makeReport(presentation: PacketPresentation): Promise<Uint8Array>;
  makeStatements(presentation: PacketPresentation): Promise<Uint8Array>;
  /** Of a clip. */
  makeCutList(data: CutListData): Promise<Uint8Array>;
}

export type PacketJob =
  | { readonly job: 'make-report' | 'make-statements'; readonly presentation: PacketPresentation }
  | { readonly job: 'cut-list'; readonly data: CutListData }
  | { readonly job: 'seal-certificate'; readonly data: SealCertificateData };

const reportDeadlineMs = 120_000;
/** A cheap stick may need minutes to take what the operating system holds for it. */
const stallMs = 20 * 60_000;

/** Does it in the workers `deliver-packet` and `packet-report`. */
export const workInWorker: PacketWork = {
  deliver: (delivery, onProgress, signal) => runLongWorker<DeliveryOutcome, DeliveryProgress>('deliver-packet', delivery, { stallMs, onProgress, signal }),
  makeReport: (presentation) => run<Uint8Array>({ job: 'make-report', presentation }, reportDeadlineMs),
  makeStatements: (presentation) => run<Uint8Array>({ job: 'make-statements', presentation }, reportDeadlineMs),
  makeCutList: (data) => run<Uint8Array>({ job: 'cut-list', data }, reportDeadlineMs),
};

/** The seal certificate, away from the recording loop: it is made while the closing segment is recorded. */
export function makeSealCertificateInWorker(data: SealCertificateData): Promise<Uint8Array> {
  return run<Uint8Array>({ job: 'seal-certificate', data }, reportDeadlineMs);
}

function run<Output>(job: PacketJob, deadlineMs: number): Promise<Output> {
  return runInWorker<Output>('packet-report', job, deadlineMs);
}
