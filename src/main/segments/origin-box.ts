import { createHash } from 'node:crypto';
import { parseId, type RunId, type SegmentName, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import type { Box } from './box-splitter.ts';
import type { ChainHead } from './chain-link.ts';
import { readOwnBox, writeOwnBox } from './uuid-box.ts';

/** What a segment says about itself before its first fragment, so that one file alone can be checked. docs/format.md, section "Origin". */
export interface Origin {
  readonly sessionId: SessionId;
  readonly streamId: StreamId;
  readonly runId: RunId;
  readonly segment: SegmentName;
  /** The link that the first one of this segment follows. */
  readonly after: ChainHead;
  /** DER; the first is the signer's, the others lead from it towards a root. None: nothing in this file is signed. */
  readonly certificates: readonly Uint8Array[];
}

const maxPayloadBytes = 64 * 1024;

export function writeOriginBox({ sessionId, streamId, runId, segment, after, certificates }: Origin): Uint8Array {
  return writeOwnBox('origin', {
    v: 1, sessionId, streamId, runId, segment, afterSeq: after.seq, afterHash: after.hash, certificates: certificates.map((der) => Buffer.from(der).toString('base64')),
  }).box;
}

/** @throws Error when the box is damaged; UnknownVersion when it is of a version that this program does not know */
export function readOriginBox(box: Box): Origin {
  const { fields } = readOwnBox(box, maxPayloadBytes);
  if (fields.whole('v') !== 1) throw new UnknownVersion();
  const origin = {
    sessionId: parseId<SessionId>(fields.text('sessionId')), streamId: parseId<StreamId>(fields.text('streamId')), runId: parseId<RunId>(fields.text('runId')),
    segment: parseId<SegmentName>(fields.text('segment')), after: { seq: fields.whole('afterSeq'), hash: fields.hash('afterHash') },
    certificates: fields.texts('certificates').map(fromBase64),
  };
  fields.end();
  return origin;
}

/** The box is whole, and of a version of the format that came later. */
export class UnknownVersion extends Error {
  override readonly name = 'UnknownVersion';
}

/** SHA-256 of a certificate's DER, by which people and boxes name it. */
export function fingerprintOf(certificateDer: Uint8Array): string {
  return createHash('sha256').update(certificateDer).digest('hex');
}

/** One text for each value: a text that is not the encoding of its bytes is damage. */
function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new Error('A certificate is not in base64');
  return new Uint8Array(bytes);
}
