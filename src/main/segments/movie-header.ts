import { childBoxes, contentOf, viewOf, type Box } from './box-splitter.ts';

export interface Track {
  readonly trackId: number;
  readonly kind: 'video' | 'audio' | 'other';
  /** Ticks per second. */
  readonly timescale: number;
  readonly defaultSampleDuration: number;
  readonly defaultSampleBytes: number;
}

/**
 * The tracks that a `moov` announces (ISO/IEC 14496-12, section 8.2).
 * @throws Error when it is damaged or names no track
 */
export function readTracks(moov: Box): readonly Track[] {
  const boxes = childBoxes(contentOf(moov));
  const defaults = new Map<number, SampleDefaults>();
  for (const trex of find(boxes, 'mvex').flatMap((mvex) => find(childBoxes(contentOf(mvex)), 'trex'))) {
    const view = viewOf(contentOf(trex));
    defaults.set(view.getUint32(4), { defaultSampleDuration: view.getUint32(12), defaultSampleBytes: view.getUint32(16) });
  }
  const tracks = find(boxes, 'trak').map((trak) => readTrack(trak, defaults));
  if (tracks.length === 0) throw new Error('The moov has no track');
  return tracks;
}

type SampleDefaults = Pick<Track, 'defaultSampleDuration' | 'defaultSampleBytes'>;

const noDefaults: SampleDefaults = { defaultSampleDuration: 0, defaultSampleBytes: 0 };

function readTrack(trak: Box, defaults: ReadonlyMap<number, SampleDefaults>): Track {
  const boxes = childBoxes(contentOf(trak));
  const header = viewOf(contentOf(one(boxes, 'tkhd')));
  const trackId = header.getUint32(header.getUint8(0) === 1 ? 20 : 12);
  const media = childBoxes(contentOf(one(boxes, 'mdia')));
  const mediaHeader = viewOf(contentOf(one(media, 'mdhd')));
  const timescale = mediaHeader.getUint32(mediaHeader.getUint8(0) === 1 ? 20 : 12);
  if (timescale === 0) throw new Error('A track has no timescale');
  const handler = contentOf(one(media, 'hdlr')).subarray(8, 12);
  return { trackId, timescale, kind: kindOf(String.fromCharCode(...handler)), ...(defaults.get(trackId) ?? noDefaults) };
}

function kindOf(handler: string): Track['kind'] {
  if (handler === 'vide') return 'video';
  return handler === 'soun' ? 'audio' : 'other';
}

export function find(boxes: readonly Box[], type: string): readonly Box[] {
  return boxes.filter((box) => box.type === type);
}

export function one(boxes: readonly Box[], type: string): Box {
  const [found] = find(boxes, type);
  if (found === undefined) throw new Error(`A ${type} box is missing`);
  return found;
}
