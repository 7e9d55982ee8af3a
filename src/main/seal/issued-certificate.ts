import { X509Certificate, type KeyObject } from 'node:crypto';
import { fromBER } from 'asn1js';
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { AppError } from '../../shared/base/index.ts';
import { pemOf } from './certificate.ts';
import { certificatesIn } from './pem.ts';

/** Every certificate of a file that a CA hands out: PEM, DER, or PKCS#7 (RFC 5652, certificates only). @throws AppError CERTIFICATE_UNREADABLE */
export function certificatesFrom(bytes: Uint8Array): readonly X509Certificate[] {
  const text = Buffer.from(bytes).toString('latin1');
  try {
    const pem = certificatesIn(text);
    if (pem.length > 0) return pem.map((each) => new X509Certificate(each));
    const pkcs7 = /-----BEGIN (?:PKCS7|CMS)-----([^-]+)-----END/.exec(text)?.[1];
    return derCertificates(pkcs7 === undefined ? bytes : Buffer.from(pkcs7, 'base64'));
  } catch (error) {
    throw new AppError('CERTIFICATE_UNREADABLE', {}, error);
  }
}

function derCertificates(der: Uint8Array): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    const parsed = fromBER(new Uint8Array(der).buffer);
    if (parsed.offset === -1) throw new Error('Not DER');
    const signed = new SignedData({ schema: new ContentInfo({ schema: parsed.result }).content });
    const found = (signed.certificates ?? []).filter((each) => each instanceof Certificate);
    if (found.length === 0) throw new Error('No certificate in it');
    return found.map((each) => new X509Certificate(new Uint8Array(each.toSchema().toBER())));
  }
}

/**
 * The certificate for this key and the chain of its issuers, next one first, as PEM.
 * @throws AppError CERTIFICATE_FOREIGN_KEY when none is for this key, CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_CHAIN_OPEN when an issuer's certificate is missing
 */
export function requireIssuedFor(privateKey: KeyObject, certificates: readonly X509Certificate[], atMs: number): readonly string[] {
  const own = certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (own === undefined) throw new AppError('CERTIFICATE_FOREIGN_KEY');
  if (atMs > Date.parse(own.validTo)) throw new AppError('CERTIFICATE_EXPIRED', { until: own.validTo });
  if (atMs < Date.parse(own.validFrom)) throw new AppError('CERTIFICATE_NOT_YET_VALID', { from: own.validFrom });
  const chain = [own];
  for (let last = own; ; ) {
    const issuer = certificates.find((each) => !chain.includes(each) && last.checkIssued(each) && last.verify(each.publicKey));
    if (issuer === undefined) {
      if (last.issuer !== last.subject) throw new AppError('CERTIFICATE_CHAIN_OPEN', { issuer: last.issuer.replaceAll('\n', ', ') });
      return chain.map((each) => pemOf(each.raw));
    }
    chain.push(issuer);
    last = issuer;
  }
}
