import { createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';
import { link, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { nodeFileOps, syncFolder } from '../platform/index.ts';
import { certificatesFrom, requireIssuedFor } from './issued-certificate.ts';
import { readPkcs12 } from './pkcs12.ts';
import { keyText, newKeyText, parseKeyText, type StationKey, type StationKeyOptions } from './station-key.ts';

const fileName = 'station-key.pem';
/** The certificates of the key that signs now, in the clear: who checks this station's ledger needs no secret. */
const certificateName = 'station.pem';
const magic = 'shilu.key.v1';

/** Seals short texts with a secret of this machine; the same that keeps the cameras' passwords. */
export interface KeyVault {
  readonly scheme: string;
  seal(text: string): string;
  open(sealed: string): string;
}

/**
 * The keys of a station: one that signs now, and those that signed before, for packets of sessions that were sealed with them. Each lies
 * in a file of its own (mode 0600), key and certificates together, encrypted by the vault, and is there whole or not at all after any crash.
 */
export class KeyStore {
  readonly #folder: string;
  readonly #vaults: readonly KeyVault[];
  #current: { readonly key: StationKey; readonly privateKey: KeyObject };
  #retired: ReadonlyMap<string, StationKey>;

  private constructor(folder: string, vaults: readonly KeyVault[], text: string, retired: ReadonlyMap<string, StationKey>) {
    this.#folder = folder;
    this.#vaults = vaults;
    this.#current = { key: parseKeyText(text), privateKey: createPrivateKey(text) };
    this.#retired = retired;
  }

  /**
   * Loads the keys, or makes one at the first start. The first vault encrypts; any of them may open. A file that the first has not
   * encrypted is encrypted by it now.
   * @throws AppError STATION_KEY_UNREADABLE when a file is there but is no such key; it is never replaced, for seals made with it name its certificate
   */
  static async open(folder: string, options: StationKeyOptions, vaults: readonly KeyVault[] = []): Promise<KeyStore> {
    const path = join(folder, fileName);
    await nodeFileOps.makeFolder(folder);
    if ((await readIfPresent(path)) === undefined) await createOnce(folder, path, closed(await newKeyText(options), vaults));
    const stored = (await readIfPresent(path)) ?? '';
    const text = await opened(stored, vaults, path);
    const store = new KeyStore(folder, vaults, text, await retiredKeys(folder, vaults));
    const [first] = vaults;
    if (first !== undefined && !stored.startsWith(`${magic} ${first.scheme}\n`)) await store.#write(text);
    await store.#publish();
    return store;
  }

  /** What signs now. */
  get key(): StationKey {
    return this.#current.key;
  }

  /** The key with this certificate: what was sealed with it is also handed out under it. @throws AppError KEY_GONE */
  keyOf(fingerprint: string): StationKey {
    const key = fingerprint === this.key.fingerprint ? this.key : this.#retired.get(fingerprint);
    if (key === undefined) throw new AppError('KEY_GONE', { fingerprint });
    return key;
  }

  /**
   * Takes the certificate that a CA has issued for the station's key, with the issuers' certificates.
   * @param bytes PEM (one or several), DER, or PKCS#7
   * @throws AppError CERTIFICATE_UNREADABLE, CERTIFICATE_FOREIGN_KEY, CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID
   */
  async importCertificate(bytes: Uint8Array, atMs: number): Promise<void> {
    const certificates = requireIssuedFor(this.#current.privateKey, certificatesFrom(bytes), atMs);
    await this.#replace(keyText(this.#current.privateKey, certificates));
  }

  /** Takes another key with its certificates. @throws AppError as `importCertificate`, and PKCS12_UNREADABLE, PKCS12_PASSWORD_WRONG, PKCS12_KEY_UNFIT */
  async importPkcs12(bytes: Uint8Array, password: string, atMs: number): Promise<void> {
    const { privateKey, certificates } = await readPkcs12(bytes, password);
    await this.#replace(keyText(privateKey, requireIssuedFor(privateKey, certificates, atMs)));
  }

  /** The key that signed until now is kept first: a crash in between leaves it signing. */
  async #replace(text: string): Promise<void> {
    const { key, privateKey } = this.#current;
    const next = parseKeyText(text);
    const retired = join(this.#folder, `retired-${key.fingerprint}.pem`);
    if ((await readIfPresent(retired)) === undefined) await createOnce(this.#folder, retired, closed(keyText(privateKey, [key.certificatePem, ...key.chainPem]), this.#vaults));
    await this.#write(text);
    this.#retired = new Map([...this.#retired, [key.fingerprint, key]]);
    this.#current = { key: next, privateKey: createPrivateKey(text) };
    await this.#publish();
  }

  async #publish(): Promise<void> {
    const path = join(this.#folder, certificateName);
    const text = [this.key.certificatePem, ...this.key.chainPem].join('');
    if ((await readIfPresent(path)) === text) return;
    await rename(await temporaryFile(this.#folder, text), path);
    await syncFolder(this.#folder);
  }

  async #write(text: string): Promise<void> {
    const temporary = await temporaryFile(this.#folder, closed(text, this.#vaults));
    await rename(temporary, join(this.#folder, fileName));
    await syncFolder(this.#folder);
  }
}

function closed(text: string, vaults: readonly KeyVault[]): string {
  const [vault] = vaults;
  return vault === undefined ? text : `${magic} ${vault.scheme}\n${vault.seal(text)}\n`;
}

function opened(stored: string, vaults: readonly KeyVault[], path: string): Promise<string> {
  try {
    if (!stored.startsWith(magic)) {
      parseKeyText(stored);
      return Promise.resolve(stored);
    }
    const [head = '', sealed = ''] = stored.split('\n');
    const vault = vaults.find(({ scheme }) => head === `${magic} ${scheme}`);
    if (vault === undefined) throw new Error(`Encrypted by ${head.slice(magic.length + 1)}, which is not at hand`);
    const text = vault.open(sealed);
    parseKeyText(text);
    return Promise.resolve(text);
  } catch (error) {
    return Promise.reject(new AppError('STATION_KEY_UNREADABLE', { path }, error));
  }
}

async function retiredKeys(folder: string, vaults: readonly KeyVault[]): Promise<ReadonlyMap<string, StationKey>> {
  const keys = new Map<string, StationKey>();
  for (const name of await readdir(folder)) {
    if (!/^retired-[0-9a-f]{64}\.pem$/.test(name)) continue;
    const path = join(folder, name);
    const key = parseKeyText(await opened((await readIfPresent(path)) ?? '', vaults, path));
    keys.set(key.fingerprint, key);
  }
  return keys;
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new AppError('STATION_KEY_UNREADABLE', { path }, error);
  }
}

async function temporaryFile(folder: string, text: string): Promise<string> {
  const temporary = join(folder, `.${fileName}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}

/** When two starts race, the first file stays and both use it. */
async function createOnce(folder: string, path: string, text: string): Promise<void> {
  const temporary = await temporaryFile(folder, text);
  try {
    await link(temporary, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(folder);
}
