import { expect, it } from 'vitest';
import { CalendarClock } from './calendar-clock.ts';

function fakeClock() {
  let nowMs = 10_000;
  return { clock: { wallMs: () => nowMs, monotonicMs: () => nowMs }, pass: (ms: number) => (nowMs += ms) };
}

it('is right at first, is set, drifts and is corrected', () => {
  const { clock, pass } = fakeClock();
  const calendar = new CalendarClock(clock);
  expect(calendar.nowMs()).toBe(10_000);
  calendar.drift(0.1);
  pass(10_000);
  expect(calendar.nowMs()).toBeCloseTo(21_000);
  calendar.step(300_000);
  expect(calendar.nowMs()).toBeCloseTo(321_000);
  calendar.setTo(5_000);
  expect(calendar.nowMs()).toBeCloseTo(5_000);
  calendar.drift(0);
  calendar.correct();
  pass(10_000);
  expect(calendar.nowMs()).toBe(30_000);
});
