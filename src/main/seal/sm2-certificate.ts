import { BitString, fromBER, ObjectIdentifier, Sequence } from 'asn1js';
import { AlgorithmIdentifier, Certificate, CertificationRequest, ContentInfo, PublicKeyInfo, SignedData } from 'pkijs';
import { AppError } from '../../shared/base/index.ts';
import { emptyCertificate, nameItems, parseCertificate, pemOf, type CertificateTerm } from './certificate.ts';
import { certificatesIn, derOfPem } from './pem.ts';
import { holdsSm2, signSm2, sm2Oid, type Sm2Pair } from './sm2.ts';

/** A self-signed certificate for an SM2 key (GM/T 0015), PEM: the same as `selfSignedCertificate` in everything but the key and the signature. */
export function selfSignedSm2Certificate(term: CertificateTerm, pair: Sm2Pair): string {
  const certificate = emptyCertificate(term);
  certificate.subjectPublicKeyInfo = publicKeyInfo(pair.point);
  certificate.signature = sm2WithSm3();
  certificate.signatureAlgorithm = sm2WithSm3();
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER());
  certificate.signatureValue = bitString(signSm2(certificate.tbsView, pair));
  return pemOf(new Uint8Array(certificate.toSchema().toBER()));
}

/** A certificate request (PKCS#10) for an SM2 key, PEM. */
export function sm2CertificateRequest(subject: { readonly organization: string; readonly commonName: string }, pair: Sm2Pair): string {
  const request = new CertificationRequest();
  request.version = 0;
  request.subject.typesAndValues.push(...nameItems(subject));
  request.subjectPublicKeyInfo = publicKeyInfo(pair.point);
  request.attributes = [];
  request.signatureAlgorithm = sm2WithSm3();
  const [asked] = request.toSchema(true).valueBlock.value;
  if (asked === undefined) throw new Error('No request');
  request.signatureValue = bitString(signSm2(new Uint8Array(asked.toBER()), pair));
  return pemOf(new Uint8Array(request.toSchema(true).toBER()), 'CERTIFICATE REQUEST');
}

/** The point of an SM2 certificate. @throws Error when its key is of another kind */
export function sm2PointOf(certificate: Certificate): Uint8Array {
  const { algorithm, subjectPublicKey } = certificate.subjectPublicKeyInfo;
  const curve: unknown = algorithm.algorithmParams;
  if (algorithm.algorithmId !== sm2Oid.ecPublicKey || !(curve instanceof ObjectIdentifier) || curve.valueBlock.toString() !== sm2Oid.curve) throw new Error('Not an SM2 key');
  return new Uint8Array(subjectPublicKey.valueBlock.valueHexView);
}

/** Each certificate is signed by the next with SM2, and the last by itself. */
export function sm2ChainHolds(chain: readonly Certificate[]): boolean {
  return chain.length > 0 && chain.every((each, index) => isSignedBy(each, chain[index + 1] ?? each));
}

/** Every certificate of a file that a CA hands out: PEM, DER, or PKCS#7. @throws AppError CERTIFICATE_UNREADABLE */
export function sm2CertificatesFrom(bytes: Uint8Array): readonly Certificate[] {
  const text = Buffer.from(bytes).toString('latin1');
  try {
    const pem = certificatesIn(text);
    if (pem.length > 0) return pem.map((each) => parseCertificate(derOfPem(each)));
    const pkcs7 = /-----BEGIN (?:PKCS7|CMS)-----([^-]+)-----END/.exec(text)?.[1];
    return derCertificates(pkcs7 === undefined ? bytes : new Uint8Array(Buffer.from(pkcs7, 'base64')));
  } catch (error) {
    throw new AppError('CERTIFICATE_UNREADABLE', {}, error);
  }
}

/** The certificate for this key and the chain of its issuers up to a self-signed one, as PEM. @throws AppError as `requireIssuedFor` */
export function requireSm2IssuedFor({ point }: Sm2Pair, certificates: readonly Certificate[], atMs: number): readonly string[] {
  const own = certificates.find((certificate) => isKeyOf(certificate, point));
  if (own === undefined) throw new AppError('CERTIFICATE_FOREIGN_KEY');
  if (atMs > own.notAfter.value.getTime()) throw new AppError('CERTIFICATE_EXPIRED', { until: own.notAfter.value.toUTCString() });
  if (atMs < own.notBefore.value.getTime()) throw new AppError('CERTIFICATE_NOT_YET_VALID', { from: own.notBefore.value.toUTCString() });
  const chain = [own];
  for (let last = own; !isSignedBy(last, last); ) {
    const current = last;
    const issuer = certificates.find((each) => !chain.includes(each) && isSignedBy(current, each));
    if (issuer === undefined) throw new AppError('CERTIFICATE_CHAIN_OPEN', { issuer: nameText(current.issuer) });
    chain.push(issuer);
    last = issuer;
  }
  return chain.map((each) => pemOf(derOf(each)));
}

export function derOf(certificate: Certificate): Uint8Array {
  return new Uint8Array(certificate.toSchema(false).toBER());
}

/** What a certificate says, of whatever kind its key is. */
export function certificateWords(pem: string): { readonly subject: string; readonly issuer: string; readonly validFromMs: number; readonly validUntilMs: number } {
  const { subject, issuer, notBefore, notAfter } = parseCertificate(derOfPem(pem));
  return { subject: nameText(subject), issuer: nameText(issuer), validFromMs: notBefore.value.getTime(), validUntilMs: notAfter.value.getTime() };
}

function nameText(name: Certificate['issuer']): string {
  return name.typesAndValues.map(({ value }) => value.valueBlock.value).join(', ');
}

function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  try {
    const signature = new Uint8Array(certificate.signatureValue.valueBlock.valueHexView);
    // What the signature does not cover may have one form only.
    const wrapped = new Sequence({ value: [fromBER(new Uint8Array(certificate.tbsView).buffer).result, sm2WithSm3().toSchema(), bitString(signature)] });
    const isWhole = Buffer.from(wrapped.toBER()).equals(derOf(certificate));
    return isWhole && certificate.issuer.isEqual(issuer.subject) && holdsSm2(certificate.tbsView, signature, sm2PointOf(issuer));
  } catch {
    return false;
  }
}

function isKeyOf(certificate: Certificate, point: Uint8Array): boolean {
  try {
    return Buffer.from(sm2PointOf(certificate)).equals(point);
  } catch {
    return false;
  }
}

function derCertificates(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    const signed = new SignedData({ schema: new ContentInfo({ schema: fromBER(new Uint8Array(der).buffer).result }).content });
    const found = (signed.certificates ?? []).filter((each) => each instanceof Certificate);
    if (found.length === 0) throw new Error('No certificate in it');
    return found;
  }
}

function publicKeyInfo(point: Uint8Array): PublicKeyInfo {
  return new PublicKeyInfo({
    algorithm: new AlgorithmIdentifier({ algorithmId: sm2Oid.ecPublicKey, algorithmParams: new ObjectIdentifier({ value: sm2Oid.curve }) }),
    subjectPublicKey: bitString(point),
  });
}

function sm2WithSm3(): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithmId: sm2Oid.sm2WithSm3 });
}

function bitString(bytes: Uint8Array): BitString {
  return new BitString({ valueHex: new Uint8Array(bytes).buffer });
}
