import { concatBytes, readBoxHeader, viewOf } from './box-splitter.ts';
import { utf8 } from '../../shared/base/index.ts';

/** Among the compatible brands of every segment (ISO/IEC 14496-12, section 4.3): who finds it without chain boxes knows that they were taken out. */
const brand = utf8('shlu');

/** An init whose ftyp box names the brand of this format. @param init ftyp first */
export function markInit(init: Uint8Array): Uint8Array {
  const header = readBoxHeader(init);
  if (header?.type !== 'ftyp') throw new Error('An init does not begin with ftyp');
  const ftyp = concatBytes([init.subarray(0, header.bytes), brand]);
  viewOf(ftyp).setUint32(0, ftyp.byteLength);
  return concatBytes([ftyp, init.subarray(header.bytes)]);
}

/** @param start the first bytes of a file */
export function isMarked(start: Uint8Array): boolean {
  try {
    const header = readBoxHeader(start);
    const brands = header?.type === 'ftyp' ? start.subarray(16, header.bytes) : new Uint8Array();
    return Array.from({ length: Math.floor(brands.byteLength / 4) }, (_, n) => brands.subarray(n * 4, n * 4 + 4)).some((each) => each.every((byte, n) => byte === brand[n]));
  } catch {
    // What is no box names no brand.
    return false;
  }
}
