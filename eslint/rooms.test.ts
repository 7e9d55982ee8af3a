import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

const watched = ['no-restricted-imports', 'import-x/no-restricted-paths', 'import-x/no-default-export', 'no-restricted-syntax'];

/** The rules that hold the rooms need no types, so a text that is no file can be judged as if it lay in a room. */
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => watched.includes(ruleId),
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
});

async function rulesBroken(filePath: string, line: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

it.each([
  ['a room above', 'src/main/clock/x.ts', "import { startStation } from '../app/index.ts';"],
  ['a room beside', 'src/main/clock/x.ts', "import { openStationDatabase } from '../database/index.ts';"],
  ['the inside of a room', 'src/main/ledger/x.ts', "import { sleep } from '../platform/clock.ts';"],
  ['the main process from shared', 'src/shared/domain/x.ts', "import { sleep } from '../../main/platform/index.ts';"],
  ['the main process from the console', 'src/renderer/stores/x.ts', "import { sleep } from '../../main/platform/index.ts';"],
  ['the contract from base', 'src/shared/base/x.ts', "import { contract } from '../contract/index.ts';"],
  ['an entry file', 'src/main/app/x.ts', "import '../cli.ts';"],
  ['a room from the wrong entry file', 'src/main/cli.ts', "import { runShell } from './shell/index.ts';"],
])('refuses to import %s', async (_what, filePath, line) => {
  expect(await rulesBroken(filePath, line)).toContain('import-x/no-restricted-paths');
});

it.each([
  ['electron outside the shell', 'src/main/app/x.ts', "import { app } from 'electron';"],
  ['a part of electron outside the shell', 'src/main/server/x.ts', "import { app } from 'electron/main';"],
  ['electron in the console', 'src/renderer/api/x.ts', "import { ipcRenderer } from 'electron';"],
  ['child_process outside ffmpeg', 'src/main/recorder/x.ts', "import { spawn } from 'node:child_process';"],
  ['child_process by its short name', 'src/main/recorder/x.ts', "import { spawn } from 'child_process';"],
  ['the database package outside its room', 'src/main/ledger/x.ts', "import Database from 'better-sqlite3';"],
  ['Node in shared', 'src/shared/base/x.ts', "import { join } from 'node:path';"],
  ['Node in shared by its short name', 'src/shared/contract/x.ts', "import { join } from 'path';"],
  ['Node in the console', 'src/renderer/screens/room/x.ts', "import { readFile } from 'node:fs/promises';"],
])('refuses %s', async (_what, filePath, line) => {
  expect(await rulesBroken(filePath, line)).toContain('no-restricted-imports');
});

it.each([
  ['Date.now()'], ['new Date()'], ['performance.now()'], ['Math.random()'],
])('refuses to read %s past the Clock', async (expression) => {
  expect(await rulesBroken('src/main/session/x.ts', `export const now = ${expression};`)).toEqual(['no-restricted-syntax']);
});

it('refuses default exports', async () => {
  expect(await rulesBroken('src/main/session/x.ts', 'export default 1;')).toEqual(['import-x/no-default-export']);
});

it.each([
  ['a room’s own files', 'src/main/platform/x.ts', "import { sleep } from './clock.ts';"],
  ['a room below, through its index', 'src/main/recorder/x.ts', "import { findFfmpeg } from '../ffmpeg/index.ts';"],
  ['electron in the shell', 'src/main/shell/x.ts', "import { app } from 'electron';"],
  ['child_process in ffmpeg', 'src/main/ffmpeg/x.ts', "import { spawn } from 'node:child_process';"],
  ['a date made from a number', 'src/main/session/x.ts', 'export const at = new Date(0);'],
])('allows %s', async (_what, filePath, line) => {
  expect(await rulesBroken(filePath, line)).toEqual([]);
});
