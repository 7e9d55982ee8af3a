import { SetupError } from './run.mjs';

const oldest = [20, 19];

/** @throws SetupError when this Node is too old for what is built with it */
export function checkNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new SetupError(`Node ${oldest.join('.')} or newer is needed; this is ${version}. Install a newer Node and run the same command again.`);
}
