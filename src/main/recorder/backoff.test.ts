import { expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

it('waits longer each time, up to a bound, never in step with others, and from the start again once all was well', () => {
  const runs = Array.from({ length: 40 }, () => {
    const backoff = new Backoff();
    return Array.from({ length: 6 }, () => backoff.next());
  });
  for (const waits of runs) {
    for (const [n, planned] of [500, 1_000, 2_000, 4_000, 5_000, 5_000].entries()) {
      expect(waits[n]).toBeGreaterThanOrEqual(planned * 0.75);
      expect(waits[n]).toBeLessThanOrEqual(planned * 1.25);
    }
  }
  expect(new Set(runs.map((waits) => waits[3])).size).toBeGreaterThan(20);
  const backoff = new Backoff();
  backoff.next();
  backoff.next();
  backoff.reset();
  expect(backoff.next()).toBeLessThanOrEqual(625);
});
