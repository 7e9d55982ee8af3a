import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json: of the checkout, or of the packaged application. Found once, at start. */
export const projectRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const up = dirname(from);
  if (up === from) throw new Error('package.json not found above the program');
  return findRoot(up);
}

/** A file of `dist/resources`, which the build fills from `resources/` and from packages (fonts, voice model). */
export function resourcePath(...parts: readonly string[]): string {
  return join(projectRoot, 'dist', 'resources', ...parts);
}

/** The built entry of a worker thread, such as `voice-activity`. Workers are listed in scripts/build.mjs. */
export function workerPath(name: string): string {
  return join(projectRoot, 'dist', 'main', 'workers', `${name}.mjs`);
}
