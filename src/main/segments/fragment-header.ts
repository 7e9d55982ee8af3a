import { childBoxes, contentOf, viewOf, type Box } from './box-splitter.ts';
import { find, one, type Track } from './movie-header.ts';

/** What a `moof` says about one track (ISO/IEC 14496-12, section 8.8). */
export interface TrackPart {
  readonly track: Track;
  /** Decode time of the first sample, in ticks of the track. */
  readonly decodeTime: number;
  readonly durationTicks: number;
  readonly samples: number;
  /** Where the decode time stands inside the moof, and how wide it is: it is what `rebase` rewrites. */
  readonly decodeTimeOffset: number;
  readonly decodeTimeBytes: 4 | 8;
}

const trunFlags = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 } as const;
const tfhdFlags = { baseOffset: 0x1, description: 0x2, duration: 0x8 } as const;

/** @throws Error when it is damaged, or speaks of a track that the moov does not have */
export function readTrackParts(moof: Box, tracks: readonly Track[]): readonly TrackPart[] {
  return find(childBoxes(contentOf(moof)), 'traf').map((traf) => readPart(moof, traf, tracks));
}

function readPart(moof: Box, traf: Box, tracks: readonly Track[]): TrackPart {
  const boxes = childBoxes(contentOf(traf));
  const header = viewOf(contentOf(one(boxes, 'tfhd')));
  const track = tracks.find((candidate) => candidate.trackId === header.getUint32(4));
  if (track === undefined) throw new Error('A fragment speaks of an unknown track');
  const sampleDuration = defaultDuration(header) ?? track.defaultSampleDuration;
  const runs = find(boxes, 'trun').map((trun) => readTrun(viewOf(contentOf(trun)), sampleDuration));
  const time = contentOf(one(boxes, 'tfdt'));
  const wide = viewOf(time).getUint8(0) === 1;
  return {
    track,
    decodeTime: wide ? Number(viewOf(time).getBigUint64(4)) : viewOf(time).getUint32(4),
    durationTicks: runs.reduce((sum, run) => sum + run.ticks, 0),
    samples: runs.reduce((sum, run) => sum + run.samples, 0),
    decodeTimeOffset: time.byteOffset + 4 - moof.bytes.byteOffset,
    decodeTimeBytes: wide ? 8 : 4,
  };
}

function defaultDuration(tfhd: DataView): number | undefined {
  const flags = tfhd.getUint32(0) & 0xffffff;
  if ((flags & tfhdFlags.duration) === 0) return undefined;
  return tfhd.getUint32(8 + ((flags & tfhdFlags.baseOffset) === 0 ? 0 : 8) + ((flags & tfhdFlags.description) === 0 ? 0 : 4));
}

function readTrun(trun: DataView, sampleDuration: number): { readonly ticks: number; readonly samples: number } {
  const flags = trun.getUint32(0) & 0xffffff;
  const samples = trun.getUint32(4);
  const has = (flag: number) => (flags & flag) !== 0;
  if (!has(trunFlags.duration)) return { ticks: samples * sampleDuration, samples };
  const start = 8 + (has(trunFlags.dataOffset) ? 4 : 0) + (has(trunFlags.firstFlags) ? 4 : 0);
  const stride = 4 * [trunFlags.duration, trunFlags.size, trunFlags.flags, trunFlags.composition].filter(has).length;
  // The count is the sender's word: the box itself bounds how much is read.
  if (start + samples * stride > trun.byteLength) throw new Error('A trun reaches beyond its box');
  let ticks = 0;
  for (let n = 0; n < samples; n += 1) ticks += trun.getUint32(start + n * stride);
  return { ticks, samples };
}
