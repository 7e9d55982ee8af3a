import { parentPort, workerData } from 'node:worker_threads';
import { systemClock, type LongWorkMessage } from '../platform/index.ts';
import { deliver } from './deliver.ts';
import type { Delivery, DeliveryOutcome, DeliveryProgress } from './delivery.ts';

// Entry of the worker `deliver-packet`: takes a delivery, posts progress and then its outcome.
const post = (message: LongWorkMessage<DeliveryOutcome, DeliveryProgress>) => parentPort?.postMessage(message);
post({ result: await deliver(workerData as Delivery, (progress) => post({ progress }), () => systemClock.monotonicMs()) });
