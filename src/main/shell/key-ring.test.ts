import { expect, it } from 'vitest';
import { keyRingVault } from './key-ring.ts';

const ring = (backend: string, available = true) => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a)),
  decryptString: (sealed: Buffer) => Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString(),
});

it('keeps secrets in the key ring of the system', () => {
  const vault = keyRingVault(ring('gnome_libsecret'), 'linux');
  const sealed = vault?.seal('口令') ?? '';
  expect(sealed).not.toContain('口令');
  expect(vault?.open(sealed)).toBe('口令');
  expect(keyRingVault(ring('unknown'), 'win32')).toBeDefined();
});

it('leaves them to the key file where there is no key ring, or one that anybody can open', () => {
  expect(keyRingVault(ring('gnome_libsecret', false), 'linux')).toBeUndefined();
  expect(keyRingVault(ring('basic_text'), 'linux')).toBeUndefined();
  expect(keyRingVault(ring('basic_text', false), 'darwin')).toBeUndefined();
});
