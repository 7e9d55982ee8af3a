import { Worker } from 'node:worker_threads';
import { workerPath } from './resources.ts';

/** The job was ended because it took too long or too much memory. */
export class WorkerOverrun extends Error {
  readonly bound: 'time' | 'memory';

  constructor(name: string, bound: 'time' | 'memory') {
    super(`worker ${name} took too much ${bound}`);
    this.bound = bound;
  }
}

const mebibyte = 1024 * 1024;
const lookEveryMs = 50;

/**
 * Runs one job in a thread of its own, so that the recording loop never waits for it. The worker posts exactly one message: its result.
 * A limit of the thread's heap does not count array buffers, so the growth of the whole program is watched as well.
 * @param input copied by structured clone; it arrives as `workerData`
 * @param growthBytes how much more memory the whole program may hold while the job runs: for jobs whose input nobody vouches for
 * @throws WorkerOverrun, what the worker threw, or an Error when it ended without a result
 */
export function runInWorker<Output>(name: string, input: unknown, deadlineMs: number, growthBytes?: number): Promise<Output> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(name), { workerData: input, ...(growthBytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: Math.ceil(growthBytes / mebibyte) } }) });
    const timer = setTimeout(() => finish(() => reject(new WorkerOverrun(name, 'time'))), deadlineMs);
    const rssBefore = process.memoryUsage.rss();
    const watch = growthBytes === undefined ? undefined : setInterval(() => {
      if (process.memoryUsage.rss() - rssBefore > growthBytes) finish(() => reject(new WorkerOverrun(name, 'memory')));
    }, lookEveryMs);
    let finished = false;
    function finish(settle: () => void) {
      // Ending the worker makes it exit as well: only what came first counts.
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      clearInterval(watch);
      void worker.terminate().then(settle, settle);
    }
    worker.once('message', (output: Output) => finish(() => resolve(output)));
    worker.once('error', (error) => finish(() => reject(isOutOfMemory(error) ? new WorkerOverrun(name, 'memory') : error instanceof Error ? error : new Error(String(error)))));
    worker.once('exit', (code) => finish(() => reject(new Error(`worker ${name} ended without a result (exit ${code})`))));
  });
}

export interface LongWork<Progress> {
  /** Of the silence: a worker that posts neither progress nor a result for so long is ended. */
  readonly stallMs: number;
  readonly onProgress: (progress: Progress) => void;
  /** Ends the worker at once; the job rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** What the worker of a long job posts: progress any number of times, then its result. */
export type LongWorkMessage<Output, Progress> = { readonly progress: Progress } | { readonly result: Output };

/**
 * Runs one long job in a thread of its own. How long it takes as a whole is not judged: a slow medium may take hours.
 * When it settles the thread is gone, and with it every file that it had open.
 * @throws WorkerOverrun, the reason of the signal, what the worker threw, or an Error when it ended without a result
 */
export function runLongWorker<Output, Progress>(name: string, input: unknown, { stallMs, onProgress, signal }: LongWork<Progress>): Promise<Output> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(name), { workerData: input });
    const stalled = () => finish(() => reject(new WorkerOverrun(name, 'time')));
    const aborted = () => finish(() => reject(reasonOf(signal)));
    let timer = setTimeout(stalled, stallMs);
    let finished = false;
    function finish(settle: () => void) {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      void worker.terminate().then(settle, settle);
    }
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    worker.on('message', (message: LongWorkMessage<Output, Progress>) => {
      if (finished) return;
      if ('result' in message) {
        finish(() => resolve(message.result));
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(stalled, stallMs);
      onProgress(message.progress);
    });
    worker.once('error', (error) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))));
    worker.once('exit', (code) => finish(() => reject(new Error(`worker ${name} ended without a result (exit ${code})`))));
  });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
