import { describe, expect, it } from 'vitest';
import { validityOf } from './validity.ts';

const dayMs = 86_400_000;

describe('the validity of a certificate', () => {
  it('is warned of in its last thirty days, and then over', () => {
    expect(validityOf(40 * dayMs, 0)).toEqual({ state: 'good', days: 40 });
    expect(validityOf(29.5 * dayMs, 0)).toEqual({ state: 'ending', days: 29 });
    expect(validityOf(0, 1)).toEqual({ state: 'over', days: 0 });
  });
});
