import { createHash } from 'node:crypto';
import { sha256Hex, utf8 } from '../../shared/base/index.ts';
import { parseId, type RunId, type SegmentName, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import type { Box } from './box-splitter.ts';
import type { FragmentHashes } from './fragment-hashes.ts';
import { readOwnBox, writeOwnBox } from './uuid-box.ts';

/** What the chain box after a fragment says about it. docs/format.md, section "Chain". */
export interface ChainLink extends FragmentHashes {
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
  /** Of everything before the first fragment. */
  readonly initSha256: string;
  /** Hash of the link before. */
  readonly prev: string;
}

/** The last link that is known: what the next one must follow. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

const linkDomain = utf8('shilu.chain.v1\n');
const maxPayloadBytes = 4096;

/** The head before the first link of a stream in a session. */
export function genesisHead(sessionId: SessionId, streamId: StreamId): ChainHead {
  return { seq: 0, hash: sha256Hex(`shilu.chain.genesis.v1\n${sessionId}\n${streamId}`) };
}

/** The chain box of a link, and the hash that the next link must name. */
export function writeChainBox(link: ChainLink): { readonly box: Uint8Array; readonly hash: string } {
  const { box, payload } = writeOwnBox('chain', { ...link });
  return { box, hash: hashOf(payload) };
}

/** @throws Error when the box is damaged */
export function readChainBox(box: Box): { readonly link: ChainLink; readonly hash: string } {
  const { payload, fields } = readOwnBox(box, maxPayloadBytes);
  if (fields.whole('v') !== 1) throw new Error('A chain box of an unknown version');
  const link: ChainLink = {
    v: 1, seq: fields.whole('seq'), streamId: parseId(fields.text('streamId')), runId: parseId(fields.text('runId')), segment: parseId(fields.text('segment')),
    roomMs: fields.whole('roomMs'), errorMs: fields.whole('errorMs'), mediaMs: fields.whole('mediaMs'), durationMs: fields.whole('durationMs'),
    headerSha256: fields.hash('headerSha256'), mediaSha256: fields.hash('mediaSha256'), pictureSha256: fields.hashOrNull('pictureSha256'), soundSha256: fields.hashOrNull('soundSha256'),
    initSha256: fields.hash('initSha256'), prev: fields.hash('prev'),
  };
  fields.end();
  return { link, hash: hashOf(payload) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hashOf(payload: Uint8Array): string {
  return createHash('sha256').update(linkDomain).update(payload).digest('hex');
}
