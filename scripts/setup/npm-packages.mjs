import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, SetupError } from './run.mjs';

/** Installs the packages of package-lock.json when what lies in node_modules is not exactly that. */
export async function ensureNpmPackages(root, say) {
  const difference = firstDifference(readLock(join(root, 'package-lock.json')), readLock(join(root, 'node_modules', '.package-lock.json')));
  if (difference === undefined) return;
  say(`npm packages: ${difference}; running npm ci`);
  const { exitCode } = await npm(['ci'], { cwd: root });
  if (exitCode !== 0) throw new SetupError('npm ci failed (its message is above). Check the network and the npm registry, then run the same command again.');
}

/**
 * Compares by version and hash, not by time: a checkout changes the times of files, and npm writes its own record
 * (node_modules/.package-lock.json) last, so a broken installation has none.
 * @returns what differs, or undefined
 */
export function firstDifference(wanted, installed) {
  if (installed === undefined) return 'not installed';
  for (const [path, want] of Object.entries(wanted.packages)) {
    if (path === '') continue;
    const have = installed.packages[path];
    if (have === undefined && !want.optional && !want.devOptional) return `${path} is missing`;
    if (have !== undefined && (have.version !== want.version || have.integrity !== want.integrity)) return `${path} is ${have.version}, not ${want.version}`;
  }
  return undefined;
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
