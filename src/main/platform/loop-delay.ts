import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop came to what was due, since the last look. Whole milliseconds. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly longestMs: number;
}

export interface LoopDelayMeter {
  /** What was measured since the last call, and begins anew. */
  take(): LoopDelay;
  close(): void;
}

const resolutionMs = 10;
const toMs = (nanoseconds: number) => Math.max(0, Math.round(nanoseconds / 1e6) - resolutionMs);

/** Measures from now on. Node counts its own sampling interval into the delay; it is taken off. */
export function measureLoopDelay(): LoopDelayMeter {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return {
    take: () => {
      const delay = { p99Ms: toMs(histogram.percentile(99)), longestMs: toMs(histogram.max) };
      histogram.reset();
      return delay;
    },
    close: () => void histogram.disable(),
  };
}
