import { readBoxHeader } from './box-splitter.ts';
import type { ByteSource } from './byte-source.ts';
import { ownBoxKind } from './uuid-box.ts';

const windowBytes = 64 * 1024;
/** A window overlaps the one before by this much, so that nothing hides on the border. */
const overlapBytes = 32;
/** Names that turned out to be nothing. In coded pictures one comes by in gigabytes. */
const falseLimit = 10_000;

/**
 * The next place at or after `from` where a box of this format or a fragment begins, found by its name: for going on behind damage.
 * undefined when there is none up to the end.
 */
export async function findNextBox(source: ByteSource, from: number): Promise<number | undefined> {
  let tried = 0;
  for (let position = from; position < source.size; position += windowBytes - overlapBytes) {
    const window = Buffer.from(await source.read(position, windowBytes));
    for (const at of candidates(window)) {
      if (await isBoxAt(source, position + at)) return position + at;
      if (++tried > falseLimit) return undefined;
    }
  }
  return undefined;
}

/** Where the names `moof` and `uuid` stand, less the length before them. */
function candidates(window: Buffer): readonly number[] {
  const found: number[] = [];
  for (const name of ['moof', 'uuid'])
    for (let at = window.indexOf(name, 4, 'latin1'); at !== -1; at = window.indexOf(name, at + 1, 'latin1')) found.push(at - 4);
  return found.sort((a, b) => a - b);
}

/** A name may stand anywhere in coded pictures: it must be followed by what follows it in a segment. */
async function isBoxAt(source: ByteSource, offset: number): Promise<boolean> {
  try {
    const start = await source.read(offset, 32);
    const header = readBoxHeader(start);
    if (header === undefined || offset + header.bytes > source.size) return false;
    if (header.type === 'uuid') return ownBoxKind(start.subarray(header.headerBytes)) !== undefined;
    return header.type === 'moof' && readBoxHeader(await source.read(offset + header.bytes, 16))?.type === 'mdat';
  } catch {
    // No box, then.
    return false;
  }
}
