import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { measureLoopDelay, systemClock } from '../platform/index.ts';
import { Alarms } from './alarms.ts';
import { LoopWatch } from './loop-watch.ts';

const everyMs = 60;

function holdTheLoop(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) Math.sqrt(until);
}

describe('the watch over the recording loop', () => {
  const changes: string[] = [];
  const alarms = new Alarms((change, { code }) => changes.push(`${change} ${code}`));
  const watch = new LoopWatch({ meter: measureLoopDelay(systemClock), alarms, nowMs: () => 1, everyMs, onError: (error) => expect.unreachable(String(error)) });
  afterEach(() => watch.close());

  it('raises an alarm when the loop stood for more than a second, says for how long, and clears it', async () => {
    watch.start();
    await pause(2 * everyMs);
    holdTheLoop(1_300);
    // A busy machine may hold the loop once more by itself: only the first alarm is looked at.
    for (let looks = 0; looks < 400 && changes.length < 2; looks += 1) await pause(everyMs);
    expect(changes.slice(0, 2)).toEqual(['raised LOOP_DELAYED', 'cleared LOOP_DELAYED']);
  });
});
