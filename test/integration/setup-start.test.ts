import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('npm start opens the console on the training room, and Ctrl-C ends it in order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shilu-start-'));
  // No display: nothing may pop up on the machine that runs the tests.
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const child = spawn(process.execPath, ['scripts/start.mjs', '--data', folder, '--port', '0'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /Shilu is ready: (http:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.once('close', () => reject(new Error(`npm start ended: ${said}`)));
    });
    expect(said).toMatch(/so the console opens on loopback\.\n/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script');
    // A terminal and npm both pass Ctrl-C on: it arrives twice and must count once.
    child.kill('SIGINT');
    await sleep(100);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
