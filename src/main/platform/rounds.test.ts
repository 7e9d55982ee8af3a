import { describe, expect, it } from 'vitest';
import { Rounds } from './rounds.ts';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('rounds', () => {
  it('go on after one that failed, which is told, and are never two at once', async () => {
    const told: unknown[] = [];
    let [rounds, inside, most] = [0, 0, 0];
    const watch = new Rounds({
      everyMs: 1,
      round: async () => {
        most = Math.max(most, ++inside);
        await turn();
        inside -= 1;
        if (++rounds % 2 === 1) throw new Error(`round ${rounds}`);
      },
      onError: (error) => void told.push(error),
    });
    watch.start();
    while (rounds < 4) await turn();
    await watch.close();
    expect(told.slice(0, 2)).toEqual([new Error('round 1'), new Error('round 3')]);
    expect(most).toBe(1);
  });

  it('are over when close resolves, the last one finished', async () => {
    let [begun, finished] = [0, 0];
    const watch = new Rounds({
      everyMs: 1,
      round: async () => {
        begun += 1;
        await turn();
        finished += 1;
      },
      onError: () => undefined,
    });
    watch.start();
    while (begun === 0) await turn();
    await watch.close();
    expect([begun, watch.closing.aborted]).toEqual([finished, true]);
    await turn();
    expect(begun).toBe(finished);
  });

  it('do nothing when closed before they began', async () => {
    const watch = new Rounds({ everyMs: 1, round: () => expect.unreachable(), onError: (error) => expect.unreachable(String(error)) });
    await watch.close();
    watch.start();
    await turn();
  });
});
