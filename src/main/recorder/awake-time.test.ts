import { expect, it } from 'vitest';
import { AwakeTime } from './awake-time.ts';

it('counts what passes while it is looked at, and of a sleep no more than two looks', () => {
  const awake = new AwakeTime(1_000, 250);
  for (const nowMs of [1_250, 1_500, 1_800]) awake.pass(nowMs);
  expect(awake.ms).toBe(800);
  awake.pass(3_601_800);
  expect(awake.ms).toBe(1_300);
});
