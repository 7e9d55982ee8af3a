import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { nodeFileOps, syncFolder } from '../platform/index.ts';
import { selfSignedCertificate } from './certificate.ts';
import { signDetached } from './cms-signature.ts';

const fileName = 'station-key.pem';
const yearMs = 365 * 24 * 3_600_000;

/** The identity of a station. The private key never leaves this object. */
export interface StationKey {
  /** Self-signed X.509 certificate; its common name is the station's name at the first start. */
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  /** SHA-256 of the certificate's DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** CMS SignedData over these bytes, detached (see `signDetached`). `signedAtMs` is room time. */
  sign(content: Uint8Array, signedAtMs: number): Uint8Array;
  /** ECDSA with SHA-256 over these bytes alone, DER. The caller sets them apart from everything else that this key signs. */
  signBytes(bytes: Uint8Array): Uint8Array;
}

export interface StationKeyOptions {
  readonly stationName: string;
  /** Room time from which the certificate is valid; used at the first start alone. */
  readonly notBeforeMs: number;
  readonly validYears?: number;
}

/**
 * Loads the station's key from its folder, or makes it at the first start: ECDSA P-256, with a self-signed certificate. Key and
 * certificate lie in one file (mode 0600) that is there whole or not at all after any crash, so they can never disagree.
 * @throws AppError STATION_KEY_UNREADABLE when a file is there but is not such a key; it is never replaced, for seals made with it name its certificate
 */
export async function openStationKey(folder: string, options: StationKeyOptions): Promise<StationKey> {
  const path = join(folder, fileName);
  const existing = await readIfPresent(path);
  if (existing !== undefined) return parseStationKey(existing, path);
  await nodeFileOps.makeFolder(folder);
  await createOnce(folder, path, await newKeyText(options));
  return parseStationKey(await readFile(path, 'utf8'), path);
}

async function newKeyText({ stationName, notBeforeMs, validYears = 30 }: StationKeyOptions): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificatePem = await selfSignedCertificate({ commonName: stationName, notBeforeMs, notAfterMs: notBeforeMs + validYears * yearMs, privateKey, publicKey });
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${certificatePem}`;
}

function parseStationKey(text: string, path: string): StationKey {
  try {
    const certificatePem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/.exec(text)?.[0] ?? '';
    return stationKeyOf(createPrivateKey(text), certificatePem);
  } catch (error) {
    throw new AppError('STATION_KEY_UNREADABLE', { path }, error);
  }
}

function stationKeyOf(privateKey: KeyObject, certificatePem: string): StationKey {
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('The certificate belongs to another key');
  if (createPublicKey(privateKey).asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('Not a P-256 key');
  const certificateDer = new Uint8Array(certificate.raw);
  return {
    certificatePem,
    certificateDer,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    signBytes: (bytes) => new Uint8Array(sign('sha256', bytes, privateKey)),
    sign: (content, signedAtMs) => signDetached(content, certificateDer, signedAtMs, (bytes) => sign('sha256', bytes, privateKey)),
  };
}

/** Checks plain signatures of the station that a certificate names. @throws Error when it is no certificate */
export function holdsFor(certificatePem: string): (content: Uint8Array, signature: Uint8Array) => boolean {
  const { publicKey } = new X509Certificate(certificatePem);
  return (content, signature) => verify('sha256', content, publicKey, signature);
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new AppError('STATION_KEY_UNREADABLE', { path }, error);
  }
}

/** When two starts race, the first file stays and both use it. */
async function createOnce(folder: string, path: string, text: string): Promise<void> {
  const temporary = join(folder, `.${fileName}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(folder);
}
