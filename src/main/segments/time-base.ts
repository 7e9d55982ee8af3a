import { leadingPart, wholeMs, type MediaFragment } from './fragment-reader.ts';
import { concatBytes, viewOf } from './box-splitter.ts';

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

/** So much memory lies behind the bytes of what `rebase` gives: its chain box and a signature are written there, and nothing is copied again. */
export const boxesBytes = 9_216;

/** The fragment as it goes into a segment that starts at `baseSeconds`. Only decode times (tfdt) change; the bytes given are left alone. */
export function rebase(fragment: MediaFragment, baseSeconds: number): RebasedFragment {
  const { byteLength } = fragment.bytes;
  const bytes = new Uint8Array(byteLength + boxesBytes).subarray(0, byteLength);
  bytes.set(fragment.bytes);
  const view = viewOf(bytes);
  for (const part of fragment.parts) {
    const ticks = rebasedTicks(part.decodeTime, part.track.timescale, baseSeconds);
    if (part.decodeTimeBytes === 8) view.setBigUint64(part.decodeTimeOffset, BigInt(ticks));
    else view.setUint32(part.decodeTimeOffset, ticks);
  }
  const { decodeTime, durationTicks, track } = leadingPart(fragment.parts);
  return { bytes, parts: fragment.parts, ...wholeMs(rebasedTicks(decodeTime, track.timescale, baseSeconds), durationTicks, track.timescale) };
}

/** What `rebase` gave with the boxes that follow it: in place, or in new memory where they are longer than what lies behind it. */
export function followedBy(bytes: Uint8Array, boxes: readonly Uint8Array[]): Uint8Array {
  const byteLength = bytes.byteLength + boxes.reduce((sum, box) => sum + box.byteLength, 0);
  if (bytes.byteOffset + byteLength > bytes.buffer.byteLength) return concatBytes([bytes, ...boxes]);
  const whole = new Uint8Array(bytes.buffer, bytes.byteOffset, byteLength);
  let at = bytes.byteLength;
  for (const box of boxes) {
    whole.set(box, at);
    at += box.byteLength;
  }
  return whole;
}

function rebasedTicks(decodeTime: number, timescale: number, baseSeconds: number): number {
  return Math.max(0, decodeTime - Math.round(baseSeconds * timescale));
}
