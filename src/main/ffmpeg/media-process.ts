import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { redact, withDeadline, type Logger } from '../platform/index.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';

/** What ended it: `q` on its stdin, a polite signal, a kill, or nobody here (`itself`). `nothing`: not even a kill has, yet (a system call that does not return). */
export type EndedBy = 'q' | 'terminate' | 'kill' | 'itself' | 'nothing';

export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly endedBy: EndedBy;
}

export interface MediaProcess {
  /** undefined when it could not be started at all; `exited` then resolves. */
  readonly pid: number | undefined;
  readonly stdin: Writable | null;
  /** The readable ends of `pipes`, by file descriptor number (1 is stdout). They must be read, or ffmpeg stalls. */
  readonly pipes: ReadonlyMap<number, Readable>;
  /** The writable ends of `inputs`, by file descriptor number. */
  readonly inputs: ReadonlyMap<number, Writable>;
  /** Resolves when the process has gone, or has outlived its kill (`nothing`). Bytes it wrote before may still be in the pipes. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Asks with `q` (unless told to start further on), then terminates, then kills. Resolves when the process has gone, and after 6 s whatever happens. */
  stop(first?: 'q' | 'terminate'): Promise<ProcessExit>;
  /** The last lines of its stderr, without passwords. */
  stderrTail(): string;
}

export interface MediaProcessOptions {
  readonly tools: FfmpegTools;
  readonly args: readonly string[];
  /** File descriptors that the station reads from, such as `[1, 3]`. */
  readonly pipes?: readonly number[];
  /** File descriptors above 2 that the station writes to. */
  readonly inputs?: readonly number[];
  /** `pipe` lets `stop` end it cleanly with `q`. */
  readonly stdin: 'pipe' | 'ignore';
  readonly log: Logger;
  readonly env?: Readonly<Record<string, string>>;
}

const quitMs = 3_000;
const terminateMs = 1_000;
const killMs = 2_000;
const tailCharacters = 8_000;

/**
 * Starts one long-running ffmpeg. It dies with the station: its pipes break, and ffmpeg ends on the first write that fails. One that is frozen
 * is ended by the next station, from the record in `tools.children`.
 * The caller owns it and must `stop` it.
 */
export function spawnMedia(options: MediaProcessOptions): MediaProcess {
  const { tools, args, log } = options;
  const child = spawn(tools.ffmpegPath, args, {
    // In a group of its own: Ctrl-C in a terminal is for the station, which ends its recordings in order.
    stdio: stdioOf(options), windowsHide: true, detached: process.platform !== 'win32', ...(options.env === undefined ? {} : { env: { ...process.env, ...options.env } }),
  });
  log.info('ffmpeg started', { pid: child.pid, args: redact(args.join(' ')) });
  tools.children?.note(child.pid);
  const tail = keepTail(child);
  let asked: EndedBy = 'itself';
  let giveUp: () => void = () => undefined;
  const stays = new Promise<ProcessExit>((resolve) => (giveUp = () => resolve({ exitCode: null, signal: null, endedBy: 'nothing' })));
  const exited = Promise.race([watchExit(child, () => asked), stays]).then((exit) => {
    if (exit.endedBy !== 'nothing') tools.children?.forget(child.pid);
    log.info('ffmpeg ended', { pid: child.pid, ...exit, ...(exit.exitCode === 0 ? {} : { stderr: tail().slice(-600) }) });
    return exit;
  });
  let stopping: Promise<ProcessExit> | undefined;
  const stop: MediaProcess['stop'] = (first = 'q') => (stopping ??= stopInSteps(child, exited, first, (by) => (asked = by), giveUp));
  return {
    pid: child.pid, stdin: child.stdin, exited, stop, stderrTail: tail,
    pipes: endsOf(child, options.pipes ?? [], Readable), inputs: endsOf(child, options.inputs ?? [], Writable),
  };
}

function stdioOf({ pipes = [], inputs = [], stdin }: MediaProcessOptions): ('pipe' | 'ignore')[] {
  const last = Math.max(2, ...pipes, ...inputs);
  const open = new Set([2, ...pipes, ...inputs, ...(stdin === 'pipe' ? [0] : [])]);
  return Array.from({ length: last + 1 }, (_, fd) => (open.has(fd) ? 'pipe' : 'ignore'));
}

function endsOf<T extends Readable | Writable>(child: ChildProcess, fds: readonly number[], kind: abstract new () => T): ReadonlyMap<number, T> {
  const ends = new Map<number, T>();
  for (const fd of fds) {
    const end = child.stdio[fd];
    if (!(end instanceof kind)) throw new Error(`Pipe ${fd} of ffmpeg is not there`);
    ends.set(fd, end);
  }
  return ends;
}

function keepTail(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-tailCharacters);
  });
  return () => redact(text);
}

function watchExit(child: ChildProcess, endedBy: () => EndedBy): Promise<ProcessExit> {
  // Writing to a process that has just gone is no news: `exited` tells it.
  const ignore = () => undefined;
  for (const end of child.stdio) end?.on('error', ignore);
  return new Promise((resolve) => {
    child.once('error', () => {
      if (child.pid === undefined) resolve({ exitCode: null, signal: null, endedBy: 'itself' });
    });
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, endedBy: endedBy() }));
  });
}

async function stopInSteps(child: ChildProcess, exited: Promise<ProcessExit>, first: 'q' | 'terminate', mark: (by: EndedBy) => void, giveUp: () => void): Promise<ProcessExit> {
  const gone = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  if (gone()) return exited;
  if (child.stdin !== null && first === 'q') {
    mark('q');
    child.stdin.end('q');
    if (await within(exited, quitMs)) return exited;
  }
  mark('terminate');
  child.kill('SIGTERM');
  if (await within(exited, terminateMs)) return exited;
  mark('kill');
  child.kill('SIGKILL');
  if (!(await within(exited, killMs))) giveUp();
  return exited;
}

async function within(exited: Promise<ProcessExit>, ms: number): Promise<boolean> {
  return withDeadline('ffmpeg', ms, exited).then(() => true, () => false);
}
