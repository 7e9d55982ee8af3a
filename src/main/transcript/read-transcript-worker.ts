import { parentPort, workerData } from 'node:worker_threads';
import { understand, type TranscriptInput } from './understand-transcript.ts';

parentPort?.postMessage(await understand(workerData as TranscriptInput));
