import { spawn } from 'node:child_process';
import { isOnPath } from '../setup/run.mjs';

/** Whether a window can appear at all. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/** Shows the address in the person's browser. @returns whether there was one to ask */
export function openBrowser(url) {
  const command = browserCommand(url);
  if (command === undefined) return false;
  const child = spawn(command[0], command.slice(1), { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
  return true;
}

function browserCommand(url) {
  if (process.platform === 'win32') return ['cmd.exe', '/d', '/c', 'start', '', url];
  if (process.platform === 'darwin') return ['open', url];
  const isRoot = process.getuid?.() === 0;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome'])
    if (isOnPath(name) && !isRoot) return [name, `--app=${url}`];
  return isOnPath('xdg-open') && !isRoot ? ['xdg-open', url] : undefined;
}
