import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';

/** How to end each stage that is running. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const stop of running) stop();
    process.exit(130);
  });
}

/**
 * Runs one stage in a process group of its own and shows what it prints under its title; in one piece at its end where another stage
 * is printing meanwhile. At the limit, or when this program is told to stop, the whole group is ended: a test must leave nothing running.
 * @returns its exit code; -1 when it was ended by the limit
 */
export function runStage(command, args, { cwd, limitMs, title, inOnePiece }) {
  return new Promise((resolve) => {
    const output = inOnePiece ? 'pipe' : 'inherit';
    if (!inOnePiece) process.stderr.write(`\n== ${title}\n`);
    const child = spawn(command, args, { cwd, stdio: ['ignore', output, output], detached: process.platform !== 'win32' });
    const printed = [];
    child.stdout?.on('data', (piece) => printed.push(piece));
    child.stderr?.on('data', (piece) => printed.push(piece));
    let isOver = false;
    const stop = () => {
      if (process.platform === 'win32') child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      isOver = true;
      stop();
    }, limitMs);
    running.add(stop);
    child.once('error', () => settle(1));
    child.once('close', (code) => settle(isOver ? -1 : (code ?? 1)));
    function settle(exitCode) {
      clearTimeout(timer);
      running.delete(stop);
      if (inOnePiece) process.stderr.write(Buffer.concat([Buffer.from(`\n== ${title}\n`), ...printed]));
      resolve(exitCode);
    }
  });
}

/**
 * Reads vitest's JSON report. A file that could not be loaded holds no test, yet it failed; so did a run that ended badly
 * for a reason that no test names.
 */
export function countReport(path, exitCode, without = []) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const file of filesOf(path).filter(({ name }) => !without.includes(name))) {
    const states = file.assertionResults.map((result) => result.status);
    count.passed += states.filter((state) => state === 'passed').length;
    const failed = states.filter((state) => state === 'failed').length;
    count.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
    count.skipped += states.filter((state) => state !== 'passed' && state !== 'failed').length;
  }
  if (exitCode !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

/** The test files of a report in which something failed, or that could not be loaded. */
export function failedFiles(path) {
  return filesOf(path).filter((file) => file.status === 'failed').map(({ name }) => name);
}

/** One line for each test that failed, with the first line of its reason; for a run that failed as a whole, one line that says so. */
export function failureLines(project, { report, exitCode }, root) {
  const lines = filesOf(report).filter(({ status }) => status === 'failed').flatMap((file) => {
    const tests = file.assertionResults.filter(({ status }) => status === 'failed').map((test) => ({ of: ` > ${test.fullName}`, why: test.failureMessages[0] ?? '' }));
    return (tests.length > 0 ? tests : [{ of: '', why: file.message }]).map(({ of, why }) => `${project}: ${relative(root, file.name)}${of}: ${why.split('\n')[0]}`);
  });
  return lines.length === 0 && exitCode !== 0 ? [`${project}: the run ended with ${exitCode}`] : lines;
}

function filesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
}

export function forgetReport(path) {
  rmSync(path, { force: true });
}

/** The last line of a test run, such as `412 passed, 0 failed, 3 skipped`. */
export function summaryLine(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const count of counts) for (const key of Object.keys(total)) total[key] += count[key];
  return `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`;
}
