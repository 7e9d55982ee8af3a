import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A set-up step that cannot go on without the person at the machine: the sentence says what to do. */
export class SetupError extends Error {}

/**
 * Runs a program and shows what it prints on stderr, so that stdout stays free for answers.
 * @param options.limitMs it is ended after this time
 * @param options.quiet what it prints is kept and returned instead of shown
 * @returns how it ended; a program that cannot be started has exitCode -1
 */
export function run(command, args, { cwd, env = {}, limitMs, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    const timer = limitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('error', (error) => settle(-1, error.message));
    child.once('close', (code) => settle(code ?? -1, output));
    function settle(exitCode, said) {
      clearTimeout(timer);
      resolve({ exitCode, output: said });
    }
  });
}

/** npm itself: the one that started this script, else the one on the path. */
export function npm(args, options) {
  const npmScript = process.env.npm_execpath;
  if (npmScript !== undefined && /\.c?js$/.test(npmScript) && existsSync(npmScript)) return run(process.execPath, [npmScript, ...args], options);
  return process.platform === 'win32' ? run('cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...args], options) : run('npm', args, options);
}

/** Whether a program of this name is on the path. */
export function isOnPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, name + ending))));
}
