import { verify, X509Certificate, type KeyObject } from 'node:crypto';
import { canonicalJson, utf8, type JsonObject } from '../../shared/base/index.ts';
import { parseId, type SegmentName, type StreamId } from '../../shared/domain/index.ts';
import { concatBytes, type Box } from './box-splitter.ts';
import { fingerprintOf } from './origin-box.ts';
import { readOwnBox, writeOwnBox } from './uuid-box.ts';

/** Signs chain heads with the key of the station. */
export interface HeadSigner {
  /** DER; the signer's first, then those that lead from it towards a root. */
  readonly certificates: readonly Uint8Array[];
  /** ECDSA on P-256 with SHA-256, DER. Takes no longer than computing it. @throws when the key cannot sign now */
  sign(bytes: Uint8Array): Uint8Array;
}

/** What the station states about the chain of a stream. docs/format.md, section "Signature of a chain head". */
export interface SignedHead {
  readonly streamId: StreamId;
  readonly segment: SegmentName;
  /** Number and link hash of the head: the link right before. */
  readonly seq: number;
  readonly link: string;
  /** Room time at which the fragment of that link ends. */
  readonly roomMs: number;
  /** Number of the head that the signature before in this file states; 0 when there is none. */
  readonly afterSeq: number;
  /** The segment was closed here: nothing follows. */
  readonly closes: boolean;
  readonly certificateSha256: string;
}

const domain = utf8('shilu.head.v1\n');
const maxPayloadBytes = 4096;

/** The longest stretch of media that may stand without a signature (ONVIF asks for 5 s). */
export const unsignedLimitMs = 5_000;

/** @throws whatever the signer throws */
export function writeSignatureBox(head: Omit<SignedHead, 'certificateSha256'>, signer: HeadSigner): Uint8Array {
  const [certificate] = signer.certificates;
  if (certificate === undefined) throw new Error('A signer without a certificate');
  const statement = toJson({ ...head, certificateSha256: fingerprintOf(certificate) });
  const signature = Buffer.from(signer.sign(bytesToSign(statement))).toString('hex');
  return writeOwnBox('signature', { ...statement, signature }).box;
}

/** @throws Error when the box is damaged */
export function readSignatureBox(box: Box): { readonly head: SignedHead; readonly signature: Uint8Array } {
  const { fields } = readOwnBox(box, maxPayloadBytes);
  if (fields.whole('v') !== 1) throw new Error('A signature box of an unknown version');
  const signature = fields.text('signature');
  if (!/^(?:[0-9a-f]{2})+$/.test(signature)) throw new Error('A signature is not in hexadecimal');
  const head = {
    streamId: parseId<StreamId>(fields.text('streamId')), segment: parseId<SegmentName>(fields.text('segment')), seq: fields.whole('seq'), link: fields.hash('link'),
    roomMs: fields.whole('roomMs'), afterSeq: fields.whole('afterSeq'), closes: fields.flag('closes'), certificateSha256: fields.hash('certificateSha256'),
  };
  fields.end();
  return { head, signature: new Uint8Array(Buffer.from(signature, 'hex')) };
}

/** Whether the key of the certificate made this signature over this statement. */
export function signatureHolds(head: SignedHead, signature: Uint8Array, key: KeyObject): boolean {
  try {
    return verify('sha256', bytesToSign(toJson(head)), key, signature);
  } catch {
    // A signature that is no DER is none.
    return false;
  }
}

/** The P-256 key of a certificate; undefined when it is no such certificate. */
export function signingKeyOf(certificateDer: Uint8Array): KeyObject | undefined {
  if (Buffer.compare(lastRead.certificateDer, certificateDer) !== 0) lastRead = { certificateDer: Uint8Array.from(certificateDer), key: readKey(certificateDer) };
  return lastRead.key;
}

/** The files of a session have the same certificate, and reading one costs more than checking a signature. */
let lastRead: { readonly certificateDer: Uint8Array; readonly key: KeyObject | undefined } = { certificateDer: new Uint8Array(), key: undefined };

function readKey(certificateDer: Uint8Array): KeyObject | undefined {
  try {
    const { publicKey } = new X509Certificate(certificateDer);
    return publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? publicKey : undefined;
  } catch {
    return undefined;
  }
}

function bytesToSign(statement: JsonObject): Uint8Array {
  return concatBytes([domain, utf8(canonicalJson(statement))]);
}

function toJson({ streamId, segment, seq, link, roomMs, afterSeq, closes, certificateSha256 }: SignedHead): JsonObject {
  return { v: 1, streamId, segment, seq, link, roomMs, afterSeq, closes, certificateSha256 };
}
