import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before a real station (node --import): it dies by SIGKILL at one call of the file system, before or after the call.
// SHILU_TEST_KILL: JSON of { call, moment, path }; `path` is a regular expression over the last path of the call.
const { call, moment, path } = JSON.parse(process.env.SHILU_TEST_KILL ?? '{}');
if (call !== undefined) {
  const original = fs.promises[call];
  const pattern = new RegExp(path);
  const die = () => process.kill(process.pid, 'SIGKILL');
  fs.promises[call] = async (...args) => {
    const target = String(args.filter((arg) => typeof arg === 'string').at(-1) ?? '');
    const matches = pattern.test(target);
    if (matches && moment === 'before') die();
    const result = await original(...args);
    if (matches && moment === 'after') die();
    return result;
  };
  syncBuiltinESMExports();
}
