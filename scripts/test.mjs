// npm test: set-up, build, every check and every test but the long ones; with --full those as well (npm run test:full).
// A stage that fails does not keep the others from running.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orExplain, setUp } from './setup/index.mjs';
import { countReport, failedFiles, failureLines, forgetReport, runStage, summaryLine } from './test/stages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => process.stderr.write(`${line}\n`);
const minute = 60_000;

/** What is checked without running the product: each counts as one test. */
const checks = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json'], limitMs: 10 * minute },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'], limitMs: 15 * minute },
  { name: 'dead', args: ['node_modules/knip/bin/knip.js'], limitMs: 5 * minute },
  { name: 'licences', args: ['scripts/licences.mjs'], limitMs: minute },
];
const [unit, integration, fault, e2e, long] = ['unit', 'integration', 'fault', 'e2e', 'long'].map((name) => ({ name, project: name, limitMs: 60 * minute }));

/**
 * Stages that go side by side, lane by lane. The tests of the later lanes run in real time and wait more than they compute; two lanes of them are
 * what two cores hold.
 */
const rounds = [[[unit], checks], [[integration], [fault, e2e]], ...(process.argv.includes('--full') ? [[[long]]] : [])];
/** More files than this do not fail for the machine's sake. */
const mostAgain = 4;

await orExplain(async () => {
  await setUp(root, 'test', (line) => say(`set-up: ${line}`));
  const results = [await build()];
  for (const round of rounds) results.push(...(await runRound(round)));
  say('');
  for (const { name, seconds, ...count } of results) say(`  ${name.padEnd(12)} ${String(seconds).padStart(5)} s  ${summaryLine([count])}`);
  // Whoever reads only the last lines must find there what failed.
  for (const { failures } of results) for (const line of failures) say(`  failed: ${line}`);
  for (const { secondTries } of results) for (const path of secondTries) say(`  passed only at the second try: ${path}`);
  process.stdout.write(`\n${summaryLine(results)}\n`);
  process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;
});

async function build() {
  const { buildAll } = await import('./build.mjs');
  say('\n== build');
  return timed('build', async () => outcome('build', await buildAll(say)));
}

/** Runs the lanes side by side; what failed in real time is tried again when nothing else runs. */
async function runRound(lanes) {
  const done = await Promise.all(lanes.map(async (lane, number) => {
    const results = [];
    for (const stage of lane) results.push(await timed(stage.name, () => (stage.project === undefined ? runCheck(stage, number > 0) : runProject(stage, number > 0))));
    return results;
  }));
  const results = [];
  for (const result of done.flat()) results.push(isWorthAgain(result) ? await runAgain(result) : result);
  return results;
}

async function runCheck({ name, args, limitMs }, inOnePiece) {
  return outcome(name, (await runStage(process.execPath, args, { cwd: root, limitMs, title: name, inOnePiece })) === 0);
}

async function runProject({ name, limitMs }, inOnePiece) {
  const run = await runVitest(name, limitMs, name, [], inOnePiece);
  return { ...countReport(run.report, run.exitCode), run, limitMs, failures: failureLines(name, run, root), secondTries: [] };
}

function isWorthAgain({ name, run }) {
  if (run === undefined || name === unit.name) return false;
  const { length } = failedFiles(run.report);
  return length > 0 && length <= mostAgain;
}

/**
 * Cameras, clocks and browsers run in real time: when the machine stands still for seconds, a good recorder is seen to fail. So what failed is
 * run once more by itself, both outcomes are printed, and what fails again has failed.
 */
async function runAgain({ name, run, limitMs, seconds }) {
  const failed = failedFiles(run.report);
  for (const path of failed) say(`${name}: failed, and is run once more by itself: ${relative(root, path)}`);
  const second = await timed(name, () => runVitest(`${name}-again`, limitMs, name, failed, false));
  const stillFailed = failedFiles(second.report);
  const [kept, repeated] = [countReport(run.report, 0, failed), countReport(second.report, second.exitCode)];
  return {
    name, seconds: seconds + second.seconds, failures: failureLines(name, second, root), secondTries: failed.filter((path) => !stillFailed.includes(path)).map((path) => relative(root, path)),
    passed: kept.passed + repeated.passed, failed: kept.failed + repeated.failed, skipped: kept.skipped + repeated.skipped,
  };
}

async function runVitest(reportName, limitMs, project, files, inOnePiece) {
  const report = join(root, 'test-results', `${reportName}.json`);
  forgetReport(report);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files];
  const exitCode = await runStage(process.execPath, args, { cwd: root, limitMs, title: reportName, inOnePiece });
  if (exitCode === -1) say(`${reportName}: did not finish within ${limitMs / minute} minutes and was ended`);
  return { report, exitCode };
}

async function timed(name, work) {
  const startedAt = performance.now();
  return { name, ...(await work()), seconds: Math.round((performance.now() - startedAt) / 1000) };
}

function outcome(name, isGood) {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, failures: isGood ? [] : [name], secondTries: [] };
}
