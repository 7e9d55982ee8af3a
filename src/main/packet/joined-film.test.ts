import { describe, expect, it } from 'vitest';
import { joinedStretch } from './joined-film.ts';
import type { PacketSegment } from './packet-input.ts';

const startMs = Date.UTC(2026, 10, 23, 6, 0, 0);
const segment = (path: string, fromMs: number, toMs: number): PacketSegment => ({ path, startsAtMs: startMs + fromMs, endsAtMs: startMs + toMs, streamId: 'cam', kind: 'stamped', name: '', role: 'overview', segment: path, bytes: 1, sha256: '' });
const segments = [segment('b', 10_030, 20_000), segment('a', 0, 10_000), segment('c', 27_000, 30_000)];
const joined = (fromMs: number, toMs: number, atMs = 0) => joinedStretch(segments, startMs + fromMs, startMs + toMs, atMs, 'Asia/Shanghai');

describe('a stretch joined over segments', () => {
  it('keeps every moment in its place and shows what is missing', () => {
    const { pieces, panels, gaps } = joined(0, 30_000);
    expect(pieces).toEqual([{ path: 'a', inMs: 0, outMs: 10_000, atMs: 0 }, { path: 'b', inMs: 0, outMs: 9_970, atMs: 10_030 }, { path: 'c', inMs: 0, outMs: 3_000, atMs: 27_000 }]);
    expect(gaps).toEqual([{ fromMs: startMs + 20_000, toMs: startMs + 27_000 }]);
    expect(panels).toEqual([{ fromMs: 20_000, toMs: 27_000, lines: ['此段无录像 NOTHING WAS RECORDED', '2026-11-23 14:00:20 — 2026-11-23 14:00:27'] }]);
  });

  it('is cut at both ends, within a segment and over several', () => {
    expect(joined(2_000, 4_500, 3_000).pieces).toEqual([{ path: 'a', inMs: 2_000, outMs: 4_500, atMs: 3_000 }]);
    expect(joined(9_000, 12_000, 3_000).pieces).toEqual([{ path: 'a', inMs: 9_000, outMs: 10_000, atMs: 3_000 }, { path: 'b', inMs: 0, outMs: 1_970, atMs: 4_030 }]);
  });

  it('that holds nothing is one gap', () => {
    expect(joined(21_000, 25_000)).toMatchObject({ pieces: [], gaps: [{ fromMs: startMs + 21_000, toMs: startMs + 25_000 }] });
  });
});
