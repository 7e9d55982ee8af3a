import { leadingPart, wholeMs, type MediaFragment } from './fragment-reader.ts';
import { viewOf } from './box-splitter.ts';

/**
 * The zero of a segment's media time, in seconds of the run's. Every segment starts near zero, so that it plays alone in players
 * that wait for the first picture from time zero.
 */
export function timeBaseOf(first: MediaFragment): number {
  return Math.min(...first.parts.map((part) => part.decodeTime / part.track.timescale));
}

export interface RebasedFragment {
  readonly bytes: Uint8Array;
  /** As they were before; where the samples lie has not changed. */
  readonly parts: MediaFragment['parts'];
  readonly mediaMs: number;
  readonly durationMs: number;
}

/** The fragment as it goes into a segment that starts at `baseSeconds`. Only decode times (tfdt) change; the bytes given are left alone. */
export function rebase(fragment: MediaFragment, baseSeconds: number): RebasedFragment {
  const bytes = Uint8Array.from(fragment.bytes);
  const view = viewOf(bytes);
  for (const part of fragment.parts) {
    const ticks = rebasedTicks(part.decodeTime, part.track.timescale, baseSeconds);
    if (part.decodeTimeBytes === 8) view.setBigUint64(part.decodeTimeOffset, BigInt(ticks));
    else view.setUint32(part.decodeTimeOffset, ticks);
  }
  const { decodeTime, durationTicks, track } = leadingPart(fragment.parts);
  return { bytes, parts: fragment.parts, ...wholeMs(rebasedTicks(decodeTime, track.timescale, baseSeconds), durationTicks, track.timescale) };
}

function rebasedTicks(decodeTime: number, timescale: number, baseSeconds: number): number {
  return Math.max(0, decodeTime - Math.round(baseSeconds * timescale));
}
