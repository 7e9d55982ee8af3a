import type { PacketMedia, PacketPresentation } from './packet-input.ts';
import { durationText } from './report-words.ts';

type Placed = Pick<PacketPresentation, 'segments'>;

/** Where a moment of room time lies: camera or microphone, file, and offset in it. Native streams show what the stamped ones show. */
export interface MediaPlace {
  readonly name: string;
  readonly streamId: string;
  readonly segment: string;
  readonly mediaMs: number;
}

/** One place for each camera and microphone that was recording then. `edge`: a moment between two files belongs to the one that ends there, or to the one that begins. */
export function placesAt({ segments }: Placed, atMs: number, edge: 'end' | 'begin'): readonly MediaPlace[] {
  return segments
    .filter(({ kind, startsAtMs, endsAtMs }) => kind !== 'native' && (edge === 'end' ? startsAtMs < atMs && atMs <= endsAtMs : startsAtMs <= atMs && atMs < endsAtMs))
    .map(({ name, streamId, segment, startsAtMs }) => ({ name, streamId, segment, mediaMs: Math.round(atMs - startsAtMs) }));
}

/** The room time of a position; null when its file is not in the packet. */
export function roomTimeOf({ segments }: Placed, position: PacketMedia | null): number | null {
  const segment = position === null ? undefined : segments.find((each) => each.streamId === position.streamId && each.segment === position.segment);
  return segment === undefined || position === null ? null : segment.startsAtMs + position.mediaMs;
}

export function placeText({ name, streamId, segment, mediaMs }: MediaPlace): string {
  return `${name} ${streamId}/${segment} +${durationText(mediaMs)}`;
}

export function placesText(places: readonly MediaPlace[]): string {
  return places.length === 0 ? '—' : places.map(placeText).join('\n');
}
