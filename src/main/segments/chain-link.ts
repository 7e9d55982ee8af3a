import { createHash } from 'node:crypto';
import { canonicalJson, sha256Hex, utf8 } from '../../shared/base/index.ts';
import { parseId, type StreamId, type RunId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { concatBytes, contentOf, viewOf, type Box } from './box-splitter.ts';

/** What the chain box after a fragment says about it. docs/format.md, section "Chain". */
export interface ChainLink {
  readonly v: 1;
  /** Counts from 1 through all segments and runs of one stream of one session. */
  readonly seq: number;
  readonly streamId: StreamId;
  readonly runId: RunId;
  readonly segment: SegmentName;
  /** Room time of the first picture, and the bound of its error. */
  readonly roomMs: number;
  readonly errorMs: number;
  /** Where the first picture lies in this file. */
  readonly mediaMs: number;
  readonly durationMs: number;
  readonly fragmentSha256: string;
  readonly initSha256: string;
  /** Hash of the link before. */
  readonly prev: string;
}

/** The last link that is known: what the next one must follow. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** `uuid` boxes with this name are chain boxes (a random UUID of this format's own). */
const chainUuid = Uint8Array.from([0x5b, 0x1d, 0x5c, 0x8f, 0x0e, 0x5a, 0x4f, 0x0b, 0x9c, 0x5e, 0x2d, 0x6a, 0x91, 0x3f, 0x7c, 0x44]);
const linkDomain = utf8('shilu.chain.v1\n');
const maxPayloadBytes = 4096;

/** The head before the first link of a stream in a session. */
export function genesisHead(sessionId: SessionId, streamId: StreamId): ChainHead {
  return { seq: 0, hash: sha256Hex(`shilu.chain.genesis.v1\n${sessionId}\n${streamId}`) };
}

/** The chain box of a link, and the hash that the next link must name. */
export function writeChainBox(link: ChainLink): { readonly box: Uint8Array; readonly hash: string } {
  const payload = utf8(canonicalJson({ ...link }));
  const header = new Uint8Array(8);
  viewOf(header).setUint32(0, 8 + chainUuid.byteLength + payload.byteLength);
  header.set(utf8('uuid'), 4);
  return { box: concatBytes([header, chainUuid, payload]), hash: hashOf(payload) };
}

/** Reads a box as a chain box; undefined when it is some other box. @throws Error when it is a chain box but damaged */
export function readChainBox(box: Box): { readonly link: ChainLink; readonly hash: string } | undefined {
  if (box.type !== 'uuid') return undefined;
  const content = contentOf(box);
  if (!chainUuid.every((byte, n) => content[n] === byte)) return undefined;
  const payload = content.subarray(chainUuid.byteLength);
  if (payload.byteLength > maxPayloadBytes) throw new Error('A chain box is too large');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  const link = toLink(JSON.parse(text));
  if (canonicalJson({ ...link }) !== text) throw new Error('A chain box is not in canonical form');
  return { link, hash: hashOf(payload) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hashOf(payload: Uint8Array): string {
  return createHash('sha256').update(linkDomain).update(payload).digest('hex');
}

function toLink(value: unknown): ChainLink {
  if (typeof value !== 'object' || value === null) throw new Error('A chain box is no object');
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (key: string) => {
    const field = fields.get(key);
    if (typeof field !== 'string') throw new Error(`A chain box lacks ${key}`);
    return field;
  };
  const whole = (key: string) => {
    const field = fields.get(key);
    if (typeof field !== 'number' || !Number.isSafeInteger(field)) throw new Error(`A chain box lacks ${key}`);
    return field;
  };
  if (whole('v') !== 1) throw new Error('A chain box of an unknown version');
  return {
    v: 1, seq: whole('seq'), streamId: parseId(text('streamId')), runId: parseId(text('runId')), segment: parseId(text('segment')),
    roomMs: whole('roomMs'), errorMs: whole('errorMs'), mediaMs: whole('mediaMs'), durationMs: whole('durationMs'),
    fragmentSha256: text('fragmentSha256'), initSha256: text('initSha256'), prev: text('prev'),
  };
}
