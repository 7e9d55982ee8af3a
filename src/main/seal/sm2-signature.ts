import { createHash } from 'node:crypto';
import { fromBER, Integer, OctetString, type Sequence } from 'asn1js';
import { AlgorithmIdentifier, Certificate, ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, SignedData, SignerInfo } from 'pkijs';
import { parseCertificate, pemOf } from './certificate.ts';
import { derOf, sm2ChainHolds, sm2PointOf } from './sm2-certificate.ts';
import { holdsSm2, signSm2, sm2Oid, type Sm2Pair } from './sm2.ts';

/** Message types of GM/T 0010 (GB/T 35275). */
const gmOid = { data: '1.2.156.10197.6.1.4.2.1', signedData: '1.2.156.10197.6.1.4.2.2' } as const;

/** What is wrong with a second signature; null: nothing. It cannot tell an altered signature from one over other bytes, for it holds no digest of them. */
export type Sm2SignatureProblem = 'signature-unreadable' | 'signature-not-canonical' | 'signature-wrong' | 'certificate-wrong';

export interface Sm2SignatureCheck {
  readonly problem: Sm2SignatureProblem | null;
  /** SHA-256 of the certificate inside the signature; empty when unreadable. */
  readonly fingerprint: string;
  readonly certificatePem: string;
}

/**
 * SignedData of GM/T 0010, detached, DER: one signer, SM2 with SM3, the certificate and those of its issuers included, no attributes. So the
 * signature value is over the content itself, and `openssl dgst -sm3 -verify` with the customary identifier checks it.
 */
export function signDetachedSm2(content: Uint8Array, certificatesDer: readonly Uint8Array[], pair: Sm2Pair): Uint8Array {
  return encode(certificatesDer.map(parseCertificate), signSm2(content, pair));
}

/**
 * Checks a second signature. Every bit of the file counts, as in `verifySignature`.
 * @param atMs the time that the signed content states; the certificate must have been valid then
 */
export function verifySm2Signature(content: Uint8Array, signatureDer: Uint8Array, atMs: number): Sm2SignatureCheck {
  let parts: SignatureParts;
  try {
    parts = parseSignature(signatureDer);
  } catch {
    return { problem: 'signature-unreadable', fingerprint: '', certificatePem: '' };
  }
  const own = derOf(parts.own);
  return { problem: problemOf(parts, content, signatureDer, atMs), fingerprint: createHash('sha256').update(own).digest('hex'), certificatePem: pemOf(own) };
}

interface SignatureParts {
  readonly certificates: readonly Certificate[];
  readonly own: Certificate;
  readonly signature: Uint8Array;
}

function problemOf({ certificates, own, signature }: SignatureParts, content: Uint8Array, signatureDer: Uint8Array, atMs: number): Sm2SignatureProblem | null {
  try {
    if (!Buffer.from(encode(certificates, signature)).equals(signatureDer)) return 'signature-not-canonical';
    // A second is the unit of a certificate's validity.
    const notThen = atMs < own.notBefore.value.getTime() || atMs > own.notAfter.value.getTime() + 999;
    if (notThen || !sm2ChainHolds(certificates)) return 'certificate-wrong';
    return holdsSm2(content, signature, sm2PointOf(own)) ? null : 'signature-wrong';
  } catch {
    return 'signature-wrong';
  }
}

function parseSignature(der: Uint8Array): SignatureParts {
  const parsed = fromBER(new Uint8Array(der).buffer);
  if (parsed.offset === -1) throw new Error('Not DER');
  const signed = new SignedData({ schema: new ContentInfo({ schema: parsed.result }).content });
  const certificates = (signed.certificates ?? []).filter((each) => each instanceof Certificate);
  const [own] = certificates;
  const [signer] = signed.signerInfos;
  if (own === undefined || signer === undefined) throw new Error('Not a signature of this form');
  return { certificates, own, signature: new Uint8Array(signer.signature.valueBlock.valueHexView) };
}

function encode(certificates: readonly Certificate[], signature: Uint8Array): Uint8Array {
  const [own] = certificates;
  if (own === undefined) throw new Error('No certificate');
  const digestAlgorithm = new AlgorithmIdentifier({ algorithmId: sm2Oid.sm3 });
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: gmOid.data }),
    certificates: [...certificates],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
        digestAlgorithm,
        signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: sm2Oid.sm2WithSm3 }),
        signature: new OctetString({ valueHex: new Uint8Array(signature).buffer }),
      }),
    ],
  });
  const content = signed.toSchema(true) as Sequence;
  // GM/T 0010 knows version 1 alone; pkijs writes what RFC 5652 asks for content of another type.
  content.valueBlock.value[0] = new Integer({ value: 1 });
  return new Uint8Array(new ContentInfo({ contentType: gmOid.signedData, content }).toSchema().toBER());
}
