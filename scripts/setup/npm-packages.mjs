import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, SetupError } from './run.mjs';

/** Installs the packages of package-lock.json when what lies in node_modules is not exactly that. */
export async function ensureNpmPackages(root, say) {
  const difference = firstDifference(readLock(join(root, 'package-lock.json')), readLock(join(root, 'node_modules', '.package-lock.json')));
  if (difference === undefined) return;
  say(`npm packages: ${difference}; installing them`);
  if (await install(root, say)) return;
  throw new SetupError('npm could not install the packages (its message is above). Check the network and the npm registry, then run the same command again.');
}

/**
 * `npm ci`, and where npm holds the lock file to be incomplete, `npm install`: npm 11 refuses a lock file that leaves out optional
 * packages of other platforms which the registry did not have. Both install the locked versions and check the locked hashes.
 */
async function install(root, say) {
  const ci = await npm(['ci'], { cwd: root, quiet: true });
  if (ci.exitCode === 0) return true;
  const isIncomplete = ci.output.includes('EUSAGE') && ci.output.includes('from lock file');
  if (!isIncomplete) {
    process.stderr.write(ci.output);
    return false;
  }
  say('npm packages: this npm wants packages of other platforms in the lock file; installing without them');
  return (await npm(['install', '--no-save'], { cwd: root })).exitCode === 0;
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
