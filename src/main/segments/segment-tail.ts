import { open } from 'node:fs/promises';
import { BoxSplitter, concatBytes, contentOf, type Box } from './box-splitter.ts';
import { readChainBox, type ChainLink } from './chain-link.ts';
import { ownBoxKind } from './uuid-box.ts';
import { toFragment, type MediaFragment } from './fragment-reader.ts';
import { readTracks, type Track } from './movie-header.ts';

/** A fragment as it lies on a disk, with what its chain box says about it. */
export interface WrittenFragment {
  readonly media: MediaFragment;
  readonly link: ChainLink;
}

/**
 * Follows a segment file while it is being written: each reading gives what was added since the last. Both copies hold the same bytes,
 * so every reading may be of either disk.
 */
export class SegmentTail {
  readonly #splitter = new BoxSplitter();
  #offset = 0;
  #ftyp: Box | undefined;
  #moof: Box | undefined;
  #media: MediaFragment | undefined;
  #tracks: readonly Track[] = [];
  #init: Uint8Array | undefined;

  /** ftyp and moov, once they were read. */
  get init(): Uint8Array | undefined {
    return this.#init;
  }

  get hasSound(): boolean {
    return this.#tracks.some((track) => track.kind === 'audio');
  }

  /** @throws Error when the file cannot be opened or what it holds makes no sense */
  async read(path: string): Promise<readonly WrittenFragment[]> {
    const bytes = await readFrom(path, this.#offset);
    this.#offset += bytes.byteLength;
    return this.#splitter.push(bytes).flatMap((box) => this.#take(box) ?? []);
  }

  #take(box: Box): WrittenFragment | undefined {
    if (box.type === 'ftyp') this.#ftyp = box;
    if (box.type === 'moov') {
      this.#tracks = readTracks(box);
      this.#init = concatBytes([...(this.#ftyp === undefined ? [] : [this.#ftyp.bytes]), box.bytes]);
    }
    if (box.type === 'moof') this.#moof = box;
    if (box.type === 'mdat' && this.#moof !== undefined) this.#media = toFragment(this.#moof, box, this.#tracks);
    if (this.#media === undefined || box.type !== 'uuid' || ownBoxKind(contentOf(box)) !== 'chain') return undefined;
    const found = readChainBox(box);
    const media = this.#media;
    this.#media = undefined;
    return { media, link: found.link };
  }
}

async function readFrom(path: string, offset: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.max(0, size - offset));
    const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
