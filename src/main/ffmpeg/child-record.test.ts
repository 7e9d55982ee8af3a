import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../platform/index.ts';
import { openChildRecord } from './child-record.ts';

const log = createLogger('test', () => undefined);

describe.runIf(process.platform === 'linux')('what a station that died has left running', () => {
  let folder = '';
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shilu-children-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const start = () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const noted = (count: number) => vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(count));

  it('is ended by the next station, though it be frozen, and what has gone by itself is forgotten', async () => {
    const [frozen, gone] = [start(), start()];
    const record = await openChildRecord(folder, log);
    for (const { pid } of [frozen, gone]) record.note(pid);
    await noted(2);
    frozen.kill('SIGSTOP');
    gone.kill('SIGKILL');
    await once(gone, 'exit');
    const ended = once(frozen, 'exit');
    await openChildRecord(folder, log);
    expect((await ended)[1]).toBe('SIGKILL');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not noted any more when it has ended in order', async () => {
    const child = start();
    const record = await openChildRecord(folder, log);
    record.note(child.pid);
    record.forget(child.pid);
    record.note(undefined);
    await noted(0);
    record.note(child.pid);
    await noted(1);
    record.forget(child.pid);
    await noted(0);
  });

  it('is never mistaken: a number that the system has given to another process is left alone, and so is what nobody wrote', async () => {
    const innocent = start();
    const record = await openChildRecord(folder, log);
    record.note(innocent.pid);
    await noted(1);
    const path = join(folder, readdirSync(folder)[0] ?? '');
    const entry = JSON.parse(readFileSync(path, 'utf8')) as { pid: number; began: string };
    const [boot = '', ticks = ''] = entry.began.split(' ');
    for (const began of [`${boot} ${Number(ticks) - 1}`, `other-start-of-the-machine ${ticks}`, '']) {
      writeFileSync(path, JSON.stringify({ ...entry, began }));
      await openChildRecord(folder, log);
    }
    for (const text of ['', '{"pid":', '{"pid":1,"began":"x"}', '{"pid":-5,"began":"x"}', 'null', '{"pid":"5","began":"x"}']) {
      writeFileSync(path, text);
      await openChildRecord(folder, log);
      expect(readdirSync(folder)).toEqual([]);
    }
    expect(innocent.exitCode ?? innocent.signalCode).toBeNull();
  });
});
