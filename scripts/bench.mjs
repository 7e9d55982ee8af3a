// npm run bench: what Shilu costs, each beside a peer that does the same work in the same run, so that figures of different
// machines can be compared. Linux only (it reads /proc).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { check } from './bench/check.mjs';
import { copied } from './bench/copied.mjs';
import { ledger } from './bench/ledger.mjs';
import { coresOver, start } from './bench/processes.mjs';
import { delivering } from './bench/packet.mjs';
import { finishing } from './bench/recording.mjs';
import { session } from './bench/session.mjs';
import { setUp, orExplain } from './setup/index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/main/cli.mjs');
const seconds = 20;
const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-pix_fmt', 'yuv420p'];

await orExplain(async () => {
  await setUp(root, 'run', (line) => process.stderr.write(`${line}\n`));
  const { buildAll } = await import('./build.mjs');
  if (!(await buildAll())) throw new Error('The build failed');
  const folder = await mkdtemp(join(tmpdir(), 'shilu-bench-'));
  const rows = [];
  try {
    for (const measure of chosen([check, ledger, trainingRoom, session, copied, secondStart, finishing, delivering])) {
      process.stderr.write(`bench: ${measure.name}\n`);
      rows.push(...(await measure(folder, root)));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  process.stdout.write(`\n${'what'.padEnd(44)}${'Shilu'.padStart(12)}${'peer'.padStart(12)}${'ratio'.padStart(8)}  peer is\n`);
  for (const { what, ours, peer, unit, is } of rows)
    process.stdout.write(`${what.padEnd(44)}${`${ours.toFixed(2)} ${unit}`.padStart(12)}${`${peer.toFixed(2)} ${unit}`.padStart(12)}${(ours / peer).toFixed(2).padStart(8)}  ${is}\n`);
});

/** `npm run bench -- session finishing` runs these alone. */
function chosen(all) {
  const names = process.argv.slice(2);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/** Both simulated cameras with nobody watching, and a bare ffmpeg that encodes pictures of the same sizes. */
async function trainingRoom() {
  const room = start(process.execPath, [cli, 'training']);
  await room.firstLine;
  const bare = start('ffmpeg', [
    '-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=s=1920x1080:r=25', '-re', '-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25',
    ...[0, 1].flatMap((input) => ['-map', `${input}:v`, ...encode, '-qp', '24', '-g', '25', '-f', 'null', '-']),
  ]);
  await sleep(3_000);
  const [ours, peer] = await coresOver(seconds, [{ pid: room.pid }, { pid: bare.pid }]);
  await bare.stop();
  await room.stop();
  return [{ what: 'training room, two cameras', ours, peer, unit: 'cores', is: 'ffmpeg encoding testsrc2 of the same sizes' }];
}

/** From the command to the address on the screen, everything being installed and built; and a Node that does nothing. */
async function secondStart(folder) {
  const open = async () => {
    const startedAt = performance.now();
    const app = start(process.execPath, [join(root, 'scripts/start.mjs'), '--port', '0', '--data', join(folder, 'start')]);
    await new Promise((resolve) => app.lines.on('line', (line) => line.includes('Shilu is ready') && resolve()));
    const took = (performance.now() - startedAt) / 1000;
    await app.stop();
    return took;
  };
  await open();
  const ours = await open();
  const startedAt = performance.now();
  await start(process.execPath, ['-e', 'console.log(1)']).closed;
  return [{ what: 'second start, until the console is ready', ours, peer: (performance.now() - startedAt) / 1000, unit: 's', is: 'node -e (start of an empty program)' }];
}
