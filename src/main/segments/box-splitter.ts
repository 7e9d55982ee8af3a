/** One top-level box of an ISO base media file (ISO/IEC 14496-12, section 4.2), whole. */
export interface Box {
  readonly type: string;
  /** Where the box starts in the stream. */
  readonly offset: number;
  /** Header and content. */
  readonly bytes: Uint8Array;
}

export interface BoxHeader {
  readonly type: string;
  readonly headerBytes: number;
  readonly bytes: number;
}

/** No fragment of a second comes near this; a length beyond it is damage or an attack, never waited for. */
export const maxBoxBytes = 64 * 1024 * 1024;

/** Cuts a byte stream into top-level boxes, however the stream is chopped. Holds at most the box in progress. */
export class BoxSplitter {
  #chunks: Uint8Array[] = [];
  #held = 0;
  #offset = 0;
  #wanted = 8;

  /** @throws Error when the stream is not made of boxes; nothing more can then be read from it. */
  push(chunk: Uint8Array): Box[] {
    this.#chunks.push(chunk);
    this.#held += chunk.byteLength;
    const boxes: Box[] = [];
    while (this.#held >= this.#wanted) {
      const data = this.#joined();
      const header = readBoxHeader(data);
      if (header === undefined) {
        this.#wanted = 16;
        continue;
      }
      this.#wanted = header.bytes;
      if (this.#held < header.bytes) break;
      boxes.push({ type: header.type, offset: this.#offset, bytes: data.subarray(0, header.bytes) });
      this.#chunks = [data.subarray(header.bytes)];
      this.#held -= header.bytes;
      this.#offset += header.bytes;
      this.#wanted = 8;
    }
    return boxes;
  }

  /** How many bytes of an unfinished box are held. */
  get heldBytes(): number {
    return this.#held;
  }

  /** Where the unfinished box starts. */
  get offset(): number {
    return this.#offset;
  }

  #joined(): Uint8Array {
    const [only] = this.#chunks;
    if (this.#chunks.length === 1 && only !== undefined) return only;
    const whole = concatBytes(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }
}

/**
 * Reads the header of the box at the start of `data`; undefined when more bytes are needed (16 are always enough).
 * @throws Error when it cannot be a box
 */
export function readBoxHeader(data: Uint8Array): BoxHeader | undefined {
  if (data.byteLength < 8) return undefined;
  const view = viewOf(data);
  const short = view.getUint32(0);
  const type = String.fromCharCode(...data.subarray(4, 8));
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) throw new Error('Not a box: its type is not text');
  if (short === 1 && data.byteLength < 16) return undefined;
  const bytes = short === 1 ? Number(view.getBigUint64(8)) : short;
  const headerBytes = short === 1 ? 16 : 8;
  if (bytes < headerBytes || bytes > maxBoxBytes) throw new Error(`Not a box: ${type} of ${bytes} bytes`);
  return { type, headerBytes, bytes };
}

/** The boxes inside a container box's content. @throws Error when they do not fill it exactly */
export function childBoxes(content: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let offset = 0; offset < content.byteLength; ) {
    const header = readBoxHeader(content.subarray(offset));
    if (header === undefined || offset + header.bytes > content.byteLength) throw new Error('A box reaches beyond its container');
    boxes.push({ type: header.type, offset, bytes: content.subarray(offset, offset + header.bytes) });
    offset += header.bytes;
  }
  return boxes;
}

/** What a box holds after its header. */
export function contentOf(box: Box): Uint8Array {
  return box.bytes.subarray(viewOf(box.bytes).getUint32(0) === 1 ? 16 : 8);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
