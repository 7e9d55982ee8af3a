/** The machine's own clocks. Room time comes from `main/clock`; nothing else reads a clock. */
export interface Clock {
  /** The system clock: ms since 1970 UTC. May step at any moment. */
  wallMs(): number;
  /** Never steps and never goes back; its zero means nothing. Fractions of a millisecond. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Starts a timer; returns how to cancel it. Cancelling twice, or after it went off, does nothing. */
export function startTimer(ms: number, onElapsed: () => void): () => void {
  const handle = setTimeout(onElapsed, ms);
  return () => clearTimeout(handle);
}

/** Resolves after `ms`, or at once when the signal is aborted (it does not reject: the caller looks at the signal). */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const handle = setTimeout(finish, ms);
    function finish() {
      clearTimeout(handle);
      signal?.removeEventListener('abort', finish);
      resolve();
    }
    signal?.addEventListener('abort', finish, { once: true });
  });
}
