import { createHash } from 'node:crypto';
import { fromBER, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { parseCertificate, pemOf } from './certificate.ts';
import { certificatesIn, derOfPem } from './pem.ts';
import { derOf, selfSignedSm2Certificate, sm2CertificateRequest, sm2PointOf } from './sm2-certificate.ts';
import { signDetachedSm2 } from './sm2-signature.ts';
import { newSm2Pair, sm2Oid, sm2PairOf, type Sm2Pair } from './sm2.ts';
import { termOf, type CertificateSubject, type StationKeyOptions } from './station-key.ts';

/** The station's second key. The private key never leaves this object. */
export interface Sm2Key {
  readonly certificatePem: string;
  /** The certificates of the issuers, next one first; empty while it is self-signed. */
  readonly chainPem: readonly string[];
  /** SHA-256 of the certificate's DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** SignedData of GM/T 0010 over these bytes, detached (see `signDetachedSm2`). */
  sign(content: Uint8Array): Uint8Array;
  /** A certificate request (PKCS#10, PEM) for this key, for the agency's own CA. */
  request(subject: CertificateSubject): Promise<string>;
}

/** A new SM2 key with a self-signed certificate, as the text that is stored. */
export function newSm2KeyText(options: StationKeyOptions): string {
  const pair = newSm2Pair();
  return sm2KeyText(pair, [selfSignedSm2Certificate(termOf(options), pair)]);
}

/** Private key (PKCS#8, as openssl reads it) and certificates, the station's own first. */
export function sm2KeyText(pair: Sm2Pair, certificates: readonly string[]): string {
  return `${pemOf(pkcs8(pair), 'PRIVATE KEY')}${certificates.join('')}`;
}

/** @throws Error when it is not an SM2 key with its own certificate */
export function parseSm2KeyText(text: string): Sm2Key {
  const pair = sm2PairIn(text);
  const [certificatePem = '', ...chainPem] = certificatesIn(text);
  const certificates = [certificatePem, ...chainPem].map((pem) => parseCertificate(derOfPem(pem)));
  const [own] = certificates;
  if (own === undefined || !Buffer.from(sm2PointOf(own)).equals(pair.point)) throw new Error('The certificate belongs to another key');
  return {
    certificatePem, chainPem,
    fingerprint: createHash('sha256').update(derOf(own)).digest('hex'),
    sign: (content) => signDetachedSm2(content, certificates.map(derOf), pair),
    request: (subject) => Promise.resolve(sm2CertificateRequest(subject, pair)),
  };
}

export function sm2PairIn(text: string): Sm2Pair {
  return sm2PairOfPkcs8(derOfPem(text));
}

/** @throws Error when it is the key of another curve */
export function sm2PairOfPkcs8(der: Uint8Array): Sm2Pair {
  const [, algorithm, key] = partsOf(der);
  const curve = algorithm instanceof Sequence ? algorithm.valueBlock.value[1] : undefined;
  if (!(curve instanceof ObjectIdentifier) || curve.valueBlock.toString() !== sm2Oid.curve || !(key instanceof OctetString)) throw new Error('Not an SM2 key');
  const [, scalar] = partsOf(new Uint8Array(key.valueBlock.valueHexView));
  if (!(scalar instanceof OctetString)) throw new Error('Not an SM2 key');
  return sm2PairOf(new Uint8Array(scalar.valueBlock.valueHexView));
}

/** PKCS#8 (RFC 5958) around an EC private key (RFC 5915) without its public part, which follows from it. */
function pkcs8({ scalar }: Sm2Pair): Uint8Array {
  const inner = new Sequence({ value: [new Integer({ value: 1 }), new OctetString({ valueHex: new Uint8Array(scalar).buffer })] });
  const algorithm = new Sequence({ value: [new ObjectIdentifier({ value: sm2Oid.ecPublicKey }), new ObjectIdentifier({ value: sm2Oid.curve })] });
  return new Uint8Array(new Sequence({ value: [new Integer({ value: 0 }), algorithm, new OctetString({ valueHex: inner.toBER() })] }).toBER());
}

function partsOf(der: Uint8Array): readonly unknown[] {
  const { result, offset } = fromBER(new Uint8Array(der).buffer);
  if (offset === -1 || !(result instanceof Sequence)) throw new Error('Not DER');
  return result.valueBlock.value;
}
