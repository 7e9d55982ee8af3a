import { createHash } from 'node:crypto';
import { readBoxHeader, type Box, type BoxHeader } from './box-splitter.ts';
import type { ByteSource } from './byte-source.ts';
import { readChainBox, type ChainLink } from './chain-link.ts';
import { readSignatureBox, type SignedHead } from './head-signature.ts';
import { nearestOwnBox, type OwnBox } from './uuid-box.ts';
import { findNextBox } from './walk-resumption.ts';

/** A box as it lies in the file. */
export interface PlacedBox {
  readonly type: string;
  readonly offset: number;
  readonly bytes: number;
}

/** A moof box with the mdat box right after it. */
export interface WalkedFragment {
  readonly offset: number;
  readonly bytes: number;
  readonly moof: Box;
  readonly media: { readonly offset: number; readonly bytes: number };
  /** undefined when nothing was hashed; without that of the media when they were jumped over. */
  readonly hashes: { readonly headerSha256: string; readonly mediaSha256: string | undefined } | undefined;
}

/** Everything between two chain boxes. Exactly one fragment and nothing else when nothing was done to it. */
export interface WalkedStretch {
  readonly offset: number;
  readonly fragments: readonly WalkedFragment[];
  /** What belongs to no fragment. */
  readonly strays: readonly PlacedBox[];
}

/** One thing met while walking a segment file from its start. */
export type WalkStep =
  | { readonly kind: 'init'; readonly offset: 0; readonly endOffset: number; readonly sha256: string; readonly boxes: readonly PlacedBox[] }
  | { readonly kind: 'linked'; readonly stretch: WalkedStretch; readonly offset: number; readonly endOffset: number; readonly chain: ReadBox<{ readonly link: ChainLink; readonly hash: string }> }
  /** Fragments before a signature box that have no chain box. */
  | { readonly kind: 'unlinked'; readonly stretch: WalkedStretch; readonly offset: number; readonly endOffset: number }
  | { readonly kind: 'signed'; readonly strays: readonly PlacedBox[]; readonly offset: number; readonly endOffset: number; readonly signed: ReadBox<{ readonly head: SignedHead; readonly signature: Uint8Array }> }
  /** After the last chain or signature box. `cutAt`: the file ends inside a box, or what is there is no box. */
  | { readonly kind: 'rest'; readonly stretch: WalkedStretch; readonly offset: number; readonly cutAt: number | undefined; readonly detail: string };

export type ReadBox<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly detail: string };

export interface WalkOptions {
  /** `headers`: media are jumped over, and what stands around them is hashed. `nothing`: enough to know what lies where. */
  readonly hash: 'everything' | 'headers' | 'nothing';
}

/** Places at which the walk goes on behind damage; a file that is all damage is not worth more. */
const resumptionLimit = 1_000;
/** With `v` last in the order of keys, every box of this format ends so. */
const endOfBox = '"v":1}';
const ownBoxLimit = 8 * 1024;
/** Boxes between two chain boxes that are told of one by one. */
const strayLimit = 32;

/**
 * Walks the boxes of a segment. Never throws for what the file holds: where a box makes no sense it goes on at the next that does.
 * Holds one moof and a stretch of boxes at a time, however long the file is.
 */
export async function* walkSegment(source: ByteSource, { hash }: WalkOptions): AsyncGenerator<WalkStep, void> {
  let stretch = new Stretch(0);
  let inInit = true;
  let last: PlacedBox | undefined;
  let wholeUntil = 0;
  let resumptions = 0;
  let cut: { readonly at: number; readonly detail: string } | undefined;
  for (let position = 0; position < source.size; ) {
    const header = await headerAt(source, position);
    if (typeof header === 'string') {
      const next = resumptions++ < resumptionLimit ? await resume(source, position, last) : undefined;
      if (next === undefined) {
        cut = { at: position, detail: header };
        break;
      }
      const from = stretch.forget(next.damagedFrom);
      // Of a box that was told of already nothing more is to be said.
      if (from >= stretch.offset) stretch.stray({ type: 'damaged', offset: from, bytes: next.offset - from });
      last = undefined;
      position = next.offset;
      continue;
    }
    const box = { type: header.type, offset: position, bytes: header.bytes };
    const own = await ownBoxAt(source, box, header);
    if (inInit && (header.type === 'moof' || own === 'chain' || own === 'signature')) {
      inInit = false;
      yield await initOf(source, stretch, position);
      wholeUntil = position;
      stretch = new Stretch(position);
    }
    position += header.bytes;
    last = box;
    if (own === 'chain' || own === 'signature') {
      yield* ownSteps(source, stretch, box, own);
      wholeUntil = position;
      stretch = new Stretch(position);
    } else if (header.type === 'moof') stretch.open({ type: 'moof', offset: box.offset, bytes: await source.read(box.offset, box.bytes) });
    else if (header.type === 'mdat' && stretch.moof !== undefined) stretch.close(box, header, hash === 'nothing' ? undefined : await hashFragment(source, stretch.moof, box, header, hash === 'everything'));
    else stretch.stray(box);
  }
  stretch.end();
  if (inInit && stretch.strays.some(({ type }) => type === 'moov') && cut === undefined) yield await initOf(source, stretch, source.size);
  else if (cut !== undefined && (await isWholeInside(source, cut.at))) yield* ownSteps(source, stretch, { type: 'damaged', offset: cut.at, bytes: source.size - cut.at }, await ownKindAt(source, cut.at + 8));
  else if (cut !== undefined || stretch.fragments.length > 0 || stretch.strays.length > 0) yield { kind: 'rest', stretch, offset: wholeUntil, cutAt: cut?.at, detail: cut?.detail ?? 'the last fragment has no chain box' };
}

async function initOf(source: ByteSource, { strays }: Stretch, endOffset: number): Promise<WalkStep> {
  return { kind: 'init', offset: 0, endOffset, sha256: await hashOf(source, 0, endOffset), boxes: strays };
}

async function* ownSteps(source: ByteSource, stretch: Stretch, box: PlacedBox, own: OwnBox | undefined): AsyncGenerator<WalkStep, void> {
  stretch.end();
  const endOffset = box.offset + box.bytes;
  if (own === 'chain') {
    yield { kind: 'linked', stretch, offset: box.offset, endOffset, chain: await readOwn(source, box, readChainBox) };
    return;
  }
  if (stretch.fragments.length > 0) yield { kind: 'unlinked', stretch, offset: stretch.offset, endOffset: box.offset };
  yield { kind: 'signed', strays: stretch.strays.filter((stray) => !isDamagedLink(stray, stretch)), offset: box.offset, endOffset, signed: await readOwn(source, box, readSignatureBox) };
}

/** Whether a box that seems cut off by the end of the file holds all that it should: then it is its length that was changed. */
async function isWholeInside(source: ByteSource, offset: number): Promise<boolean> {
  const own = await ownKindAt(source, offset + 8);
  if ((own !== 'chain' && own !== 'signature') || source.size - offset > ownBoxLimit) return false;
  return Buffer.from(await source.read(offset + 24, ownBoxLimit)).toString('latin1').endsWith(endOfBox);
}

/** What stands between a fragment and a signature and makes no sense was its chain box. */
export function isDamagedLink(stray: PlacedBox, { fragments }: WalkedStretch): boolean {
  const fragment = fragments.at(-1);
  return stray.type === 'damaged' && fragment !== undefined && stray.offset >= fragment.offset + fragment.bytes;
}

async function ownKindAt(source: ByteSource, offset: number): Promise<OwnBox | undefined> {
  return nearestOwnBox(await source.read(offset, 16));
}

class Stretch implements WalkedStretch {
  readonly offset: number;
  readonly fragments: WalkedFragment[] = [];
  readonly strays: PlacedBox[] = [];
  #moof: Box | undefined;

  constructor(offset: number) {
    this.offset = offset;
  }

  get moof(): Box | undefined {
    return this.#moof;
  }

  open(moof: Box): void {
    this.end();
    this.#moof = moof;
  }

  close(mdat: PlacedBox, { headerBytes }: BoxHeader, hashes: WalkedFragment['hashes']): void {
    const moof = this.#moof;
    this.#moof = undefined;
    if (moof === undefined || this.fragments.length >= strayLimit) return;
    const contentOffset = mdat.offset + headerBytes;
    this.fragments.push({ offset: moof.offset, bytes: mdat.offset + mdat.bytes - moof.offset, moof, media: { offset: contentOffset, bytes: mdat.bytes - headerBytes }, hashes });
  }

  stray(box: PlacedBox): void {
    this.end();
    if (this.strays.length < strayLimit) this.strays.push(box);
  }

  /** A moof that no mdat follows is a stray. */
  end(): void {
    const moof = this.#moof;
    this.#moof = undefined;
    if (moof !== undefined && this.strays.length < strayLimit) this.strays.push({ type: 'moof', offset: moof.offset, bytes: moof.bytes.byteLength });
  }

  /** Takes back what was read from `offset` on. @returns where the damage begins: at the moof when it was the mdat of one that made no sense */
  forget(offset: number): number {
    const open = this.#moof;
    this.#moof = undefined;
    const fragment = this.fragments.at(-1);
    if (fragment !== undefined && fragment.offset + fragment.bytes > offset) this.fragments.pop();
    const stray = this.strays.at(-1);
    if (stray !== undefined && stray.offset >= offset) this.strays.pop();
    return open?.offset ?? (fragment !== undefined && fragment.offset + fragment.bytes > offset ? fragment.offset : offset);
  }
}

async function headerAt(source: ByteSource, offset: number): Promise<BoxHeader | string> {
  try {
    const header = readBoxHeader(await source.read(offset, 16));
    if (header === undefined) return 'a box header is cut off';
    return offset + header.bytes > source.size ? `a ${header.type} box is cut off` : header;
  } catch (error) {
    return `no box at ${offset}: ${String(error)}`;
  }
}

/** Where the walk goes on, and from where on nothing can be made of what lies before it. */
async function resume(source: ByteSource, position: number, last: PlacedBox | undefined): Promise<{ readonly offset: number; readonly damagedFrom: number } | undefined> {
  // A box that says what it is has a wrong length itself; otherwise the length of the one before was wrong.
  const isNamed = await looksLikeBox(source, position);
  const damagedFrom = isNamed || last === undefined ? position : last.offset;
  const offset = await findNextBox(source, damagedFrom + 8);
  return offset === undefined ? undefined : { offset, damagedFrom };
}

async function looksLikeBox(source: ByteSource, position: number): Promise<boolean> {
  const bytes = await source.read(position, 24);
  return ['moof', 'mdat', 'uuid', 'moov'].includes(String.fromCharCode(...bytes.subarray(4, 8))) || nearestOwnBox(bytes.subarray(8)) !== undefined;
}

/** By its name alone: its type and its length may be what was changed. */
async function ownBoxAt(source: ByteSource, { type, offset }: PlacedBox, { headerBytes }: BoxHeader): Promise<OwnBox | undefined> {
  if (type === 'moof' || type === 'mdat') return undefined;
  return ownKindAt(source, offset + headerBytes);
}

async function readOwn<T extends object>(source: ByteSource, box: PlacedBox, read: (box: Box) => T): Promise<ReadBox<T>> {
  try {
    if (box.bytes > ownBoxLimit) throw new Error('A box is too large');
    return { ok: true, ...read({ type: box.type, offset: box.offset, bytes: await source.read(box.offset, box.bytes) }) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function hashFragment(source: ByteSource, moof: Box | undefined, mdat: PlacedBox, { headerBytes }: BoxHeader, withMedia: boolean): Promise<WalkedFragment['hashes']> {
  if (moof === undefined) return undefined;
  const headerSha256 = createHash('sha256').update(moof.bytes).update(await source.read(mdat.offset, headerBytes)).digest('hex');
  return { headerSha256, mediaSha256: withMedia ? await hashOf(source, mdat.offset + headerBytes, mdat.offset + mdat.bytes) : undefined };
}

async function hashOf(source: ByteSource, from: number, to: number): Promise<string> {
  const hash = createHash('sha256');
  for (let position = from; position < to; ) {
    const piece = await source.view(position, to - position);
    if (piece.byteLength === 0) break;
    hash.update(piece);
    position += piece.byteLength;
  }
  return hash.digest('hex');
}
