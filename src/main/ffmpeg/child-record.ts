import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sleep, type Logger } from '../platform/index.ts';

/** Which ffmpegs a station has running, in a folder that outlives it. */
export interface ChildRecord {
  /** Notes a process that has just been started. */
  note(pid: number | undefined): void;
  /** It has gone. */
  forget(pid: number | undefined): void;
}

const goneWithinMs = 2_000;
const lookEveryMs = 50;
const run = promisify(execFile);

/**
 * Ends what a station that died has left running in this folder, and keeps the record of what this one starts. A process is known by its number
 * and by when it began: a number that the system has given to another process since is left alone. Only one station may use the folder at a time.
 */
export async function openChildRecord(folder: string, log: Logger): Promise<ChildRecord> {
  for (const name of await readdir(folder)) await endOrphan(join(folder, name), log);
  const writing = new Map<number, Promise<void>>();
  const after = (pid: number, work: () => Promise<void>) => {
    const done = (writing.get(pid) ?? Promise.resolve()).then(work).catch((error: unknown) => log.warn('the record of running ffmpegs is not complete', { pid, error: String(error) }));
    writing.set(pid, done);
    void done.then(() => {
      if (writing.get(pid) === done) writing.delete(pid);
    });
  };
  return {
    note: (pid) => {
      if (pid === undefined) return;
      after(pid, async () => {
        const began = await beginningOf(pid);
        if (began !== undefined) await writeFile(fileOf(folder, pid), JSON.stringify({ pid, began }));
      });
    },
    forget: (pid) => {
      if (pid !== undefined) after(pid, () => rm(fileOf(folder, pid), { force: true }));
    },
  };
}

function fileOf(folder: string, pid: number): string {
  return join(folder, `${pid}.json`);
}

async function endOrphan(path: string, log: Logger): Promise<void> {
  const left = readEntry(await readFile(path, 'utf8').catch(() => ''));
  if (left !== undefined && (await beginningOf(left.pid)) === left.began) {
    log.warn('an ffmpeg that a station left running is ended', { pid: left.pid });
    // It was started by a station that is no more: nobody reads what it writes, and a frozen one hears nothing gentler.
    kill(left.pid);
    for (let waitedMs = 0; waitedMs < goneWithinMs && (await beginningOf(left.pid)) === left.began; waitedMs += lookEveryMs) await sleep(lookEveryMs);
    if ((await beginningOf(left.pid)) === left.began) {
      log.error('an ffmpeg of a station before does not end', new Error(`process ${left.pid}`));
      return;
    }
  }
  await rm(path, { force: true });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It went by itself in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** undefined for what a crash left half written. */
function readEntry(text: string): { readonly pid: number; readonly began: string } | undefined {
  try {
    const entry: unknown = JSON.parse(text);
    if (typeof entry !== 'object' || entry === null || !('pid' in entry) || !('began' in entry)) return undefined;
    const { pid, began } = entry;
    return typeof pid === 'number' && Number.isInteger(pid) && pid > 1 && typeof began === 'string' ? { pid, began } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * When a process began, exactly enough to tell it from a later one with the same number; undefined when it has gone, or where the system does
 * not tell: then nothing is noted, and nothing killed.
 */
async function beginningOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  return process.platform === 'linux' ? beginningOnLinux(pid) : beginningByPs(pid);
}

/** Field 22 of /proc/PID/stat, in ticks since the start of the machine (proc(5)); a number counts for that start alone. A zombie has gone. */
async function beginningOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'latin1'), readFile('/proc/sys/kernel/random/boot_id', 'latin1')]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${boot.trim()} ${fields[19] ?? ''}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

async function beginningByPs(pid: number): Promise<string | undefined> {
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(({ stdout }) => stdout.trim() || undefined, () => undefined);
}
