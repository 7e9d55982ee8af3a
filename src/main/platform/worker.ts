import { Worker } from 'node:worker_threads';
import { workerPath } from './resources.ts';

/**
 * Runs one job in a thread of its own, so that the recording loop never waits for it. The worker posts exactly one message: its result.
 * @param input copied by structured clone; it arrives as `workerData`
 * @throws what the worker threw, or an Error when it ended without a result or exceeded `deadlineMs`
 */
export function runInWorker<Output>(name: string, input: unknown, deadlineMs: number): Promise<Output> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(name), { workerData: input });
    const timer = setTimeout(() => finish(() => reject(new Error(`worker ${name} took longer than ${deadlineMs} ms`))), deadlineMs);
    let finished = false;
    function finish(settle: () => void) {
      // Ending the worker makes it exit as well: only what came first counts.
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      void worker.terminate().then(settle, settle);
    }
    worker.once('message', (output: Output) => finish(() => resolve(output)));
    worker.once('error', (error) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))));
    worker.once('exit', (code) => finish(() => reject(new Error(`worker ${name} ended without a result (exit ${code})`))));
  });
}
