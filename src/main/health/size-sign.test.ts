import { describe, expect, it } from 'vitest';
import { SizeSign, type FragmentSizes } from './size-sign.ts';

const usual: FragmentSizes = { keyBytes: 40_000, changeBytes: 60_000, soundBytes: 12_000 };
const after = (before: readonly FragmentSizes[]): SizeSign => {
  const sign = new SizeSign();
  for (const sizes of before) sign.observe(sizes);
  return sign;
};
const calm = Array.from({ length: 10 }, (_, n) => ({ keyBytes: 40_000 + n * 300, changeBytes: 60_000 + (n % 3) * 9_000, soundBytes: 12_000 + (n % 2) * 900 }));

describe('the sizes of fragments', () => {
  it('ask for a look while nothing is known yet', () => {
    const sign = new SizeSign();
    expect([0, 1, 2, 3].map(() => sign.observe(usual).isUnusual)).toEqual([true, true, true, false]);
  });

  it('ask for none while they are as before', () => {
    expect(after(calm).observe(usual).isUnusual).toBe(false);
  });

  it.each<[string, Partial<FragmentSizes>]>([
    ['a camera repeats its picture', { changeBytes: 9_000 }],
    ['something moves a lot', { changeBytes: 400_000 }],
    ['a cloth lies over the lens', { keyBytes: 6_000 }],
    ['the light goes on', { keyBytes: 90_000 }],
    ['the line is dead', { soundBytes: 700 }],
    ['sound has no track any more', { soundBytes: null }],
  ])('ask for one when %s', (_name, change) => {
    expect(after(calm).observe({ ...usual, ...change }).isUnusual).toBe(true);
  });

  it('ask until the new sizes are the usual ones', () => {
    const sign = after(calm);
    const asked = Array.from({ length: 12 }, () => sign.observe({ ...usual, changeBytes: 9_000 }).isUnusual);
    expect(asked.slice(0, 4)).toEqual([true, true, true, true]);
    expect(asked.at(-1)).toBe(false);
  });

  it('say how little changes, against what usually does', () => {
    expect(after(calm).observe({ ...usual, changeBytes: 690 }).changeShare).toBeCloseTo(0.01, 2);
    expect(new SizeSign().observe(usual).changeShare).toBe(1);
  });
});
