import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StampOffset } from './stamp-offset.ts';

describe('the offset of the stamp', () => {
  it('never makes the stamp go back, whatever the target does', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }), (targets) => {
      const offset = new StampOffset(0, 0);
      let shown = 0;
      for (const [n, target] of targets.entries()) {
        const atMs = (n + 1) * 250;
        offset.follow(target, atMs);
        expect(atMs + offset.appliedMs).toBeGreaterThan(shown);
        shown = atMs + offset.appliedMs;
      }
    }));
  });

  it('reaches a small correction gently and a large one briskly', () => {
    const offset = new StampOffset(1_000, 0);
    offset.follow(1_020, 1_000);
    expect(offset.appliedMs).toBe(1_005);
    offset.follow(2_000, 2_000);
    expect(offset.appliedMs).toBe(1_105);
    for (let second = 3; second < 30; second += 1) offset.follow(1_200, second * 1_000);
    expect(offset.appliedMs).toBe(1_200);
  });
});
