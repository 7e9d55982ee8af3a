import { describe, expect, it } from 'vitest';
import { SampleLoss } from './sample-loss.ts';

/** 20 ms pieces, each heard `lateMs(second)` after its end; @returns in which second a loss was told, -1 for never */
function toldAt(lateMs: (second: number) => number, seconds: number): number {
  const loss = new SampleLoss();
  for (let piece = 0; piece < seconds * 50; piece += 1) {
    const ptsMs = piece * 20;
    if (loss.add(ptsMs, ptsMs + 20 + lateMs(ptsMs / 1000))) return Math.floor(ptsMs / 1000);
  }
  return -1;
}

describe('sound that a device has lost', () => {
  it('is told: everything after it is late, and stays late', () => {
    expect(toldAt((second) => (second < 10 ? 5 : 205), 30)).toBe(18);
  });

  it('is not taken from a machine out of breath that makes up for it, from a crystal that drifts, or from jitter', () => {
    expect(toldAt((second) => (second > 10 && second < 14 ? 2_000 : 5), 40)).toBe(-1);
    // Too busy for minutes: it gains and loses ground by tenths of a second.
    expect(toldAt((second) => (second > 10 ? 600 + 300 * Math.sin(second / 2) : 5), 200)).toBe(-1);
    expect(toldAt((second) => second * 0.2, 3_600)).toBe(-1);
    expect(toldAt((second) => 40 + 40 * Math.sin(second * 7), 60)).toBe(-1);
  });
});
