/** Milliseconds on this machine that never step; only good for the distance between two readings. */
export function localMs(): number {
  return performance.now();
}

/** Calls back about four times a second until stopped: how displayed times move between two snapshots. */
export function startTick(onTick: () => void): () => void {
  const handle = setInterval(onTick, 250);
  return () => clearInterval(handle);
}
