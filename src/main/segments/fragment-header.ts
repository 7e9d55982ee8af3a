import { childBoxes, contentOf, viewOf, type Box } from './box-splitter.ts';
import { find, one, type Track } from './movie-header.ts';

/** What a `moof` says about one track (ISO/IEC 14496-12, section 8.8). */
export interface TrackPart {
  readonly track: Track;
  /** Decode time of the first sample, in ticks of the track. */
  readonly decodeTime: number;
  readonly durationTicks: number;
  readonly samples: number;
  /** Size of its first sample: in a recording's picture track, the key picture. */
  readonly firstBytes: number;
  /** Its first sample can be decoded without any before it. */
  readonly startsInSync: boolean;
  /** Where its samples lie, in bytes from the start of the moof. */
  readonly ranges: readonly SampleRange[];
  /** Where the decode time stands inside the moof, and how wide it is: it is what `rebase` rewrites. */
  readonly decodeTimeOffset: number;
  readonly decodeTimeBytes: 4 | 8;
}

export interface SampleRange {
  readonly offset: number;
  readonly byteLength: number;
}

const trunFlags = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 } as const;
const tfhdFlags = { baseOffset: 0x1, description: 0x2, duration: 0x8, size: 0x10, flags: 0x20, moofIsBase: 0x20000 } as const;
/** `sample_is_non_sync_sample` (ISO/IEC 14496-12, section 8.8.3.1). */
const nonSync = 0x10000;

/** @throws Error when it is damaged, or speaks of a track that the moov does not have */
export function readTrackParts(moof: Box, tracks: readonly Track[]): readonly TrackPart[] {
  const parts: TrackPart[] = [];
  for (const traf of find(childBoxes(contentOf(moof)), 'traf')) parts.push(readPart(moof, traf, tracks, endOf(parts.at(-1)?.ranges ?? [])));
  return parts;
}

function readPart(moof: Box, traf: Box, tracks: readonly Track[], endBefore: number): TrackPart {
  const boxes = childBoxes(contentOf(traf));
  const header = viewOf(contentOf(one(boxes, 'tfhd')));
  const track = tracks.find((candidate) => candidate.trackId === header.getUint32(4));
  if (track === undefined) throw new Error('A fragment speaks of an unknown track');
  const sample = sampleDefaults(header, track);
  const runs = find(boxes, 'trun').map((trun) => readTrun(viewOf(contentOf(trun)), sample));
  const time = contentOf(one(boxes, 'tfdt'));
  const wide = viewOf(time).getUint8(0) === 1;
  return {
    track,
    decodeTime: wide ? Number(viewOf(time).getBigUint64(4)) : viewOf(time).getUint32(4),
    durationTicks: runs.reduce((sum, run) => sum + run.ticks, 0),
    samples: runs.reduce((sum, run) => sum + run.samples, 0),
    firstBytes: runs[0]?.firstBytes ?? 0,
    startsInSync: ((runs[0]?.firstFlags ?? 0) & nonSync) === 0,
    ranges: placeRuns(runs, baseOf(header, endBefore)),
    decodeTimeOffset: time.byteOffset + 4 - moof.bytes.byteOffset,
    decodeTimeBytes: wide ? 8 : 4,
  };
}

/** Offsets count from the moof, or (ISO/IEC 14496-12, section 8.8.7) from where the samples of the track part before end. */
function baseOf(tfhd: DataView, endBefore: number): number {
  const flags = tfhd.getUint32(0) & 0xffffff;
  if ((flags & tfhdFlags.baseOffset) !== 0) throw new Error('A fragment counts its offsets from the start of a file');
  return (flags & tfhdFlags.moofIsBase) === 0 ? endBefore : 0;
}

function placeRuns(runs: readonly TrackRun[], base: number): readonly SampleRange[] {
  const ranges: SampleRange[] = [];
  for (const { dataOffset, byteLength } of runs) ranges.push({ offset: dataOffset === undefined ? endOf(ranges) || base : base + dataOffset, byteLength });
  return ranges;
}

function endOf(ranges: readonly SampleRange[]): number {
  const last = ranges.at(-1);
  return last === undefined ? 0 : last.offset + last.byteLength;
}

interface SampleDefaults {
  readonly ticks: number;
  readonly bytes: number;
  /** ffmpeg always writes them here when they matter; without any, a sample counts as one that can be decoded alone. */
  readonly flags: number;
}

function sampleDefaults(tfhd: DataView, { defaultSampleDuration, defaultSampleBytes }: Track): SampleDefaults {
  const flags = tfhd.getUint32(0) & 0xffffff;
  let at = 8 + ((flags & tfhdFlags.baseOffset) === 0 ? 0 : 8) + ((flags & tfhdFlags.description) === 0 ? 0 : 4);
  const field = (flag: number) => {
    if ((flags & flag) === 0) return undefined;
    at += 4;
    return tfhd.getUint32(at - 4);
  };
  return { ticks: field(tfhdFlags.duration) ?? defaultSampleDuration, bytes: field(tfhdFlags.size) ?? defaultSampleBytes, flags: field(tfhdFlags.flags) ?? 0 };
}

interface TrackRun {
  readonly ticks: number;
  readonly samples: number;
  readonly byteLength: number;
  readonly dataOffset: number | undefined;
  readonly firstFlags: number;
  readonly firstBytes: number;
}

function readTrun(trun: DataView, each: SampleDefaults): TrackRun {
  const flags = trun.getUint32(0) & 0xffffff;
  const samples = trun.getUint32(4);
  const has = (flag: number) => (flags & flag) !== 0;
  const dataOffset = has(trunFlags.dataOffset) ? trun.getInt32(8) : undefined;
  const start = 8 + (has(trunFlags.dataOffset) ? 4 : 0) + (has(trunFlags.firstFlags) ? 4 : 0);
  const stride = 4 * [trunFlags.duration, trunFlags.size, trunFlags.flags, trunFlags.composition].filter(has).length;
  // The count is the sender's word: the box itself bounds how much is read.
  if (start + samples * stride > trun.byteLength) throw new Error('A trun reaches beyond its box');
  const sizeAt = has(trunFlags.duration) ? 4 : 0;
  const flagsAt = has(trunFlags.firstFlags) ? start - 4 : has(trunFlags.flags) && samples > 0 ? start + sizeAt + (has(trunFlags.size) ? 4 : 0) : undefined;
  const firstFlags = flagsAt === undefined ? each.flags : trun.getUint32(flagsAt);
  let ticks = has(trunFlags.duration) ? 0 : samples * each.ticks;
  let byteLength = has(trunFlags.size) ? 0 : samples * each.bytes;
  if (stride > 0)
    for (let n = 0; n < samples; n += 1) {
      if (has(trunFlags.duration)) ticks += trun.getUint32(start + n * stride);
      if (has(trunFlags.size)) byteLength += trun.getUint32(start + n * stride + sizeAt);
    }
  const firstBytes = has(trunFlags.size) && samples > 0 ? trun.getUint32(start + sizeAt) : each.bytes;
  return { ticks, samples, byteLength, dataOffset, firstFlags, firstBytes };
}
