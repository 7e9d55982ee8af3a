import { parentPort, workerData } from 'node:worker_threads';
import type { PacketPresentation } from './packet-input.ts';
import { makeReport } from './report.ts';

// Entry of the worker `packet-report`: takes a presentation, posts the bytes of the PDF.
parentPort?.postMessage(await makeReport(workerData as PacketPresentation));
