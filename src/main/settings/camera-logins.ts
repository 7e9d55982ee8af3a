import { z } from 'zod';
import { redact } from '../platform/index.ts';
import type { SecretVault } from './secret-vault.ts';

/** What a camera is logged in to with. */
export interface CameraLogin {
  /** Some makers put the password into it. */
  readonly rtspUrl: string;
  readonly user: string;
  readonly password: string;
}

const content = z.object({ cameraId: z.string(), rtspUrl: z.string(), user: z.string(), password: z.string() });

/** Turns the logins of cameras into what may lie in the database, and back. */
export class CameraLogins {
  readonly #vaults: readonly SecretVault[];

  /** @param vaults the first one seals; any of them opens what it has sealed */
  constructor(vaults: readonly [SecretVault, ...SecretVault[]]) {
    this.#vaults = vaults;
  }

  /** Bound to its camera: moved to another one it does not open. A camera without a login has none. */
  seal(cameraId: string, { rtspUrl, user, password }: CameraLogin): string {
    const [vault] = this.#vaults;
    if (vault === undefined || (user === '' && password === '' && redact(rtspUrl) === rtspUrl)) return '';
    return `${vault.scheme}:${vault.seal(JSON.stringify({ cameraId, rtspUrl, user, password }))}`;
  }

  /** @param shownUrl the address as it lies in the open; @returns undefined when it cannot be opened here: the key is another one, or the bytes were changed */
  open(cameraId: string, shownUrl: string, sealed: string): CameraLogin | undefined {
    if (sealed === '') return { rtspUrl: shownUrl, user: '', password: '' };
    const colon = sealed.indexOf(':');
    const vault = this.#vaults.find(({ scheme }) => scheme === sealed.slice(0, colon));
    if (vault === undefined) return undefined;
    try {
      const { cameraId: sealedFor, ...login } = content.parse(JSON.parse(vault.open(sealed.slice(colon + 1))));
      return sealedFor === cameraId ? login : undefined;
    } catch (error) {
      if (error instanceof Error) return undefined;
      throw error;
    }
  }
}
