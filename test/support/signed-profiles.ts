import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './station-process.ts';

/** A folder of profiles signed by a key that the test has made: what ships, with what the test changes. */
export class SignedProfiles {
  readonly folder: string;
  readonly #key = generateKeyPairSync('ed25519');

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'profile-key.pem'), this.#key.publicKey.export({ type: 'spki', format: 'pem' }));
  }

  write(profileId: string, change: Readonly<Record<string, unknown>> = {}): void {
    const shipped = JSON.parse(readFileSync(join(projectFolder, 'resources', 'profiles', `${profileId}.json`), 'utf8')) as Record<string, unknown>;
    const text = JSON.stringify({ ...shipped, ...change }, null, 2);
    writeFileSync(join(this.folder, `${profileId}.json`), text);
    writeFileSync(join(this.folder, `${profileId}.json.sig`), sign(null, Buffer.from(text), this.#key.privateKey).toString('base64'));
  }
}
