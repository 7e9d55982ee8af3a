import { generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { HeadSigner } from '../../src/main/segments/index.ts';
import { selfSignedCertificate } from '../../src/main/seal/certificate.ts';

/** A key and certificate of its own for a test, as a station has them. */
export async function newSigner(commonName = '训练办案区一室'): Promise<HeadSigner & { readonly privateKey: KeyObject }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await selfSignedCertificate({ commonName, notBeforeMs: Date.UTC(2026, 0), notAfterMs: Date.UTC(2046, 0), privateKey, publicKey });
  return { privateKey, certificates: [new Uint8Array(new X509Certificate(pem).raw)], sign: (bytes) => new Uint8Array(sign('sha256', bytes, privateKey)) };
}
