// npm start: set-up, build, and the console on the training room.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { electronPath } from './setup/install-scripts.mjs';
import { orExplain, setUp } from './setup/index.mjs';
import { SetupError } from './setup/run.mjs';
import { hasDisplay, openBrowser } from './start/browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const logPath = join(root, 'dist', 'start.log');
/** On Windows this would open another terminal window; there Ctrl-C reaches the child by itself. */
const ownGroup = process.platform !== 'win32';
const say = (line) => process.stderr.write(`${line}\n`);

await orExplain(async () => {
  const options = readOptions();
  await setUp(root, 'run', (line) => say(`set-up: ${line}`));
  const { buildAll } = await import('./build.mjs');
  if (!(await buildAll(say))) throw new SetupError('The build failed (see above).');
  const reason = await whyNoWindow();
  process.exitCode = reason === undefined ? await openWindow(options) : await openLoopback(options, reason);
});

/** What is passed on to the program, which knows where data lies when nothing is said. */
function readOptions() {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' } } });
    return {
      program: ['--training', ...(values.data === undefined ? [] : ['--data', resolve(process.env.INIT_CWD ?? '.', values.data)])],
      server: values.port === undefined ? [] : ['--port', values.port],
    };
  } catch (error) {
    throw new SetupError(`${error.message}\nUsage: npm start -- [--data FOLDER] [--port NUMBER]`);
  }
}

async function whyNoWindow() {
  if (electronPath(root) === undefined) return 'There is no Electron program here';
  if (!hasDisplay()) return 'There is no display here';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root';
  const { ensureElectronDatabase } = await import('./setup/electron-database.mjs');
  return (await ensureElectronDatabase(root)) ? undefined : 'The database module for Electron could not be downloaded';
}

function openWindow(options) {
  return follow(spawn(electronPath(root), [root, ...options.program], { stdio: ['ignore', 'inherit', 'inherit'], detached: ownGroup }));
}

function openLoopback(options, reason) {
  say(`${reason}, so the console opens on loopback.`);
  const cli = join(root, 'dist/main/cli.mjs');
  const child = spawn(process.execPath, ['--enable-source-maps', cli, 'serve', ...options.program, ...options.server], { stdio: ['ignore', 'pipe', 'pipe'], detached: ownGroup });
  keepLog(child.stderr);
  createInterface({ input: child.stdout }).once('line', (line) => {
    const { url } = JSON.parse(line);
    const shown = hasDisplay() && openBrowser(url);
    process.stdout.write(`\nShilu is ready: ${url}${shown ? ' (opening the browser)' : ''}\nIts log is ${relative(process.cwd(), logPath)}. Ctrl-C ends it.\n`);
  });
  return follow(child);
}

/** The whole log goes to a file; the terminal shows what is not routine. */
function keepLog(stderr) {
  const file = createWriteStream(logPath);
  createInterface({ input: stderr }).on('line', (line) => {
    file.write(`${line}\n`);
    if (!line.includes('"level":"info"')) say(line);
  });
}

/**
 * Waits for the child and passes signals on. Ctrl-C arrives here several times (from the terminal and from npm), and a station
 * that is told twice ends at once instead of in order: so the child is in a group of its own, and repetitions within two seconds
 * are one signal.
 */
function follow(child) {
  let toldAtMs = -Infinity;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (performance.now() - toldAtMs < 2_000) return;
      toldAtMs = performance.now();
      child.kill(signal);
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
