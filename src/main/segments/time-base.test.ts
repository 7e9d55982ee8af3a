import { describe, expect, it } from 'vitest';
import { boxesBytes, followedBy } from './time-base.ts';

const given = () => {
  const bytes = new Uint8Array(4 + boxesBytes).subarray(0, 4);
  bytes.set([1, 2, 3, 4]);
  return bytes;
};

describe('the boxes behind a fragment', () => {
  it('are written where it lies', () => {
    const bytes = given();
    const whole = followedBy(bytes, [Uint8Array.of(5, 6), Uint8Array.of(7)]);
    expect([...whole]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(whole.buffer).toBe(bytes.buffer);
  });

  it('stand behind it whole, however long they are', () => {
    const box = new Uint8Array(boxesBytes + 1).fill(9);
    const whole = followedBy(given(), [box]);
    expect([...whole.subarray(0, 5)]).toEqual([1, 2, 3, 4, 9]);
    expect(whole.byteLength).toBe(4 + boxesBytes + 1);
  });
});
