import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KillBench, lossTable } from '../support/kill-bench.ts';

describe('a dozen kills', () => {
  let bench: KillBench;
  beforeAll(async () => {
    bench = await KillBench.open(Number(process.hrtime.bigint() % 1_000_000n));
  });
  afterAll(() => bench.close());

  it('lose nothing that was proven and at most the fragment under way; both copies and the ledger stay whole', async () => {
    const outcomes = await bench.run(12);
    process.stdout.write(`${lossTable(outcomes)}\n`);
    expect(outcomes).toHaveLength(12);
    for (const { kind, lostMs } of outcomes) expect(lostMs, kind).toBeLessThanOrEqual(1_000);
  });
});
