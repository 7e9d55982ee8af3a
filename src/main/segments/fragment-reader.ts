import { BoxSplitter, concatBytes, type Box } from './box-splitter.ts';
import { readTrackParts, type TrackPart } from './fragment-header.ts';
import { readTracks, type Track } from './movie-header.ts';

/** ftyp+moov: what a player needs before any fragment. */
export interface Init {
  readonly kind: 'init';
  readonly bytes: Uint8Array;
  readonly tracks: readonly Track[];
}

/** moof+mdat with its media times. */
export interface MediaFragment {
  readonly kind: 'fragment';
  readonly bytes: Uint8Array;
  readonly parts: readonly TrackPart[];
  /** Of the leading track (picture if there is one), from the start of the stream. Whole milliseconds. */
  readonly mediaMs: number;
  readonly durationMs: number;
  /** Pictures in it (samples of the leading track). */
  readonly samples: number;
  /** A player can begin with it: its first picture is a key frame, or the stream has no pictures. */
  readonly startsWithKey: boolean;
}

/** Reads what ffmpeg writes to a pipe: first one init, then fragments, as each becomes whole. */
export class FragmentReader {
  readonly #splitter = new BoxSplitter();
  #ftyp: Box | undefined;
  #moof: Box | undefined;
  #tracks: readonly Track[] | undefined;

  /** @throws Error when the stream is not a fragmented MP4; nothing more can then be read from it. */
  push(chunk: Uint8Array): (Init | MediaFragment)[] {
    return this.#splitter.push(chunk).flatMap((box) => this.#take(box) ?? []);
  }

  #take(box: Box): Init | MediaFragment | undefined {
    if (box.type === 'ftyp') this.#ftyp = box;
    if (box.type === 'moov') return this.#init(box);
    if (box.type === 'moof') this.#moof = box;
    if (box.type === 'mdat' && this.#moof !== undefined) return this.#fragment(this.#moof, box);
    return undefined;
  }

  #init(moov: Box): Init {
    if (this.#ftyp === undefined) throw new Error('A moov came before the ftyp');
    this.#tracks = readTracks(moov);
    return { kind: 'init', bytes: concatBytes([this.#ftyp.bytes, moov.bytes]), tracks: this.#tracks };
  }

  #fragment(moof: Box, mdat: Box): MediaFragment {
    if (this.#tracks === undefined) throw new Error('A fragment came before the moov');
    this.#moof = undefined;
    return toFragment(moof, mdat, this.#tracks);
  }
}

export function toFragment(moof: Box, mdat: Box, tracks: readonly Track[]): MediaFragment {
  const parts = readTrackParts(moof, tracks);
  const leading = leadingPart(parts);
  const times = wholeMs(leading.decodeTime, leading.durationTicks, leading.track.timescale);
  const startsWithKey = leading.track.kind === 'video' ? leading.startsInSync : !tracks.some((track) => track.kind === 'video');
  return { kind: 'fragment', bytes: joined(moof.bytes, mdat.bytes), parts, ...times, samples: leading.samples, startsWithKey };
}

/** Both in one piece: as they lie, where they lie side by side. */
function joined(moof: Uint8Array, mdat: Uint8Array): Uint8Array {
  if (moof.buffer !== mdat.buffer || moof.byteOffset + moof.byteLength !== mdat.byteOffset) return concatBytes([moof, mdat]);
  return new Uint8Array(moof.buffer, moof.byteOffset, moof.byteLength + mdat.byteLength);
}

/** Both ends are rounded, so that fragments that touch in ticks touch in milliseconds. */
export function wholeMs(decodeTime: number, durationTicks: number, timescale: number): { readonly mediaMs: number; readonly durationMs: number } {
  const mediaMs = Math.round((decodeTime * 1000) / timescale);
  return { mediaMs, durationMs: Math.round(((decodeTime + durationTicks) * 1000) / timescale) - mediaMs };
}

export function leadingPart(parts: readonly TrackPart[]): TrackPart {
  const leading = parts.find((part) => part.track.kind === 'video') ?? parts[0];
  if (leading === undefined) throw new Error('A fragment has no track');
  return leading;
}
