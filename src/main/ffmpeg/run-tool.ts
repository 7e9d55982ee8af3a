import { spawn } from 'node:child_process';
import { redact, startTimer } from '../platform/index.ts';

export interface ToolOutcome {
  /** null when a signal or the deadline ended it, or it could not be started. */
  readonly exitCode: number | null;
  readonly stdout: Uint8Array;
  /** The last 64 KiB, without passwords. */
  readonly stderr: string;
  readonly timedOut: boolean;
}

interface ToolOptions {
  readonly deadlineMs: number;
  readonly stdin?: Uint8Array;
  /** A result beyond this ends the tool; what came until then is returned. */
  readonly maxBytes?: number;
  /** At once; undefined when it could not be started. */
  readonly onStarted?: (pid: number | undefined) => void;
}

const stderrBytes = 64 * 1024;
const defaultMaxBytes = 256 * 1024 * 1024;

/** Runs ffmpeg or ffprobe once, to its end. Never rejects: the caller judges the outcome. After `deadlineMs` it is killed. */
export function runTool(path: string, args: readonly string[], options: ToolOptions): Promise<ToolOutcome> {
  return new Promise((resolve) => {
    const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    options.onStarted?.(child.pid);
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = '';
    let timedOut = false;
    const cancelTimer = startTimer(options.deadlineMs, () => {
      timedOut = true;
      child.kill('SIGKILL');
    });
    const finish = (exitCode: number | null) => {
      cancelTimer();
      resolve({ exitCode, stdout: Buffer.concat(chunks), stderr: redact(stderr), timedOut });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > (options.maxBytes ?? defaultMaxBytes)) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-stderrBytes);
    });
    child.once('error', (error) => {
      stderr += error.message;
      finish(null);
    });
    child.once('close', finish);
    // A tool that has read enough closes its end early; its exit code tells what happened.
    child.stdin.on('error', (error) => {
      stderr += `stdin: ${error.message}\n`;
    });
    child.stdin.end(options.stdin);
  });
}
