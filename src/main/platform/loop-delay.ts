import { createHistogram } from 'node:perf_hooks';
import { startTimer, type Clock } from './clock.ts';

/** How late the event loop came to what was due, since the last look. Whole milliseconds. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly longestMs: number;
}

export interface LoopDelayMeter {
  /** What was measured since the last call, and begins anew. A stall that ends at this moment is in the next answer. */
  take(): LoopDelay;
  close(): void;
}

const everyMs = 50;

/** Measures from now on, by a timer of its own: Node's `monitorEventLoopDelay` forgets a stall that ends while it is being reset. */
export function measureLoopDelay(clock: Pick<Clock, 'monotonicMs'>): LoopDelayMeter {
  const lateness = createHistogram({ lowest: 1, highest: 86_400_000 });
  let cancel = schedule();
  function schedule(): () => void {
    const dueMs = clock.monotonicMs() + everyMs;
    return startTimer(everyMs, () => {
      lateness.record(Math.max(1, Math.round(clock.monotonicMs() - dueMs)));
      cancel = schedule();
    });
  }
  return {
    take: () => {
      const delay = lateness.count === 0 ? { p99Ms: 0, longestMs: 0 } : { p99Ms: lateness.percentile(99), longestMs: lateness.max };
      lateness.reset();
      return delay;
    },
    close: () => cancel(),
  };
}
