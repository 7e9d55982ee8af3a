import type { StreamKind } from '../../shared/domain/index.ts';
import type { PacketPresentation } from './packet-input.ts';

/** A stretch of the session: recorded as required, or an interruption. Together they are every millisecond from start to end. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly interruptionId: string | null;
}

/** From the first recorded instant of the session to the last. */
export function boundsOf({ session, segments }: Pick<PacketPresentation, 'session' | 'segments'>): { readonly startMs: number; readonly endMs: number } {
  return { startMs: session.recordingStartMs ?? Math.min(...segments.map((s) => s.startsAtMs)), endMs: session.recordingEndMs ?? Math.max(...segments.map((s) => s.endsAtMs)) };
}

/** Divides the time from the recording's start to its end among recorded stretches and interruptions, without overlap and without a rest. */
export function accountFor(startMs: number, endMs: number, interruptions: readonly { readonly interruptionId: string; readonly fromMs: number; readonly toMs: number | null }[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let at = startMs;
  for (const { interruptionId, fromMs, toMs } of [...interruptions].sort((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.min(Math.max(fromMs, at), endMs);
    const to = Math.min(Math.max(toMs ?? endMs, from), endMs);
    if (from > at) stretches.push({ fromMs: at, toMs: from, interruptionId: null });
    if (to > from) stretches.push({ fromMs: from, toMs: to, interruptionId });
    at = Math.max(at, to);
  }
  if (at < endMs) stretches.push({ fromMs: at, toMs: endMs, interruptionId: null });
  return stretches;
}

export interface StreamCoverage {
  readonly streamId: string;
  readonly kind: StreamKind;
  readonly name: string;
  readonly recordedMs: number;
  readonly segments: number;
  /** Stretches in which this stream has no media, longer than a fragment boundary can explain. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
}

const boundaryMs = 100;

/** What each stream has, from the sealed bounds of its segments. */
export function coverage(presentation: PacketPresentation, startMs: number, endMs: number): readonly StreamCoverage[] {
  const ids = [...new Set(presentation.segments.map((segment) => segment.streamId))];
  return ids.map((streamId) => {
    const segments = presentation.segments.filter((segment) => segment.streamId === streamId).sort((a, b) => a.startsAtMs - b.startsAtMs);
    const gaps: { fromMs: number; toMs: number }[] = [];
    let at = startMs;
    for (const { startsAtMs, endsAtMs } of segments) {
      if (startsAtMs - at > boundaryMs) gaps.push({ fromMs: at, toMs: startsAtMs });
      at = Math.max(at, endsAtMs);
    }
    if (endMs - at > boundaryMs) gaps.push({ fromMs: at, toMs: endMs });
    return { streamId, kind: segments[0]?.kind ?? 'stamped', name: segments[0]?.name ?? streamId, segments: segments.length, gaps, recordedMs: segments.reduce((sum, s) => sum + s.endsAtMs - s.startsAtMs, 0) };
  });
}
