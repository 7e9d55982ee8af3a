// .npmrc lets no package run its install script. Three packages need theirs; they are run here, by name.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { npm, run, SetupError } from './run.mjs';

const downloadLimitMs = 60_000;

/** better-sqlite3: its ready-made binary, or compiled when that cannot be downloaded. The station cannot run without it. */
export async function ensureSqlite(root, say) {
  if (sqliteWorks(root)) return;
  say('better-sqlite3: fetching its binary, or else compiling it (one to three minutes)');
  const { exitCode, output } = await npm(['rebuild', 'better-sqlite3', '--ignore-scripts=false', '--foreground-scripts'], {
    cwd: root, quiet: true, env: nodeHeaders(),
  });
  if (exitCode === 0 && sqliteWorks(root)) return;
  throw new SetupError(
    `better-sqlite3 could not be built. The last it said:\n${output.trim().split('\n').slice(-15).join('\n')}\n` +
      'Building it needs Python 3, make and a C++ compiler (Debian: apt-get install python3 make g++). Then run the same command again.',
  );
}

/** Opens a database in memory: the only proof that the binary is there and fits this Node. */
export function sqliteWorks(root) {
  try {
    const Database = createRequire(join(root, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

/** Compiling needs Node's headers. Those that came with this Node save a download. */
function nodeHeaders() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const versionFile = join(prefix, 'include', 'node', 'node_version.h');
  if (!existsSync(versionFile)) return {};
  const text = readFileSync(versionFile, 'utf8');
  const version = ['MAJOR', 'MINOR', 'PATCH'].map((part) => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1]).join('.');
  return version === process.versions.node ? { npm_config_nodedir: prefix } : {};
}

/**
 * Electron and ffmpeg-static download a program. Without it Shilu still works (the browser; the system's ffmpeg), so a
 * download that fails costs one line, and is not tried again until the packages are installed anew.
 */
export async function tryDownloads(root, say) {
  await tryDownload(root, say, 'electron', electronPath, 'the console opens in a browser');
  await tryDownload(root, say, 'ffmpeg-static', ffmpegStaticPath, "the system's ffmpeg is used");
}

async function tryDownload(root, say, name, find, otherwise) {
  const triedPath = join(root, 'node_modules', '.shilu', `${name}.tried`);
  if (find(root) !== undefined || existsSync(triedPath)) return;
  say(`${name}: downloading its program`);
  const { exitCode, output } = await run(process.execPath, ['install.js'], { cwd: join(root, 'node_modules', name), limitMs: downloadLimitMs, quiet: true });
  const path = find(root);
  if (exitCode === 0 && path !== undefined && (await runs(path))) return;
  if (path !== undefined) await rm(path);
  const reason = /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT)[^\n]*/.exec(output)?.[0] ?? 'it did not finish';
  say(`${name}: could not be downloaded (${reason.slice(0, 80)}); ${otherwise}. To try again, delete ${triedPath}`);
  await mkdir(dirname(triedPath), { recursive: true });
  await writeFile(triedPath, '');
}

async function runs(path) {
  const question = path.includes('ffmpeg') ? '-version' : '--version';
  return (await run(path, [question], { limitMs: 10_000, quiet: true, env: { ELECTRON_RUN_AS_NODE: '1' } })).exitCode === 0;
}

/** Electron's program, if its package has one. */
export function electronPath(root) {
  const folder = join(root, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  if (!existsSync(nameFile)) return undefined;
  const path = join(folder, 'dist', readFileSync(nameFile, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

function ffmpegStaticPath(root) {
  const path = join(root, 'node_modules', 'ffmpeg-static', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
  return existsSync(path) ? path : undefined;
}
