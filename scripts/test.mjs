// npm test: set-up, build, every check and every test but the long ones; with --full those as well (npm run test:full).
// A stage that fails does not keep the others from running.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orExplain, setUp } from './setup/index.mjs';
import { countReport, failedFiles, forgetReport, runStage, summaryLine } from './test/stages.mjs';

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
  { name: 'integration', limitMs: 40 * minute, inRealTime: true },
  { name: 'fault', limitMs: 40 * minute, inRealTime: true },
  { name: 'e2e', limitMs: 40 * minute, inRealTime: true },
  ...(process.argv.includes('--full') ? [{ name: 'long', limitMs: 60 * minute, inRealTime: true }] : []),
];
/** More files than this do not fail for the machine's sake. */
const mostAgain = 4;
/** Files that passed only when run once more. */
const secondTries = [];

await orExplain(async () => {
  await setUp(root, 'test', (line) => say(`set-up: ${line}`));
  const results = [await build()];
  for (const check of checks) results.push(await runCheck(check));
  for (const project of projects) results.push(await runProject(project));
  say('');
  for (const { name, seconds, ...count } of results) say(`  ${name.padEnd(12)} ${String(seconds).padStart(5)} s  ${summaryLine([count])}`);
  for (const path of secondTries) say(`  passed only at the second try: ${path}`);
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

function runProject({ name, limitMs, inRealTime = false }) {
  return timed(name, async () => {
    const first = await runVitest(name, limitMs, name, []);
    const failed = failedFiles(first.report);
    if (!inRealTime || failed.length === 0 || failed.length > mostAgain) return countReport(first.report, first.exitCode);
    return again(name, limitMs, first, failed);
  });
}

/**
 * Cameras, clocks and browsers run in real time: when the machine stands still for seconds, a good recorder is seen to fail. So what failed is
 * run once more by itself, both outcomes are printed, and what fails again has failed.
 */
async function again(name, limitMs, first, failed) {
  for (const path of failed) say(`${name}: failed, and is run once more by itself: ${relative(root, path)}`);
  const second = await runVitest(`${name}-again`, limitMs, name, failed);
  const stillFailed = failedFiles(second.report);
  for (const path of failed) if (!stillFailed.includes(path)) secondTries.push(relative(root, path));
  const [kept, repeated] = [countReport(first.report, 0, failed), countReport(second.report, second.exitCode)];
  return { passed: kept.passed + repeated.passed, failed: kept.failed + repeated.failed, skipped: kept.skipped + repeated.skipped };
}

async function runVitest(reportName, limitMs, project, files) {
  const report = join(root, 'test-results', `${reportName}.json`);
  forgetReport(report);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files];
  const exitCode = await runStage(process.execPath, args, { cwd: root, limitMs });
  if (exitCode === -1) say(`${reportName}: did not finish within ${limitMs / minute} minutes and was ended`);
  return { report, exitCode };
}

async function timed(name, work) {
  say(`\n== ${name}`);
  const startedAt = performance.now();
  return { name, ...(await work()), seconds: Math.round((performance.now() - startedAt) / 1000) };
}

function one(isGood) {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}
