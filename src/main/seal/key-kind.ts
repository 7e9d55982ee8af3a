import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { AppError } from '../../shared/base/index.ts';
import { certificatesFrom, requireIssuedFor } from './issued-certificate.ts';
import { readPkcs12 } from './pkcs12.ts';
import { derOf, requireSm2IssuedFor, sm2CertificatesFrom } from './sm2-certificate.ts';
import { newSm2KeyText, parseSm2KeyText, sm2KeyText, sm2PairIn, sm2PairOfPkcs8, type Sm2Key } from './sm2-key.ts';
import { isP256, keyText, newKeyText, parseKeyText, type StationKey, type StationKeyOptions } from './station-key.ts';

/** What all keys of a station have. */
export interface KeptKey {
  readonly certificatePem: string;
  readonly chainPem: readonly string[];
  readonly fingerprint: string;
}

/** How the keys of one kind are made, stored and replaced. A text is private key and certificates, the station's own first. */
export interface KeyKind<Key extends KeptKey> {
  readonly fileName: string;
  /** The certificates of the key that signs now, in the clear: who checks this station's ledger needs no secret. */
  readonly certificateName: string;
  /** Of the files of keys that signed before. */
  readonly retiredPrefix: string;
  make(options: StationKeyOptions): Promise<string>;
  /** @throws Error when it is no such key with its own certificate */
  parse(text: string): Key;
  /** The same key with a certificate that a CA has issued for it. @throws AppError CERTIFICATE_* */
  withCertificate(text: string, bytes: Uint8Array, atMs: number): string;
  /** @throws AppError PKCS12_* and CERTIFICATE_* */
  fromPkcs12(bytes: Uint8Array, password: string, atMs: number): Promise<string>;
}

/** The station's key: ECDSA on P-256 with SHA-256. */
export const p256Kind: KeyKind<StationKey> = {
  fileName: 'station-key.pem',
  certificateName: 'station.pem',
  retiredPrefix: 'retired-',
  make: newKeyText,
  parse: parseKeyText,
  withCertificate: (text, bytes, atMs) => {
    const privateKey = createPrivateKey(text);
    return keyText(privateKey, requireIssuedFor(privateKey, certificatesFrom(bytes), atMs));
  },
  fromPkcs12: async (bytes, password, atMs) => {
    const { keyDer, certificates } = await readPkcs12(bytes, password);
    const privateKey = p256Of(keyDer);
    return keyText(privateKey, requireIssuedFor(privateKey, certificates.map((each) => new X509Certificate(derOf(each))), atMs));
  },
};

/** The second key: SM2 with SM3. */
export const sm2Kind: KeyKind<Sm2Key> = {
  fileName: 'station-key-sm2.pem',
  certificateName: 'station-sm2.pem',
  retiredPrefix: 'retired-sm2-',
  make: (options) => Promise.resolve(newSm2KeyText(options)),
  parse: parseSm2KeyText,
  withCertificate: (text, bytes, atMs) => {
    const pair = sm2PairIn(text);
    return sm2KeyText(pair, requireSm2IssuedFor(pair, sm2CertificatesFrom(bytes), atMs));
  },
  fromPkcs12: async (bytes, password, atMs) => {
    const { keyDer, certificates } = await readPkcs12(bytes, password);
    const pair = unfitIfThrown(() => sm2PairOfPkcs8(keyDer));
    return sm2KeyText(pair, requireSm2IssuedFor(pair, certificates, atMs));
  },
};

function p256Of(keyDer: Uint8Array): KeyObject {
  const privateKey = unfitIfThrown(() => createPrivateKey({ key: Buffer.from(keyDer), format: 'der', type: 'pkcs8' }));
  if (!isP256(privateKey)) throw new AppError('PKCS12_KEY_UNFIT');
  return privateKey;
}

function unfitIfThrown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new AppError('PKCS12_KEY_UNFIT', {}, error);
  }
}
