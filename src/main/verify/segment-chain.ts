import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { canonicalJson, sha256Hex, type JsonObject } from '../../shared/base/index.ts';

/** The name by which a `uuid` box is a chain box (docs/format.md, "Chain"). */
const chainBoxType = '5b1d5c8f0e5a4f0b9c5e2d6a913f7c44';

const chunkBytes = 1 << 20;
const linkLimit = 1 << 16;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const linkShape = z.strictObject({
  v: z.literal(1), seq: z.number().int().min(1), cameraId: z.string(), runId: z.string(), segment: z.string(), roomMs: z.number().int(), errorMs: z.number().int(),
  mediaMs: z.number().int(), durationMs: z.number().int(), fragmentSha256: sha256, initSha256: sha256, prev: sha256,
});
type Link = z.infer<typeof linkShape>;

/** The `prev` of the first link of a camera in a session. */
export function chainGenesis(sessionId: string, cameraId: string): string {
  return sha256Hex(`shilu.chain.genesis.v1\n${sessionId}\n${cameraId}`);
}

function linkHash(payload: Uint8Array): string {
  return createHash('sha256').update('shilu.chain.v1\n').update(payload).digest('hex');
}

export interface ChainExpectation {
  readonly cameraId: string;
  readonly segment: string;
  /** The link that comes before the first of this segment. */
  readonly before: { readonly seq: number; readonly hash: string };
}

export interface ChainLink {
  readonly seq: number;
  readonly roomMs: number;
  readonly mediaMs: number;
  readonly durationMs: number;
  readonly hash: string;
  readonly fragmentOffset: number;
  readonly bytes: number;
}

export interface ChainFindingAt {
  readonly problem: 'malformed' | 'hash-differs' | 'chain-broken';
  /** Byte in the file at which the part begins that is wrong. */
  readonly offset: number;
  readonly roomMs: number | null;
}

export interface SegmentReading {
  readonly links: readonly ChainLink[];
  readonly findings: readonly ChainFindingAt[];
}

interface Box {
  readonly type: string;
  readonly offset: number;
  readonly headerBytes: number;
  readonly bytes: number;
}

/**
 * Reads a segment file fragment by fragment and checks every link: its form, the hash of the init part and of the fragment before it,
 * and that it follows the link before. A broken link does not stop the reading, so that every altered second is named.
 * @throws Error when the file cannot be read at all
 */
export async function readSegmentChain(path: string, expected: ChainExpectation): Promise<SegmentReading> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await new SegmentReader(handle, expected, (await handle.stat()).size).read();
  } finally {
    await handle.close();
  }
}

class SegmentReader {
  readonly #file: FileHandle;
  readonly #expected: ChainExpectation;
  readonly #size: number;
  readonly #links: ChainLink[] = [];
  readonly #findings: ChainFindingAt[] = [];
  #before: { readonly seq: number; readonly hash: string };

  constructor(file: FileHandle, expected: ChainExpectation, size: number) {
    this.#file = file;
    this.#expected = expected;
    this.#size = size;
    this.#before = expected.before;
  }

  async read(): Promise<SegmentReading> {
    let offset = 0;
    let partFrom = 0;
    let initSha256: string | undefined;
    while (offset < this.#size) {
      const box = await this.#boxAt(offset);
      if (box === undefined) {
        this.#wrong('malformed', partFrom, null);
        return this.#result();
      }
      if (initSha256 === undefined && box.type === 'moof') {
        initSha256 = await this.#sha256(0, offset);
        partFrom = offset;
      }
      offset += box.bytes;
      if (box.type !== 'uuid' || initSha256 === undefined) continue;
      await this.#link(box, partFrom, initSha256);
      partFrom = offset;
    }
    if (partFrom < this.#size) this.#wrong('malformed', partFrom, null);
    return this.#result();
  }

  async #link(box: Box, fragmentFrom: number, initSha256: string): Promise<void> {
    const payload = await this.#payload(box);
    const link = payload === undefined ? undefined : parseLink(payload);
    if (payload === undefined || link === undefined || link.cameraId !== this.#expected.cameraId || link.segment !== this.#expected.segment) {
      this.#wrong('malformed', box.offset, null);
      this.#before = { seq: this.#before.seq + 1, hash: payload === undefined ? '' : linkHash(payload) };
      return;
    }
    if (link.initSha256 !== initSha256) this.#wrong('hash-differs', 0, null);
    if ((await this.#sha256(fragmentFrom, box.offset)) !== link.fragmentSha256) this.#wrong('hash-differs', fragmentFrom, link.roomMs);
    // An altered link changes its own hash too: the next one is what shows it, so blame is laid on the link before, unless there is none.
    if (link.prev !== this.#before.hash || link.seq !== this.#before.seq + 1) this.#wrong('chain-broken', this.#links.at(-1)?.fragmentOffset ?? box.offset, this.#links.at(-1)?.roomMs ?? link.roomMs);
    const hash = linkHash(payload);
    this.#links.push({ seq: link.seq, roomMs: link.roomMs, mediaMs: link.mediaMs, durationMs: link.durationMs, hash, fragmentOffset: fragmentFrom, bytes: box.offset + box.bytes - fragmentFrom });
    this.#before = { seq: link.seq, hash };
  }

  async #payload(box: Box): Promise<Uint8Array | undefined> {
    if (box.bytes > linkLimit || box.bytes < box.headerBytes + 16) return undefined;
    const body = await this.#bytes(box.offset + box.headerBytes, box.bytes - box.headerBytes);
    return Buffer.from(body.subarray(0, 16)).toString('hex') === chainBoxType ? body.subarray(16) : undefined;
  }

  async #boxAt(offset: number): Promise<Box | undefined> {
    if (offset + 8 > this.#size) return undefined;
    const head = Buffer.from(await this.#bytes(offset, Math.min(16, this.#size - offset)));
    const type = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    const headerBytes = short === 1 ? 16 : 8;
    if (head.length < headerBytes) return undefined;
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    return bytes >= headerBytes && offset + bytes <= this.#size ? { type, offset, headerBytes, bytes } : undefined;
  }

  async #sha256(from: number, to: number): Promise<string> {
    const hash = createHash('sha256');
    for (let at = from; at < to; at += chunkBytes) hash.update(await this.#bytes(at, Math.min(chunkBytes, to - at)));
    return hash.digest('hex');
  }

  async #bytes(offset: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await this.#file.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  #wrong(problem: ChainFindingAt['problem'], offset: number, roomMs: number | null): void {
    if (!this.#findings.some((f) => f.problem === problem && f.offset === offset)) this.#findings.push({ problem, offset, roomMs: roomMs ?? this.#links.at(-1)?.roomMs ?? null });
  }

  #result(): SegmentReading {
    return { links: this.#links, findings: this.#findings };
  }
}

function parseLink(payload: Uint8Array): Link | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    const value: unknown = JSON.parse(text);
    return canonicalJson(value as JsonObject) === text ? linkShape.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
