import { describe, expect, it } from 'vitest';
import { rateOf, withSample, type ExportSample } from './export-rate.ts';

const copying = (atMs: number, bytesDone: number): ExportSample => ({ phase: 'copying', bytesDone, bytesTotal: 100_000_000, atMs });
const after = (samples: readonly ExportSample[]) => samples.reduce<readonly ExportSample[]>((kept, sample) => withSample(kept, sample), []);

describe('rate of an export', () => {
  it('says nothing before it has measured for a second', () => {
    expect(rateOf([])).toEqual({ bytesPerSecond: 0, leftMs: null });
    expect(rateOf(after([copying(0, 0), copying(500, 9_000_000)]))).toEqual({ bytesPerSecond: 0, leftMs: null });
  });

  it('is that of the last ten seconds, and the time left follows it', () => {
    expect(rateOf(after([copying(0, 0), copying(2_000, 20_000_000)]))).toEqual({ bytesPerSecond: 10_000_000, leftMs: 8_000 });
    const slower = [copying(0, 0), copying(1_000, 50_000_000), copying(12_000, 61_000_000), copying(20_000, 69_000_000)];
    expect(rateOf(after(slower))).toEqual({ bytesPerSecond: 1_000_000, leftMs: 31_000 });
  });

  it('begins anew with each phase and makes no promise while nothing moves', () => {
    expect(rateOf(after([copying(0, 0), copying(2_000, 20_000_000), { phase: 'reading-back', bytesDone: 0, bytesTotal: 1, atMs: 3_000 }]))).toEqual({ bytesPerSecond: 0, leftMs: null });
    expect(rateOf(after([copying(0, 5), copying(9_000, 5)]))).toEqual({ bytesPerSecond: 0, leftMs: null });
  });
});
