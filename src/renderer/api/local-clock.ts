/** Milliseconds on this machine that never step; only good for the distance between two readings. */
export function localMs(): number {
  return performance.now();
}

/** Calls back about four times a second until stopped: how displayed times move between two snapshots. */
export function startTick(onTick: () => void): () => void {
  const handle = setInterval(onTick, 250);
  return () => clearInterval(handle);
}

/** Calls back as each second of that time begins, until stopped. Looks again soon while there is none. */
export function atNextSecond(now: () => number | null, onSecond: (nowMs: number | null) => void): () => void {
  let handle: ReturnType<typeof setTimeout>;
  const arm = () => {
    const nowMs = now();
    handle = setTimeout(() => {
      onSecond(now());
      arm();
    }, nowMs === null ? 250 : 1000 - (nowMs % 1000) + 1);
  };
  arm();
  return () => clearTimeout(handle);
}
