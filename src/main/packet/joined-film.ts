import { formatRoomTime } from '../../shared/domain/index.ts';
import type { FilmPanel, FilmPiece } from '../ffmpeg/index.ts';
import type { PacketSegment } from './packet-input.ts';

export interface JoinedStretch {
  readonly pieces: readonly FilmPiece[];
  readonly panels: readonly FilmPanel[];
  /** Room time of what the stretch lacks. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** Shorter holes are where two fragments meet. */
const boundaryMs = 100;

/**
 * What one stream recorded between two moments of room time, laid out on a film from `atMs` on: as long as it lasted, with a panel wherever
 * nothing was recorded. So a place in the film is a moment of the session.
 */
export function joinedStretch(segments: readonly PacketSegment[], fromMs: number, toMs: number, atMs: number, timeZone: string): JoinedStretch {
  const pieces: FilmPiece[] = [];
  const gaps: { fromMs: number; toMs: number }[] = [];
  let until = fromMs;
  const miss = (end: number) => {
    if (end - until > boundaryMs) gaps.push({ fromMs: until, toMs: end });
  };
  for (const { path, startsAtMs, endsAtMs } of segments.toSorted((a, b) => a.startsAtMs - b.startsAtMs)) {
    const start = Math.max(startsAtMs, until);
    const end = Math.min(endsAtMs, toMs);
    if (end <= start) continue;
    miss(start);
    pieces.push({ path, inMs: start - startsAtMs, outMs: end - startsAtMs, atMs: atMs + start - fromMs });
    until = end;
  }
  miss(toMs);
  const time = (ms: number) => formatRoomTime(ms, timeZone);
  const panels = gaps.map((gap) => ({ fromMs: atMs + gap.fromMs - fromMs, toMs: atMs + gap.toMs - fromMs, lines: ['此段无录像 NOTHING WAS RECORDED', `${time(gap.fromMs)} — ${time(gap.toMs)}`] }));
  return { pieces, panels, gaps };
}
