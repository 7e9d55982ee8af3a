// Rows of the bench about cameras that stamp their own pictures and are recorded by copy. The cameras run in a process of their own.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { cpuWithPast, start } from './processes.mjs';

const counts = [1, 4, 8, 16];
const seconds = 20;
/** Of the issue: cores for each camera. */
const aim = 0.03;

/** So many cameras at once, taken from one: what each costs with two copies, the chain, proof and a look every second and a half; and bare ffmpeg that copies one into a file. */
export async function copied(folder, root) {
  const bundle = await bundled(root);
  const cameras = start(process.execPath, [join(root, 'dist/main/cli.mjs'), 'training']);
  try {
    const camera = JSON.parse(await cameras.firstLine).cameras.find(({ key }) => key === 'overview');
    const rows = [];
    for (const count of counts) {
      const peer = bareCopy(camera, folder);
      try {
        const [ours, bare] = await measured(start(process.execPath, [join(root, 'scripts/bench/copied-target.mjs'), bundle, JSON.stringify(camera), String(count), join(folder, `copied-${count}`)]), count, peer);
        rows.push({ what: `copied 1080p25, ${count} at once, for each camera`, ours: ours / count, peer: aim, unit: 'cores', is: 'the aim' });
        if (count === 1) rows.push({ what: 'copied 1080p25, one camera', ours, peer: bare, unit: 'cores', is: 'ffmpeg -c copy to one file' });
      } finally {
        peer.stdin.end('q');
        await new Promise((resolve) => peer.once('close', resolve));
      }
    }
    return rows;
  } finally {
    await cameras.stop();
  }
}

async function measured(target, count, peer) {
  let proven = 0;
  target.lines.on('line', (line) => (proven += line === 'proven' ? 1 : 0));
  try {
    for (const deadline = performance.now() + 60_000; proven < count; await sleep(100)) if (performance.now() > deadline) throw new Error(`${proven} of ${count} cameras are recorded`);
    await sleep(5_000);
    const used = () => [cpuWithPast(target.pid), cpuWithPast(peer.pid)];
    const before = used();
    await sleep(seconds * 1000);
    return used().map((after, n) => (after - before[n]) / seconds);
  } finally {
    await target.stop();
  }
}

function bareCopy({ rtspUrl, user, password }, folder) {
  const url = rtspUrl.replace('rtsp://', `rtsp://${user}:${password}@`);
  return spawn('ffmpeg', ['-v', 'error', '-rtsp_transport', 'tcp', '-i', url, '-c:v', 'copy', '-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-y', join(folder, 'bare-copied.mp4')], { stdio: ['pipe', 'ignore', 'inherit'] });
}

async function bundled(root) {
  const source = ['ffmpeg', 'health', 'platform', 'recorder'].map((room) => `export * from './src/main/${room}/index.ts';`).join('\n');
  const outfile = join(root, 'dist', 'bench-copied.mjs');
  await build({ stdin: { contents: source, resolveDir: root, loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' });
  return pathToFileURL(outfile).href;
}
