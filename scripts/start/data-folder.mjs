import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this system keeps a person's application data (on Linux by the XDG Base Directory Specification). */
export function defaultDataFolder(env = process.env, platform = process.platform, home = homedir()) {
  return join(applicationData(env, platform, home), 'shilu', 'training');
}

function applicationData(env, platform, home) {
  if (platform === 'win32') return env.APPDATA ?? join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return env.XDG_DATA_HOME ? env.XDG_DATA_HOME : join(home, '.local', 'share');
}
