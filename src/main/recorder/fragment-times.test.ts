import { describe, expect, it } from 'vitest';
import type { MediaFragment } from '../segments/index.ts';
import { FragmentTimes, type TimedFragment } from './fragment-times.ts';
import { FrameLines } from './frame-lines.ts';
import { LevelMeter } from './level-meter.ts';

function fragment(mediaMs: number, samples: number): MediaFragment {
  return { kind: 'fragment', bytes: new Uint8Array(), parts: [], mediaMs, durationMs: samples * 40, samples, startsWithKey: true };
}

function pictures(times: FragmentTimes, from: number, count: number, offsetMs = 10_000): TimedFragment[] {
  return Array.from({ length: count }, (_, n) => times.addPicture({ ptsMs: 1_000 + (from + n) * 40, offsetMs })).flat();
}

describe('fragments and their pictures', () => {
  it('are joined by counting, whichever comes first', () => {
    const times = new FragmentTimes();
    expect(pictures(times, 0, 30)).toEqual([]);
    // The muxer puts the very first picture at media time zero.
    expect(times.addFragment(fragment(0, 25)).map((joined) => joined.first.ptsMs)).toEqual([1_000]);
    expect(times.addFragment(fragment(2_000, 25))).toEqual([]);
    expect(pictures(times, 30, 20).map((joined) => joined.first.ptsMs)).toEqual([2_000]);
  });

  it('are not believed when they come apart', () => {
    const times = new FragmentTimes();
    pictures(times, 0, 75);
    times.addFragment(fragment(0, 25));
    times.addFragment(fragment(1_000, 25));
    expect(() => times.addFragment(fragment(2_080, 25))).toThrow('come apart by -80 ms');
  });

  it('show where no picture came', () => {
    const times = new FragmentTimes();
    times.addPicture({ ptsMs: 1_000, offsetMs: 500 });
    times.addPicture({ ptsMs: 4_200, offsetMs: 500 });
    times.addPicture({ ptsMs: 4_240, offsetMs: 500 });
    expect(times.addFragment(fragment(0, 2))[0]?.holes).toEqual([{ fromMs: 1_500, toMs: 4_700 }]);
  });
});

describe('lines of pictures', () => {
  it('are read however they are cut', () => {
    const lines = new FrameLines();
    const text = 'frame:0    pts:0       pts_time:0\nf=1\nframe:12   pts:43200   pts_time:0.48\nf=1\nframe:13   pts:-90   pts_time:-0.001\n';
    const read = text.split(/(?=.)/s).flatMap((character) => lines.push(Buffer.from(character)));
    expect(read).toEqual([0, 480, -1]);
  });
});

describe('the level', () => {
  it('is measured for every second of sound', () => {
    const meter = new LevelMeter();
    const second = Buffer.alloc(32_000);
    expect(meter.push(second)).toEqual([-120]);
    for (let n = 0; n < 16_000; n += 1) second.writeInt16LE(n % 2 === 0 ? 16_384 : -16_384, n * 2);
    expect([...meter.push(second.subarray(0, 9_999)), ...meter.push(second.subarray(9_999))]).toEqual([-6]);
  });
});
