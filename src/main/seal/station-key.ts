import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { certificateRequest, selfSignedCertificate, type CertificateTerm } from './certificate.ts';
import { signDetached } from './cms-signature.ts';
import { certificatesIn } from './pem.ts';

const yearMs = 365 * 24 * 3_600_000;

/** The identity of a station. The private key never leaves this object. */
export interface StationKey {
  /** X.509 certificate: self-signed, with the station's name at the first start as common name, until an agency's CA has issued one. */
  readonly certificatePem: string;
  /** The certificates of the issuers, next one first; empty while it is self-signed. */
  readonly chainPem: readonly string[];
  readonly certificateDer: Uint8Array;
  /** DER; its own, then the issuers'. */
  readonly certificatesDer: readonly Uint8Array[];
  /** SHA-256 of the certificate's DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** CMS SignedData over these bytes, detached (see `signDetached`). `signedAtMs` is room time. */
  sign(content: Uint8Array, signedAtMs: number): Uint8Array;
  /** ECDSA with SHA-256 over these bytes alone, DER. The caller sets them apart from everything else that this key signs. */
  signBytes(bytes: Uint8Array): Uint8Array;
  /** A certificate request (PKCS#10, PEM) for this key, for the agency's own CA. */
  request(subject: CertificateSubject): Promise<string>;
}

export interface CertificateSubject {
  readonly organization: string;
  readonly commonName: string;
}

export interface StationKeyOptions {
  readonly stationName: string;
  /** Room time from which the certificate is valid; used at the first start alone. */
  readonly notBeforeMs: number;
  readonly validYears?: number;
}

/** A new key, ECDSA P-256, with a self-signed certificate, as the text that is stored. */
export async function newKeyText(options: StationKeyOptions): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificatePem = await selfSignedCertificate({ ...termOf(options), privateKey, publicKey });
  return keyText(privateKey, [certificatePem]);
}

/** What a self-signed certificate of a station says of itself. */
export function termOf({ stationName, notBeforeMs, validYears = 30 }: StationKeyOptions): CertificateTerm {
  return { commonName: stationName, notBeforeMs, notAfterMs: notBeforeMs + validYears * yearMs };
}

/** Private key and certificates, the station's own first, as one text: they can never disagree. */
export function keyText(privateKey: KeyObject, certificates: readonly string[]): string {
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${certificates.join('')}`;
}

/** @throws Error when it is not a P-256 key with its own certificate */
export function parseKeyText(text: string): StationKey {
  const privateKey = createPrivateKey(text);
  const [certificatePem = '', ...chainPem] = certificatesIn(text);
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('The certificate belongs to another key');
  if (!isP256(privateKey)) throw new Error('Not a P-256 key');
  const certificateDer = new Uint8Array(certificate.raw);
  const certificatesDer = [certificateDer, ...chainPem.map((pem) => new Uint8Array(new X509Certificate(pem).raw))];
  return {
    certificatePem, chainPem, certificateDer, certificatesDer,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    signBytes: (bytes) => new Uint8Array(sign('sha256', bytes, privateKey)),
    sign: (content, signedAtMs) => signDetached(content, certificatesDer, signedAtMs, (bytes) => sign('sha256', bytes, privateKey)),
    request: (subject) => certificateRequest(subject, privateKey, createPublicKey(privateKey)),
  };
}

/** Checks plain signatures of the station that a certificate names. @throws Error when it is no certificate */
export function holdsFor(certificatePem: string): (content: Uint8Array, signature: Uint8Array) => boolean {
  const { publicKey } = new X509Certificate(certificatePem);
  return (content, signature) => verify('sha256', content, publicKey, signature);
}

export function isP256(key: KeyObject): boolean {
  return (key.type === 'private' ? createPublicKey(key) : key).asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
