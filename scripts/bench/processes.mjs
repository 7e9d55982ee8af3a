import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const clockTicksPerSecond = 100;

/** Starts a program; `firstLine` is what it prints first on stdout; `stop` ends it by `signal` and waits. */
export function start(command, args, { signal = 'SIGINT', cwd } = {}) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('close', (code) => reject(new Error(`${command} ended with ${code} before it said anything`)));
  });
  firstLine.catch(() => {});
  const stop = async () => {
    child.kill(signal);
    const isLate = await Promise.race([closed.then(() => false), sleep(20_000, true, { ref: false })]);
    if (isLate) child.kill('SIGKILL');
    await closed;
  };
  return { pid: child.pid, firstLine, lines, closed, stop };
}

/** Seconds of processor that each process of a tree has used so far (Linux: proc(5), stat fields 14 and 15). */
export function cpuOfTree(pid) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(Number(name)));
  const tree = new Set([pid]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const one of all) if (tree.has(one.parent)) tree.add(one.pid);
  }
  return all.filter((one) => tree.has(one.pid));
}

function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const seconds = (...indexes) => indexes.reduce((sum, i) => sum + Number(fields[i]), 0) / clockTicksPerSecond;
    return [{ pid, parent: Number(fields[1]), cpuSeconds: seconds(11, 12), pastSeconds: seconds(13, 14), command }];
  } catch {
    return [];
  }
}

/** Seconds of processor time of a whole tree, with those of children that have come and gone (fields 16 and 17). */
export function cpuWithPast(pid) {
  return cpuOfTree(pid).reduce((total, one) => total + one.cpuSeconds + one.pastSeconds, 0);
}

/** Cores used by the chosen processes of several trees over the same stretch of time. */
export async function coresOver(seconds, choices) {
  const before = choices.map((choice) => sum(choice));
  await sleep(seconds * 1000);
  return choices.map((choice, i) => (sum(choice) - before[i]) / seconds);
}

function sum({ pid, only = () => true }) {
  return cpuOfTree(pid).filter(only).reduce((total, one) => total + one.cpuSeconds, 0);
}
