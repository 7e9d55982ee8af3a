// npm test: set-up, build, every check and every test. A stage that fails does not keep the others from running.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orExplain, setUp } from './setup/index.mjs';
import { countReport, forgetReport, runStage, summaryLine } from './test/stages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => process.stderr.write(`${line}\n`);
const minute = 60_000;

/** What is checked without running the product: each counts as one test. */
const checks = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json'], limitMs: 5 * minute },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'], limitMs: 10 * minute },
  { name: 'dead', args: ['node_modules/knip/bin/knip.js'], limitMs: 5 * minute },
  { name: 'licences', args: ['scripts/licences.mjs'], limitMs: minute },
];
const projects = [
  { name: 'unit', limitMs: 15 * minute },
  { name: 'integration', limitMs: 40 * minute },
  { name: 'fault', limitMs: 40 * minute },
  { name: 'e2e', limitMs: 40 * minute },
];

await orExplain(async () => {
  await setUp(root, 'test', (line) => say(`set-up: ${line}`));
  const results = [await build()];
  for (const check of checks) results.push(await runCheck(check));
  for (const project of projects) results.push(await runProject(project));
  say('');
  for (const { name, seconds, ...count } of results) say(`  ${name.padEnd(12)} ${String(seconds).padStart(5)} s  ${summaryLine([count])}`);
  process.stdout.write(`\n${summaryLine(results)}\n`);
  process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;
});

async function build() {
  const { buildAll } = await import('./build.mjs');
  return timed('build', async () => one(await buildAll(say)));
}

function runCheck({ name, args, limitMs }) {
  return timed(name, async () => one((await runStage(process.execPath, args, { cwd: root, limitMs })) === 0));
}

function runProject({ name, limitMs }) {
  return timed(name, async () => {
    const report = join(root, 'test-results', `${name}.json`);
    forgetReport(report);
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const exitCode = await runStage(process.execPath, args, { cwd: root, limitMs });
    if (exitCode === -1) say(`${name}: did not finish within ${limitMs / minute} minutes and was ended`);
    return countReport(report, exitCode);
  });
}

async function timed(name, work) {
  say(`\n== ${name}`);
  const startedAt = performance.now();
  return { name, ...(await work()), seconds: Math.round((performance.now() - startedAt) / 1000) };
}

function one(isGood) {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}
