// Signs every profile of a folder: node scripts/sign-profiles.mjs [folder] [key]
// The private key is kept outside the repository. Where there is none yet, a new pair is made and its public half is put beside the profiles.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder = fileURLToPath(new URL('../resources/profiles/', import.meta.url)), keyPath = join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'shilu', 'profile-signing-key.pem')] = process.argv.slice(2);
if (!existsSync(keyPath)) {
  mkdirSync(dirname(resolve(keyPath)), { recursive: true, mode: 0o700 });
  writeFileSync(keyPath, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  process.stdout.write(`new key: ${keyPath}\n`);
}
const key = createPrivateKey(readFileSync(keyPath));
writeFileSync(join(folder, 'profile-key.pem'), createPublicKey(key).export({ type: 'spki', format: 'pem' }));
for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
  writeFileSync(join(folder, `${name}.sig`), `${sign(null, readFileSync(join(folder, name)), key).toString('base64')}\n`);
  process.stdout.write(`signed: ${name}\n`);
}
