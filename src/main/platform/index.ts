export { sleep, startTimer, systemClock, type Clock } from './clock.ts';
export { createLogger, type Logger } from './logger.ts';
export { nodeFileOps, syncFolder, writeFileDurably, type FileOps, type OpenFile } from './file-ops.ts';
export { projectRoot, resourcePath } from './resources.ts';
export { runInWorker, WorkerOverrun } from './worker.ts';
export { withDeadline } from './deadline.ts';
export { measureLoopDelay, type LoopDelay, type LoopDelayMeter } from './loop-delay.ts';
export { newId } from './new-id.ts';
export { TypedEmitter } from './typed-emitter.ts';
