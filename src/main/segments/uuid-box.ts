import { canonicalJson, utf8, type JsonObject } from '../../shared/base/index.ts';
import { concatBytes, contentOf, viewOf, type Box } from './box-splitter.ts';

const nameBytes = 16;
/** So many bytes of a name may differ. Names made at random differ in nearly all. */
const alikeBytes = 4;

/** Boxes of this format: `uuid` boxes (ISO/IEC 14496-12, section 11.1) whose names are random UUIDs of its own. */
const boxNames = {
  origin: '9d1f4c2ab6e84a3f8d70c15be24f6a91',
  chain: '5b1d5c8f0e5a4f0b9c5e2d6a913f7c44',
  signature: 'e3a7506c1b924d5e9f38047ad26cb8f5',
} as const;

export type OwnBox = keyof typeof boxNames;

const names = Object.entries(boxNames).map(([kind, hex]) => ({ kind: kind as OwnBox, bytes: Buffer.from(hex, 'hex') }));

/** A box that holds this object in canonical form. */
export function writeOwnBox(kind: OwnBox, value: JsonObject): { readonly box: Uint8Array; readonly payload: Uint8Array } {
  const payload = utf8(canonicalJson(value));
  const header = new Uint8Array(8);
  viewOf(header).setUint32(0, 8 + nameBytes + payload.byteLength);
  header.set(utf8('uuid'), 4);
  return { box: concatBytes([header, nameOf(kind), payload]), payload };
}

/** Which box of this format it is; undefined for any other. `content` begins after the box header. */
export function ownBoxKind(content: Uint8Array): OwnBox | undefined {
  return names.find(({ bytes }) => bytes.every((byte, n) => content[n] === byte))?.kind;
}

/** The same, also when a few bits of the name were changed: a damaged box is to be called what it was. */
export function nearestOwnBox(content: Uint8Array): OwnBox | undefined {
  return names.find(({ bytes }) => bytes.filter((byte, n) => content[n] !== byte).length <= alikeBytes)?.kind;
}

/** What such a box holds. @throws Error when it is too long, or not canonical JSON of an object */
export function readOwnBox(box: Box, limitBytes: number): { readonly payload: Uint8Array; readonly fields: BoxFields } {
  const content = contentOf(box);
  const payload = content.subarray(nameBytes);
  // One form alone: the same content with a long header would be another file with the same links.
  if (box.type !== 'uuid' || ownBoxKind(content) === undefined || viewOf(box.bytes).getUint32(0) !== box.bytes.byteLength) throw new Error('A box has lost its name or its length');
  if (payload.byteLength > limitBytes) throw new Error('A box is too large');
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('A box holds no object');
  if (canonicalJson(value as JsonObject) !== text) throw new Error('A box is not in canonical form');
  return { payload, fields: new BoxFields(value) };
}

/** Reads the members of a box one by one and knows how many there are. Each reading throws when the member is not what it should be. */
export class BoxFields {
  readonly #values: ReadonlyMap<string, unknown>;
  #read = 0;

  constructor(value: object) {
    this.#values = new Map<string, unknown>(Object.entries(value));
  }

  text(key: string): string {
    const value = this.#take(key);
    if (typeof value !== 'string') throw new Error(`A box lacks ${key}`);
    return value;
  }

  whole(key: string): number {
    const value = this.#take(key);
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`A box lacks ${key}`);
    return value;
  }

  flag(key: string): boolean {
    const value = this.#take(key);
    if (typeof value !== 'boolean') throw new Error(`A box lacks ${key}`);
    return value;
  }

  hash(key: string): string {
    const value = this.text(key);
    if (!/^[0-9a-f]{64}$/.test(value)) throw new Error(`${key} is no hash`);
    return value;
  }

  hashOrNull(key: string): string | null {
    if (this.#values.get(key) !== null) return this.hash(key);
    this.#read += 1;
    return null;
  }

  texts(key: string): readonly string[] {
    const value = this.#take(key);
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw new Error(`A box lacks ${key}`);
    return value;
  }

  /** @throws Error when there are members that were not read: a box has exactly the members of its kind */
  end(): void {
    if (this.#read !== this.#values.size) throw new Error('A box has members that its kind does not have');
  }

  #take(key: string): unknown {
    this.#read += 1;
    return this.#values.get(key);
  }
}

function nameOf(kind: OwnBox): Uint8Array {
  return Buffer.from(boxNames[kind], 'hex');
}
