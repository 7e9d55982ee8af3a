import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string; readonly optional?: boolean }>>;
}
interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

// Set-up runs before anything is installed, so it is plain JavaScript, and its types are told here.
const script = async (path: string) => (await import(pathToFileURL(join(root, 'scripts', path)).href)) as unknown;
const { checkNodeVersion } = (await script('setup/node-version.mjs')) as { checkNodeVersion: (version: string) => void };
const { firstDifference } = (await script('setup/npm-packages.mjs')) as { firstDifference: (wanted: Lock, installed?: Lock) => string | undefined };
const { countReport, failedFiles, summaryLine } = (await script('test/stages.mjs')) as {
  countReport: (path: string, exitCode: number, without?: readonly string[]) => Count;
  failedFiles: (path: string) => readonly string[];
  summaryLine: (counts: readonly Count[]) => string;
};
const { isAllowed } = (await script('licences/licence-policy.mjs')) as { isAllowed: (expression: string) => boolean };
const { fingerprint } = (await script('build/stamp.mjs')) as { fingerprint: (root: string, inputs: readonly string[]) => Promise<string> };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shilu-setup-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function run(command: string, args: readonly string[], cwd = root): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '100.0.0'])('%s will do', (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });
  it.each(['18.20.8', '20.18.9', '8.0.0'])('%s is too old, and it says so', (version) => {
    expect(() => checkNodeVersion(version)).toThrow(/20\.19 or newer is needed/);
  });
});

describe('the npm packages', () => {
  const lock: Lock = { packages: { '': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' }, 'node_modules/b': { version: '2.0.0', optional: true } } };
  const changed = (path: string, entry: Lock['packages'][string] | undefined): Lock => {
    const others = Object.fromEntries(Object.entries(lock.packages).filter(([name]) => name !== path));
    return { packages: entry === undefined ? others : { ...others, [path]: entry } };
  };

  it('are left alone when they are what the lock file says, without those that this platform does not take', () => {
    expect(firstDifference(lock, lock)).toBeUndefined();
    expect(firstDifference(lock, changed('node_modules/b', undefined))).toBeUndefined();
  });

  it.each([
    ['nothing is installed', undefined],
    ['one is missing', changed('node_modules/a', undefined)],
    ['one has another version', changed('node_modules/a', { version: '1.0.1', integrity: 'sha512-a' })],
    ['one has another hash', changed('node_modules/a', { version: '1.0.0', integrity: 'sha512-x' })],
  ])('are installed when %s', (_what, installed) => {
    expect(firstDifference(lock, installed)).toBeDefined();
  });
});

describe('the summary of a test run', () => {
  const report = async (files: readonly unknown[]) => {
    const path = join(folder, 'report.json');
    await writeFile(path, JSON.stringify({ testResults: files }));
    return path;
  };
  const file = (status: string, ...states: string[]) => ({ status, assertionResults: states.map((state) => ({ status: state })) });

  it('adds up what passed, failed and was skipped', async () => {
    const count = countReport(await report([file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed', 'todo')]), 1);
    expect(count).toEqual({ passed: 2, failed: 1, skipped: 2 });
    expect(summaryLine([count, { passed: 1, failed: 0, skipped: 0 }])).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('counts a file that could not be loaded as a failure', async () => {
    expect(countReport(await report([file('failed')]), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('names the files that failed, and counts the others alone when those are run once more', async () => {
    const path = await report([{ ...file('passed', 'passed'), name: 'a.test.ts' }, { ...file('failed', 'passed', 'failed'), name: 'b.test.ts' }]);
    expect(failedFiles(path)).toEqual(['b.test.ts']);
    expect(countReport(path, 0, ['b.test.ts'])).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  it('is never green when the run ended badly or left no report', async () => {
    expect(countReport(await report([file('passed', 'passed')]), 1).failed).toBe(1);
    expect(countReport(join(folder, 'none.json'), -1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('licences', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-or-later)', '(MIT AND Zlib)', 'MIT AND OFL-1.1', '(BSD-2-Clause OR MIT OR Apache-2.0)'])('%s may be shipped', (licence) => {
    expect(isAllowed(licence)).toBe(true);
  });
  it.each(['GPL-3.0-or-later', 'MIT AND GPL-3.0-only', 'AGPL-3.0', 'SEE LICENSE IN LICENSE', ''])('“%s” may not', (licence) => {
    expect(isAllowed(licence)).toBe(false);
  });
});

describe('the build', () => {
  it('is repeated when an input changes in content or name, and not when only a test changes', async () => {
    await writeFile(join(folder, 'a.ts'), 'one');
    const first = await fingerprint(folder, ['.']);
    await writeFile(join(folder, 'a.test.ts'), 'a test');
    expect(await fingerprint(folder, ['.'])).toBe(first);
    await writeFile(join(folder, 'a.ts'), 'two');
    const second = await fingerprint(folder, ['.']);
    await writeFile(join(folder, 'b.ts'), '');
    const third = await fingerprint(folder, ['.']);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('makes a bundle that has no path of this machine in it', async () => {
    const bundle = await readFile(join(root, 'dist/main/cli.mjs'), 'utf8');
    expect(bundle).not.toContain(root);
  });
});

it('npm start explains a wrong option in one sentence', async () => {
  const { exitCode, stderr } = await run(process.execPath, ['scripts/start.mjs', '--nonsense']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Usage: npm start');
  expect(stderr).not.toMatch(/^\s+at /m);
});

it('npm run shilu keeps standard output for the answer', async () => {
  const { exitCode, stdout } = await run('npm', ['run', '--silent', 'shilu', '--', 'schema']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toBeTypeOf('object');
});
