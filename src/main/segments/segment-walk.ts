import { concatBytes, readBoxHeader, type Box, type BoxHeader } from './box-splitter.ts';
import type { ByteSource } from './byte-source.ts';
import { readChainBox, type ChainLink } from './chain-link.ts';

/** One thing met while walking a segment file from its start. */
export type WalkStep =
  | { readonly kind: 'init'; readonly offset: number; readonly bytes: Uint8Array; readonly moov: Box }
  | { readonly kind: 'linked'; readonly offset: number; readonly bytes: number; readonly moof: Box; readonly mdat: Box | undefined; readonly link: ChainLink; readonly hash: string; readonly endOffset: number }
  | { readonly kind: 'foreign'; readonly offset: number; readonly detail: string }
  | { readonly kind: 'torn'; readonly offset: number; readonly detail: string };

interface Found {
  readonly header: BoxHeader;
  readonly offset: number;
}

/**
 * Walks the boxes of a segment. With `media` false the mdat boxes are jumped over (`mdat` is then undefined): quick, and enough to know what lies where.
 * Never throws for what the file holds: damage is a step.
 */
export async function* walkSegment(source: ByteSource, options: { readonly media: boolean }): AsyncGenerator<WalkStep, void> {
  let position = 0;
  let ftyp: Box | undefined;
  let moof: Box | undefined;
  let mdat: (Found & { readonly box: Box | undefined }) | undefined;
  let wholeUntil = 0;
  while (position < source.size) {
    const found = await headerAt(source, position);
    if (typeof found === 'string') {
      yield { kind: 'torn', offset: wholeUntil, detail: found };
      return;
    }
    const { header, offset } = found;
    position += header.bytes;
    const read = async (): Promise<Box> => ({ type: header.type, offset, bytes: await source.read(offset, header.bytes) });
    if (header.type === 'ftyp' && offset === 0) {
      ftyp = await read();
    } else if (header.type === 'moov' && ftyp !== undefined && wholeUntil === 0) {
      const moov = await read();
      wholeUntil = position;
      yield { kind: 'init', offset: 0, bytes: concatBytes([ftyp.bytes, moov.bytes]), moov };
    } else if (header.type === 'moof' && moof === undefined) {
      moof = await read();
    } else if (header.type === 'mdat' && moof !== undefined && mdat === undefined) {
      mdat = { ...found, box: options.media ? await read() : undefined };
    } else if (header.type === 'uuid' && moof !== undefined && mdat !== undefined) {
      const chain = chainOf(await read());
      if (typeof chain === 'string') yield { kind: 'foreign', offset, detail: chain };
      else
        yield { kind: 'linked', offset: moof.offset, bytes: offset - moof.offset, moof, mdat: mdat.box, ...chain, endOffset: position };
      wholeUntil = position;
      moof = undefined;
      mdat = undefined;
    } else {
      yield { kind: 'foreign', offset, detail: `an unexpected ${header.type} box` };
      if (header.type === 'moof') {
        moof = await read();
        mdat = undefined;
      }
    }
  }
  if (moof !== undefined || (wholeUntil === 0 && ftyp !== undefined))
    yield { kind: 'torn', offset: wholeUntil, detail: 'the last fragment has no chain box' };
}

async function headerAt(source: ByteSource, offset: number): Promise<Found | string> {
  try {
    const header = readBoxHeader(await source.read(offset, 16));
    if (header === undefined) return 'a box header is cut off';
    return offset + header.bytes > source.size ? `a ${header.type} box is cut off` : { header, offset };
  } catch (error) {
    return `no box at ${offset}: ${String(error)}`;
  }
}

function chainOf(box: Box): { readonly link: ChainLink; readonly hash: string } | string {
  try {
    return readChainBox(box) ?? 'an unknown uuid box';
  } catch (error) {
    return `a damaged chain box: ${String(error)}`;
  }
}
