import type { SecretVault } from '../app/index.ts';

/** What is used of Electron's safeStorage. */
interface SafeStorage {
  isEncryptionAvailable(): boolean;
  getSelectedStorageBackend(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

/**
 * The key ring of the system (DPAPI, Keychain, libsecret, KWallet) as the vault of the station. Undefined where there is none: on Linux
 * Electron then offers a password that is written in its source, and the station's own key file is better than that.
 */
export function keyRingVault(storage: SafeStorage, platform: NodeJS.Platform): SecretVault | undefined {
  if (!storage.isEncryptionAvailable()) return undefined;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend())) return undefined;
  return {
    scheme: 'key-ring',
    seal: (text) => storage.encryptString(text).toString('base64'),
    open: (sealed) => storage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
