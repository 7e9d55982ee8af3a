import { readdirSync, readFileSync } from 'node:fs';

/** What a running process holds. Linux only: it is read from /proc. */
export interface ProcessFigures {
  readonly residentMb: number;
  readonly handles: number;
  readonly threads: number;
}

export function figuresOf(pid: number): ProcessFigures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
  return { residentMb: number('VmRSS') / 1024, handles: readdirSync(`/proc/${pid}/fd`).length, threads: number('Threads') };
}

/** The running ffmpeg children of a process whose arguments hold this text. */
export function ffmpegChildren(parent: number, holding: string): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const [, state, ppid] = /\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return state !== 'Z' && Number(ppid) === parent && args.startsWith('ffmpeg') && args.includes(holding);
    } catch {
      return false;
    }
  });
}

/** The middle value; of an even count the lower one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}
