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

interface Waiting<Output> {
  readonly resolve: (output: Output) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A thread that stays, for small jobs that come all the time. It answers each message `{ id, input }` with `{ id, output }`.
 * It is started by the first question, and again by the next one after it has failed. The owner closes it.
 */
export class StandingWorker<Input, Output> {
  readonly #name: string;
  readonly #deadlineMs: number;
  readonly #waiting = new Map<number, Waiting<Output>>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(name: string, deadlineMs: number) {
    this.#name = name;
    this.#deadlineMs = deadlineMs;
  }

  /** @throws Error when the thread failed or did not answer in time; everything else that waits for it then fails as well */
  ask(input: Input): Promise<Output> {
    const worker = (this.#worker ??= this.#start());
    const id = (this.#lastId += 1);
    return new Promise<Output>((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(worker, new Error(`worker ${this.#name} took longer than ${this.#deadlineMs} ms`)), this.#deadlineMs);
      const settle = <T>(then: (value: T) => void) => (value: T) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        then(value);
      };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      worker.postMessage({ id, input });
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker !== undefined) this.#fail(worker, new Error(`worker ${this.#name} was closed`));
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerPath(this.#name));
    worker.on('message', ({ id, output }: { readonly id: number; readonly output: Output }) => this.#waiting.get(id)?.resolve(output));
    worker.once('error', (error) => this.#fail(worker, error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', (code) => this.#fail(worker, new Error(`worker ${this.#name} ended (exit ${code})`)));
    return worker;
  }

  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    for (const waiting of [...this.#waiting.values()]) waiting.reject(error);
  }
}
