import { parentPort, workerData } from 'node:worker_threads';
import { systemClock, type LongWorkMessage } from '../platform/index.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './delivery.ts';
import type { LaneJob } from './folder-lanes.ts';
import { pourLane } from './lane.ts';

// Entry of the worker `deliver-packet`: takes a delivery, or one lane of it; posts progress and then the outcome.
const post = (message: LongWorkMessage<unknown, unknown>) => parentPort?.postMessage(message);
const work = workerData as Delivery | LaneJob;
post({ result: 'job' in work ? pourLane(work, (bytes) => post({ progress: bytes })) : await deliver(work, (progress) => post({ progress }), () => systemClock.monotonicMs()) });
