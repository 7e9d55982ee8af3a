import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { syncFolder } from '../platform/index.ts';

/** A way to keep secrets that lie in the database. The station does not know whose it is: a key file here, the system's key ring in the Electron window. */
export interface SecretVault {
  /** Stands before everything that it has sealed. */
  readonly scheme: string;
  seal(text: string): string;
  /** @throws Error when it was not sealed by this vault on this machine */
  open(sealed: string): string;
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const fileName = 'secrets.key';

/**
 * AES-256-GCM with a key of its own in a file that only its owner can read (mode 0600), made at the first start.
 * @throws AppError SECRETS_KEY_UNREADABLE when the file is there and is no such key; it is never replaced, for what was sealed with it would be lost
 */
export async function openKeyFileVault(folder: string): Promise<SecretVault> {
  const path = join(folder, fileName);
  await makeKeyOnce(path);
  const key = await readKey(path);
  return {
    scheme: cipher,
    seal: (text) => {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      return Buffer.concat([nonce, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]).toString('base64');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      opening.setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()]).toString('utf8');
    },
  };
}

/** Whole or not at all, and never over one that is there: two stations may be started at the same moment. */
async function makeKeyOnce(path: string): Promise<void> {
  if (await isThere(path)) return;
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(keyBytes).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, path);
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(path));
}

async function readKey(path: string): Promise<Buffer> {
  try {
    const text = (await readFile(path, 'latin1')).trim();
    if (!/^[0-9a-f]{64}$/.test(text)) throw new Error('not 64 hexadecimal digits');
    if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
    return Buffer.from(text, 'hex');
  } catch (error) {
    throw new AppError('SECRETS_KEY_UNREADABLE', { path }, error);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return false;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
