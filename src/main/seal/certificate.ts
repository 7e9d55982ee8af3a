import { randomBytes, webcrypto, type KeyObject } from 'node:crypto';
import { BitString, fromBER, Integer, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, CertificationRequest, CryptoEngine, Extension, Time, TimeType } from 'pkijs';

const commonNameOid = '2.5.4.3';
const organizationOid = '2.5.4.10';
const basicConstraintsOid = '2.5.29.19';
const keyUsageOid = '2.5.29.15';

/** The web crypto engine of Node for everything pkijs computes. */
export const engine = new CryptoEngine({ name: 'node', crypto: webcrypto });

/** Whose certificate it is, and for how long. */
export interface CertificateTerm {
  readonly commonName: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

interface CertificateRequest extends CertificateTerm {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * A self-signed X.509 v3 certificate (RFC 5280) in PEM: ECDSA with SHA-256, key usage digitalSignature and nonRepudiation, not a CA.
 * Who trusts it knows its fingerprint from elsewhere (paper, case system).
 */
export async function selfSignedCertificate(request: CertificateRequest): Promise<string> {
  const certificate = emptyCertificate(request);
  const { publicKey, privateKey } = await cryptoKeys(request);
  await certificate.subjectPublicKeyInfo.importKey(publicKey, engine);
  await certificate.sign(privateKey, 'SHA-256', engine);
  return pemOf(new Uint8Array(certificate.toSchema(true).toBER()));
}

/** Everything of a self-signed certificate but its key and its signature. */
export function emptyCertificate({ commonName, notBeforeMs, notAfterMs }: CertificateTerm): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: serialNumber() });
  for (const name of [certificate.issuer, certificate.subject]) name.typesAndValues.push(...nameItems({ organization: 'Shilu station', commonName }));
  certificate.notBefore = timeOf(notBeforeMs);
  certificate.notAfter = timeOf(notAfterMs);
  certificate.extensions = [
    new Extension({ extnID: basicConstraintsOid, critical: true, extnValue: new BasicConstraints({ cA: false }).toSchema().toBER() }),
    new Extension({ extnID: keyUsageOid, critical: true, extnValue: new BitString({ valueHex: new Uint8Array([0xc0]).buffer, unusedBits: 6 }).toBER() }),
  ];
  return certificate;
}

/** A certificate request (PKCS#10, RFC 2986) in PEM, signed with the key that it asks a certificate for. */
export async function certificateRequest(subject: { readonly organization: string; readonly commonName: string }, privateKey: KeyObject, publicKey: KeyObject): Promise<string> {
  const request = new CertificationRequest();
  request.version = 0;
  request.subject.typesAndValues.push(...nameItems(subject));
  const keys = await cryptoKeys({ privateKey, publicKey });
  await request.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  request.attributes = [];
  await request.sign(keys.privateKey, 'SHA-256', engine);
  return pemOf(new Uint8Array(request.toSchema(true).toBER()), 'CERTIFICATE REQUEST');
}

/** PEM text of DER (RFC 7468): 64 characters a line, LF. One DER has one PEM. */
export function pemOf(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function parseCertificate(der: Uint8Array): Certificate {
  const parsed = fromBER(new Uint8Array(der).buffer);
  if (parsed.offset === -1) throw new Error('Not DER');
  return new Certificate({ schema: parsed.result });
}

async function cryptoKeys(keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): Promise<{ readonly publicKey: webcrypto.CryptoKey; readonly privateKey: webcrypto.CryptoKey }> {
  const usages = { name: 'ECDSA', namedCurve: 'P-256' };
  return {
    publicKey: await webcrypto.subtle.importKey('spki', keys.publicKey.export({ type: 'spki', format: 'der' }), usages, true, ['verify']),
    privateKey: await webcrypto.subtle.importKey('pkcs8', keys.privateKey.export({ type: 'pkcs8', format: 'der' }), usages, false, ['sign']),
  };
}

export function nameItems({ organization, commonName }: { readonly organization: string; readonly commonName: string }): readonly AttributeTypeAndValue[] {
  const item = (type: string, value: string) => new AttributeTypeAndValue({ type, value: new Utf8String({ value }) });
  return [item(organizationOid, organization), item(commonNameOid, commonName)];
}

/** 16 random bytes, positive and without a leading zero byte (RFC 5280, section 4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.buffer;
}

/** Two-digit years until 2049, four digits after (RFC 5280, section 4.1.2.5). */
function timeOf(ms: number): Time {
  return new Time({ type: ms < Date.UTC(2050, 0) ? TimeType.UTCTime : TimeType.GeneralizedTime, value: new Date(Math.floor(ms / 1000) * 1000) });
}
