import { createHash, verify, X509Certificate } from 'node:crypto';
import { fromBER, GeneralizedTime, ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import {
  AlgorithmIdentifier, Attribute, Certificate, ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, SignedAndUnsignedAttributes, SignedData, SignerInfo,
} from 'pkijs';
import { parseCertificate, pemOf } from './certificate.ts';

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/** What is wrong with a signature, the first that was found. `content-differs` alone means: the signature is whole, and it is not over these bytes. */
export type SignatureProblem = 'signature-unreadable' | 'signature-not-canonical' | 'signature-wrong' | 'certificate-wrong' | 'content-differs';

export interface SignatureCheck {
  readonly ok: boolean;
  readonly problem: SignatureProblem | null;
  /** SHA-256 of the certificate inside the signature; empty when unreadable. */
  readonly fingerprint: string;
  readonly certificatePem: string;
  /** DER; the signer's, then the others in the signature in their order. */
  readonly certificatesDer: readonly Uint8Array[];
  /** Signing time that the signer states; whole seconds; null when unreadable. */
  readonly signedAtMs: number | null;
}

/**
 * CMS SignedData, detached (RFC 5652), DER: one signer, ECDSA P-256 with SHA-256, the certificate included, signed attributes content
 * type, signing time and message digest. `openssl cms -verify -binary -inform DER -content FILE` reads it.
 * @param certificatesDer the signer's, then its issuers' up to a self-signed one; the signer's alone when it is self-signed
 * @param signEcdsa signs bytes with SHA-256 and returns the DER form of r and s
 */
export function signDetached(content: Uint8Array, certificatesDer: readonly Uint8Array[], signedAtMs: number, signEcdsa: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const attributes = signedAttributes(createHash('sha256').update(content).digest(), signedAtMs);
  const signature = signEcdsa(attributesToSign(attributes));
  return encode({ certificates: certificatesDer.map(parseCertificate), attributes, signature });
}

/**
 * Checks a detached signature against the content it should be over. Every bit of the signature file counts: what the signature itself
 * does not cover must be exactly the bytes that `signDetached` writes for the same certificate, attributes and signature value.
 * It says who signed, not whether that station is to be trusted: the reader compares the fingerprint.
 */
export function verifySignature(content: Uint8Array, signatureDer: Uint8Array): SignatureCheck {
  let parts: SignatureParts;
  try {
    parts = parseSignature(signatureDer);
  } catch {
    return { ok: false, problem: 'signature-unreadable', fingerprint: '', certificatePem: '', certificatesDer: [], signedAtMs: null };
  }
  const problem = problemOf(parts, content, signatureDer);
  const fingerprint = createHash('sha256').update(parts.certificateDer).digest('hex');
  return { ok: problem === null, problem, fingerprint, certificatePem: pemOf(parts.certificateDer), certificatesDer: parts.certificates.map((certificate) => new Uint8Array(certificate.toSchema(false).toBER())), signedAtMs: parts.signedAtMs };
}

interface SignatureParts {
  readonly certificates: readonly Certificate[];
  readonly certificateDer: Uint8Array;
  readonly attributes: SignedAndUnsignedAttributes;
  readonly digest: Uint8Array;
  readonly signedAtMs: number;
  readonly signature: Uint8Array;
}

function problemOf(parts: SignatureParts, content: Uint8Array, signatureDer: Uint8Array): SignatureProblem | null {
  try {
    const rebuilt = encode({ certificates: parts.certificates, attributes: signedAttributes(parts.digest, parts.signedAtMs), signature: parts.signature });
    if (!Buffer.from(rebuilt).equals(signatureDer)) return 'signature-not-canonical';
    const x509 = new X509Certificate(parts.certificateDer);
    const notThen = parts.signedAtMs < Date.parse(x509.validFrom) || parts.signedAtMs > Date.parse(x509.validTo);
    if (notThen || !chainHolds(parts.certificates) || x509.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return 'certificate-wrong';
    if (!verify('sha256', attributesToSign(parts.attributes), x509.publicKey, parts.signature)) return 'signature-wrong';
  } catch {
    return 'signature-wrong';
  }
  return createHash('sha256').update(content).digest().equals(parts.digest) ? null : 'content-differs';
}

/** Each certificate is signed by the next, and the last by itself: so every bit of them is vouched for. Whether the last is to be trusted is the reader's to know. */
function chainHolds(certificates: readonly Certificate[]): boolean {
  const chain = certificates.map((each) => new X509Certificate(new Uint8Array(each.toSchema(false).toBER())));
  return chain.every((each, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined ? each.issuer === each.subject && each.verify(each.publicKey) : each.checkIssued(issuer) && each.verify(issuer.publicKey);
  });
}

function parseSignature(der: Uint8Array): SignatureParts {
  const parsed = fromBER(new Uint8Array(der).buffer);
  if (parsed.offset === -1) throw new Error('Not DER');
  const signed = new SignedData({ schema: new ContentInfo({ schema: parsed.result }).content });
  const signer = signed.signerInfos[0];
  const certificates = (signed.certificates ?? []).filter((each) => each instanceof Certificate);
  const [certificate] = certificates;
  if (signer?.signedAttrs === undefined || certificate === undefined) throw new Error('Not a signature of this form');
  const digest: unknown = attributeValue(signer.signedAttrs, oid.messageDigest);
  const time: unknown = attributeValue(signer.signedAttrs, oid.signingTime);
  if (!(digest instanceof OctetString) || !(time instanceof UTCTime || time instanceof GeneralizedTime)) throw new Error('Signed attributes are missing');
  return {
    certificates,
    certificateDer: new Uint8Array(certificate.toSchema(false).toBER()),
    attributes: signer.signedAttrs,
    digest: new Uint8Array(digest.valueBlock.valueHexView),
    signedAtMs: time.toDate().getTime(),
    signature: new Uint8Array(signer.signature.valueBlock.valueHexView),
  };
}

function attributeValue(attributes: SignedAndUnsignedAttributes, type: string): unknown {
  return attributes.attributes.find((attribute) => attribute.type === type)?.values[0];
}

/** In the order that DER asks of a SET OF, which is also the order in which they are signed (RFC 5652, section 5.4). */
function signedAttributes(digest: Uint8Array, signedAtMs: number): SignedAndUnsignedAttributes {
  const time = new Date(Math.floor(signedAtMs / 1000) * 1000);
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new Attribute({ type: oid.contentType, values: [new ObjectIdentifier({ value: oid.data })] }),
      new Attribute({ type: oid.signingTime, values: [time.getUTCFullYear() < 2050 ? new UTCTime({ valueDate: time }) : new GeneralizedTime({ valueDate: time })] }),
      new Attribute({ type: oid.messageDigest, values: [new OctetString({ valueHex: new Uint8Array(digest).buffer })] }),
    ],
  });
}

/** The attributes with the tag of a SET OF instead of the context tag that they have in the file. */
function attributesToSign(attributes: SignedAndUnsignedAttributes): Uint8Array {
  const bytes = new Uint8Array(attributes.toSchema().toBER());
  bytes[0] = 0x31;
  return bytes;
}

interface SignatureContent {
  readonly certificates: readonly Certificate[];
  readonly attributes: SignedAndUnsignedAttributes;
  readonly signature: Uint8Array;
}

function encode({ certificates, attributes, signature }: SignatureContent): Uint8Array {
  const [certificate] = certificates;
  if (certificate === undefined) throw new Error('No certificate');
  const digestAlgorithm = new AlgorithmIdentifier({ algorithmId: oid.sha256 });
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: [...certificates],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        digestAlgorithm,
        signedAttrs: attributes,
        signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 }),
        signature: new OctetString({ valueHex: new Uint8Array(signature).buffer }),
      }),
    ],
  });
  return new Uint8Array(new ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) }).toSchema().toBER());
}
