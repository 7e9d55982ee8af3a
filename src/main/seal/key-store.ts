import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { nodeFileOps, syncFolder } from '../platform/index.ts';
import { p256Kind, sm2Kind, type KeptKey, type KeyKind } from './key-kind.ts';
import type { Sm2Key } from './sm2-key.ts';
import type { StationKey, StationKeyOptions } from './station-key.ts';

const magic = 'shilu.key.v1';

/** Seals short texts with a secret of this machine; the same that keeps the cameras' passwords. */
export interface KeyVault {
  readonly scheme: string;
  seal(text: string): string;
  open(sealed: string): string;
}

/**
 * The keys of one kind of a station: one that signs now, and those that signed before, for packets of sessions that were sealed with them. Each lies
 * in a file of its own (mode 0600), key and certificates together, encrypted by the vault, and is there whole or not at all after any crash.
 */
export class KeyStore<Key extends KeptKey = StationKey> {
  readonly #kind: KeyKind<Key>;
  readonly #folder: string;
  readonly #vaults: readonly KeyVault[];
  #text: string;
  #key: Key;
  #retired: ReadonlyMap<string, Key>;

  private constructor(kind: KeyKind<Key>, folder: string, vaults: readonly KeyVault[], text: string, retired: ReadonlyMap<string, Key>) {
    this.#kind = kind;
    this.#folder = folder;
    this.#vaults = vaults;
    this.#text = text;
    this.#key = kind.parse(text);
    this.#retired = retired;
  }

  /**
   * Loads the keys, or makes one at the first use. The first vault encrypts; any of them may open. A file that the first has not
   * encrypted is encrypted by it now.
   * @throws AppError STATION_KEY_UNREADABLE when a file is there but is no such key; it is never replaced, for seals made with it name its certificate
   */
  static open(folder: string, options: StationKeyOptions, vaults: readonly KeyVault[] = []): Promise<KeyStore> {
    return KeyStore.#openKind(p256Kind, folder, options, vaults);
  }

  /** The same of the station's SM2 key, which makes the second signature. */
  static openSecond(folder: string, options: StationKeyOptions, vaults: readonly KeyVault[] = []): Promise<KeyStore<Sm2Key>> {
    return KeyStore.#openKind(sm2Kind, folder, options, vaults);
  }

  static async #openKind<Key extends KeptKey>(kind: KeyKind<Key>, folder: string, options: StationKeyOptions, vaults: readonly KeyVault[]): Promise<KeyStore<Key>> {
    const path = join(folder, kind.fileName);
    await nodeFileOps.makeFolder(folder);
    if ((await readIfPresent(path)) === undefined) await createOnce(folder, path, closed(await kind.make(options), vaults));
    const stored = (await readIfPresent(path)) ?? '';
    const text = opened(kind, stored, vaults, path);
    const store = new KeyStore(kind, folder, vaults, text, await retiredKeys(kind, folder, vaults));
    const [first] = vaults;
    if (first !== undefined && !stored.startsWith(`${magic} ${first.scheme}\n`)) await store.#write(text);
    await store.#publish();
    return store;
  }

  /** What signs now. */
  get key(): Key {
    return this.#key;
  }

  /** The certificates of every key of this kind, that of now first: what was signed before a key was replaced still holds. */
  get certificatePems(): readonly string[] {
    return [this.key, ...this.#retired.values()].map(({ certificatePem }) => certificatePem);
  }

  /** The key with this certificate: what was sealed with it is also handed out under it. @throws AppError KEY_GONE */
  keyOf(fingerprint: string): Key {
    const key = fingerprint === this.key.fingerprint ? this.key : this.#retired.get(fingerprint);
    if (key === undefined) throw new AppError('KEY_GONE', { fingerprint });
    return key;
  }

  /**
   * Takes the certificate that a CA has issued for the key, with the issuers' certificates.
   * @param bytes PEM (one or several), DER, or PKCS#7
   * @throws AppError CERTIFICATE_UNREADABLE, CERTIFICATE_FOREIGN_KEY, CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_CHAIN_OPEN
   */
  async importCertificate(bytes: Uint8Array, atMs: number): Promise<void> {
    await this.#replace(this.#kind.withCertificate(this.#text, bytes, atMs));
  }

  /** Takes another key with its certificates. @throws AppError as `importCertificate`, and PKCS12_UNREADABLE, PKCS12_PASSWORD_WRONG, PKCS12_KEY_UNFIT */
  async importPkcs12(bytes: Uint8Array, password: string, atMs: number): Promise<void> {
    await this.#replace(await this.#kind.fromPkcs12(bytes, password, atMs));
  }

  /** The key that signed until now is kept first: a crash in between leaves it signing. */
  async #replace(text: string): Promise<void> {
    const before = this.#key;
    const next = this.#kind.parse(text);
    const retired = join(this.#folder, `${this.#kind.retiredPrefix}${before.fingerprint}.pem`);
    if ((await readIfPresent(retired)) === undefined) await createOnce(this.#folder, retired, closed(this.#text, this.#vaults));
    await this.#write(text);
    this.#retired = new Map([...this.#retired, [before.fingerprint, before]]);
    this.#text = text;
    this.#key = next;
    await this.#publish();
  }

  async #publish(): Promise<void> {
    const path = join(this.#folder, this.#kind.certificateName);
    const text = [this.key.certificatePem, ...this.key.chainPem].join('');
    if ((await readIfPresent(path)) === text) return;
    await rename(await temporaryFile(this.#folder, text), path);
    await syncFolder(this.#folder);
  }

  async #write(text: string): Promise<void> {
    const temporary = await temporaryFile(this.#folder, closed(text, this.#vaults));
    await rename(temporary, join(this.#folder, this.#kind.fileName));
    await syncFolder(this.#folder);
  }
}

function closed(text: string, vaults: readonly KeyVault[]): string {
  const [vault] = vaults;
  return vault === undefined ? text : `${magic} ${vault.scheme}\n${vault.seal(text)}\n`;
}

function opened(kind: KeyKind<KeptKey>, stored: string, vaults: readonly KeyVault[], path: string): string {
  try {
    if (!stored.startsWith(magic)) {
      kind.parse(stored);
      return stored;
    }
    const [head = '', sealed = ''] = stored.split('\n');
    const vault = vaults.find(({ scheme }) => head === `${magic} ${scheme}`);
    if (vault === undefined) throw new Error(`Encrypted by ${head.slice(magic.length + 1)}, which is not at hand`);
    const text = vault.open(sealed);
    kind.parse(text);
    return text;
  } catch (error) {
    throw new AppError('STATION_KEY_UNREADABLE', { path }, error);
  }
}

async function retiredKeys<Key extends KeptKey>(kind: KeyKind<Key>, folder: string, vaults: readonly KeyVault[]): Promise<ReadonlyMap<string, Key>> {
  const keys = new Map<string, Key>();
  for (const name of await readdir(folder)) {
    if (!new RegExp(`^${kind.retiredPrefix}[0-9a-f]{64}\\.pem$`).test(name)) continue;
    const path = join(folder, name);
    const key = kind.parse(opened(kind, (await readIfPresent(path)) ?? '', vaults, path));
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
  const temporary = join(folder, `.key.${randomBytes(6).toString('hex')}.tmp`);
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
