import { checkNodeVersion } from './node-version.mjs';
import { ensureNpmPackages } from './npm-packages.mjs';
import { ensureSqlite, sqliteWorks, tryDownloads } from './install-scripts.mjs';
import { SetupError } from './run.mjs';
import { ensureSystemPackages, needsFor } from './system-packages.mjs';

/**
 * Installs everything that is missing and may be installed; does nothing, in a fraction of a second, when all is there.
 * Every step first looks, so a set-up that was broken off is simply run again.
 * @param purpose 'run' or 'test' (which needs more of the system)
 * @throws SetupError with what the person must do
 */
export async function setUp(root, purpose, say) {
  checkNodeVersion();
  await ensureSystemPackages(needsFor(purpose, !sqliteWorks(root)), say);
  await ensureNpmPackages(root, say);
  await ensureSqlite(root, say);
  await tryDownloads(root, say);
}

/** Runs a command of the project; a problem that a person can mend is told without a stack trace. */
export async function orExplain(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
