import type { ByteSource } from './byte-source.ts';
import type { ChainLink } from './chain-link.ts';
import { hashSamples } from './fragment-hashes.ts';
import { leadingPart, wholeMs } from './fragment-reader.ts';
import { readTrackParts, type TrackPart } from './fragment-header.ts';
import type { Track } from './movie-header.ts';
import type { SegmentProblem } from './segment-report.ts';
import type { WalkedFragment } from './segment-walk.ts';

type FragmentProblem = Extract<SegmentProblem, 'pictures-altered' | 'sound-altered' | 'boxes-altered' | 'remuxed' | 'link-altered'>;

/** What was done to a fragment by its link; nothing when both fit. Its media are read again only when they do not. `init`: what the file begins with now. */
export async function judgeFragment(source: ByteSource, fragment: WalkedFragment, link: ChainLink, init: { readonly sha256: string; readonly tracks: readonly Track[] } | undefined): Promise<readonly FragmentProblem[]> {
  const parts = partsOf(fragment, init?.tracks ?? []);
  const sameHeader = fragment.hashes?.headerSha256 === link.headerSha256;
  // Media that were jumped over are not this check's business.
  const isJumpedOver = fragment.hashes !== undefined && fragment.hashes.mediaSha256 === undefined;
  const sameMedia = isJumpedOver || fragment.hashes?.mediaSha256 === link.mediaSha256;
  if (sameHeader && sameMedia) return init?.sha256 !== link.initSha256 || timesAgree(parts, link) ? [] : ['link-altered'];
  if (sameMedia || parts === undefined) return ['boxes-altered'];
  const { pictureSha256, soundSha256 } = hashSamples(await source.read(fragment.offset, fragment.bytes), parts);
  const problems: readonly FragmentProblem[] = [...(pictureSha256 === link.pictureSha256 ? [] : ['pictures-altered' as const]), ...(soundSha256 === link.soundSha256 ? [] : ['sound-altered' as const])];
  if (problems.length > 0) return problems;
  return [sameHeader ? 'boxes-altered' : 'remuxed'];
}

function partsOf({ moof }: WalkedFragment, tracks: readonly Track[]): readonly TrackPart[] | undefined {
  try {
    return readTrackParts(moof, tracks);
  } catch {
    // It cannot be the one that was written, which was read when its hashes were taken.
    return undefined;
  }
}

function timesAgree(parts: readonly TrackPart[] | undefined, link: ChainLink): boolean {
  if (parts === undefined || parts.length === 0) return false;
  const { decodeTime, durationTicks, track } = leadingPart(parts);
  const { mediaMs, durationMs } = wholeMs(decodeTime, durationTicks, track.timescale);
  return mediaMs === link.mediaMs && durationMs === link.durationMs;
}
