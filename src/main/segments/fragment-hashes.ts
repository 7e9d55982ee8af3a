import { createHash } from 'node:crypto';
import { readBoxHeader } from './box-splitter.ts';
import type { TrackPart } from './fragment-header.ts';

/** What a fragment is, told apart so that a checker can say what was done to it. Together the first two cover every byte of it once. */
export interface FragmentHashes {
  /** The moof box and the header of the mdat box. */
  readonly headerSha256: string;
  /** What is in the mdat box. */
  readonly mediaSha256: string;
  /** The samples of the picture tracks in the order of the moof; null when it has none. */
  readonly pictureSha256: string | null;
  /** The same of the sound tracks. */
  readonly soundSha256: string | null;
}

/** @param bytes moof and mdat */
export function hashFragment(bytes: Uint8Array, parts: readonly TrackPart[]): FragmentHashes {
  const mediaOffset = mediaOffsetOf(bytes);
  return {
    headerSha256: createHash('sha256').update(bytes.subarray(0, mediaOffset)).digest('hex'),
    mediaSha256: createHash('sha256').update(bytes.subarray(mediaOffset)).digest('hex'),
    ...hashSamples(bytes, parts),
  };
}

export function hashSamples(bytes: Uint8Array, parts: readonly TrackPart[]): Pick<FragmentHashes, 'pictureSha256' | 'soundSha256'> {
  return { pictureSha256: hashTracks(bytes, parts, 'video'), soundSha256: hashTracks(bytes, parts, 'audio') };
}

function hashTracks(bytes: Uint8Array, parts: readonly TrackPart[], kind: TrackPart['track']['kind']): string | null {
  const own = parts.filter(({ track }) => track.kind === kind);
  if (own.length === 0) return null;
  const hash = createHash('sha256');
  for (const { offset, byteLength } of own.flatMap((part) => part.ranges)) hash.update(bytes.subarray(Math.max(0, offset), Math.max(0, offset + byteLength)));
  return hash.digest('hex');
}

/** Where the content of the mdat box begins, which is the second box. */
function mediaOffsetOf(bytes: Uint8Array): number {
  const moof = readBoxHeader(bytes);
  const mdat = moof === undefined ? undefined : readBoxHeader(bytes.subarray(moof.bytes));
  if (moof === undefined || mdat === undefined) throw new Error('A fragment is not moof and mdat');
  return moof.bytes + mdat.headerBytes;
}
