import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * Electron needs a better-sqlite3 of its own (another binary interface than Node's). It is fetched beside Node's, so that
 * the window and the command line work from one installation.
 * @returns whether Electron can open the database
 */
export async function ensureElectronDatabase(root) {
  const version = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
  const wanted = join(root, 'node_modules', '.shilu', 'better_sqlite3-electron.node');
  if (existsSync(wanted)) return true;
  const folder = await mkdtemp(join(tmpdir(), 'shilu-'));
  try {
    await copyFile(join(root, 'node_modules/better-sqlite3/package.json'), join(folder, 'package.json'));
    const fetcher = join(root, 'node_modules/prebuild-install/bin.js');
    await run(process.execPath, [fetcher, '--runtime', 'electron', '--target', version], { cwd: folder, limitMs: 60_000, quiet: true });
    const built = join(folder, 'build/Release/better_sqlite3.node');
    if (!existsSync(built)) return false;
    await mkdir(join(root, 'node_modules', '.shilu'), { recursive: true });
    await copyFile(built, wanted);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
