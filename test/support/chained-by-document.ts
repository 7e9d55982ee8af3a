import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../../src/shared/base/index.ts';
import { FragmentReader, type HeadSigner, type MediaFragment } from '../../src/main/segments/index.ts';

const boxNames = { origin: '9d1f4c2ab6e84a3f8d70c15be24f6a91', chain: '5b1d5c8f0e5a4f0b9c5e2d6a913f7c44', signature: 'e3a7506c1b924d5e9f38047ad26cb8f5' } as const;
const signEvery = 2;

export interface DocumentedSegment {
  readonly sessionId: string;
  readonly streamId: string;
  readonly runId: string;
  readonly segment: string;
  readonly startsAtMs: number;
  readonly before: { readonly seq: number; readonly hash: string };
  readonly signer: HeadSigner;
}

/** A segment made of a fragmented MP4 by the sentences of docs/format.md, not by the product's writer. */
export function chainByDocument(raw: Buffer, start: DocumentedSegment): { readonly bytes: Buffer; readonly head: { readonly seq: number; readonly hash: string } } {
  const { sessionId, streamId, runId, segment, startsAtMs, before, signer } = start;
  const pieces = new FragmentReader().push(raw);
  const first = pieces.find((piece) => piece.kind === 'init');
  const fragments = pieces.filter((piece) => piece.kind === 'fragment');
  if (first === undefined) throw new Error('no init');
  const certificates = signer.certificates.map((der) => Buffer.from(der).toString('base64'));
  const origin = uuidBox('origin', { v: 1, sessionId, streamId, runId, segment, afterSeq: before.seq, afterHash: before.hash, certificates });
  const init = Buffer.concat([branded(Buffer.from(first.bytes)), origin]);
  const out: Buffer[] = [init];
  let head = before;
  let afterSeq = 0;
  for (const [index, fragment] of fragments.entries()) {
    const { mediaMs, durationMs } = fragment;
    const link = { v: 1, seq: head.seq + 1, streamId, runId, segment, roomMs: startsAtMs + mediaMs, errorMs: 9, mediaMs, durationMs, ...hashes(fragment), initSha256: sha256(init), prev: head.hash };
    out.push(Buffer.from(fragment.bytes), uuidBox('chain', link));
    head = { seq: link.seq, hash: sha256(Buffer.from(`shilu.chain.v1\n${canonicalJson(link)}`)) };
    const closes = index === fragments.length - 1;
    if (!closes && (index + 1) % signEvery !== 0) continue;
    const statement = { v: 1, streamId, segment, seq: head.seq, link: head.hash, roomMs: link.roomMs + durationMs, afterSeq, closes, certificateSha256: sha256(Buffer.from(signer.certificates[0] ?? [])) };
    const signature = Buffer.from(signer.sign(Buffer.from(`shilu.head.v1\n${canonicalJson(statement)}`))).toString('hex');
    out.push(uuidBox('signature', { ...statement, signature }));
    afterSeq = head.seq;
  }
  return { bytes: Buffer.concat(out), head };
}

function uuidBox(kind: keyof typeof boxNames, value: JsonObject): Buffer {
  const payload = Buffer.from(canonicalJson(value));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(24 + payload.length, 0);
  header.write('uuid', 4, 'latin1');
  return Buffer.concat([header, Buffer.from(boxNames[kind], 'hex'), payload]);
}

function branded(init: Buffer): Buffer {
  const end = init.readUInt32BE(0);
  const ftyp = Buffer.concat([init.subarray(0, end), Buffer.from('shlu')]);
  ftyp.writeUInt32BE(ftyp.length, 0);
  return Buffer.concat([ftyp, init.subarray(end)]);
}

function hashes({ bytes, parts }: MediaFragment): { readonly headerSha256: string; readonly mediaSha256: string; readonly pictureSha256: string | null; readonly soundSha256: string | null } {
  const fragment = Buffer.from(bytes);
  const content = fragment.readUInt32BE(0) + 8;
  const samples = (kind: string) => {
    const own = parts.filter(({ track }) => track.kind === kind);
    return own.length === 0 ? null : sha256(Buffer.concat(own.flatMap(({ ranges }) => ranges.map(({ offset, byteLength }) => fragment.subarray(offset, offset + byteLength)))));
  };
  return { headerSha256: sha256(fragment.subarray(0, content)), mediaSha256: sha256(fragment.subarray(content)), pictureSha256: samples('video'), soundSha256: samples('audio') };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
