// npm run bench: what Shilu costs, each beside a peer that does the same work in the same run, so that figures of different
// machines can be compared. Linux only (it reads /proc).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { check } from './bench/check.mjs';
import { ledger } from './bench/ledger.mjs';
import { answerOf, coresOver, cpuOfTree, start } from './bench/processes.mjs';
import { finishing } from './bench/recording.mjs';
import { setUp, orExplain } from './setup/index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/main/cli.mjs');
const seconds = 20;
const font = join(root, 'dist/resources/fonts/NotoSansSC-Regular.ttf');
const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-pix_fmt', 'yuv420p'];

await orExplain(async () => {
  await setUp(root, 'run', (line) => process.stderr.write(`${line}\n`));
  const { buildAll } = await import('./build.mjs');
  if (!(await buildAll())) throw new Error('The build failed');
  const folder = await mkdtemp(join(tmpdir(), 'shilu-bench-'));
  const rows = [];
  try {
    for (const measure of [check, ledger, trainingRoom, recorder, secondStart, finishing]) {
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

/** One camera being recorded, and a bare ffmpeg that reads the same camera, draws the time and encodes to a file. */
async function recorder(folder) {
  const station = start(process.execPath, [cli, 'serve', '--training', '--port', '0', '--data', join(folder, 'room')]);
  try {
    return await measureRecorder(station, folder);
  } finally {
    await station.stop();
  }
}

async function measureRecorder(station, folder) {
  const { url } = JSON.parse(await station.firstLine);
  const call = (method, params = {}) =>
    answerOf(process.execPath, [cli, 'call', method, JSON.stringify(params), '--url', url, '--user', 'admin', '--pin', '5555']);
  const camera = await trainingCamera(call);
  await sleep(5_000);
  const isRun = ({ command }) => command.includes('rtsp://') && command.includes('drawtext');
  const bare = start('ffmpeg', [
    '-v', 'error', '-rtsp_transport', 'tcp', '-threads', '1', '-i', camera.rtspUrl.replace('rtsp://', `rtsp://${camera.user}:${camera.password}@`),
    '-vf', `drawtext=fontfile=${font}:text='%{localtime}':fontsize=h/22:fontcolor=white:box=1:boxcolor=black@0.6`,
    '-c:v', 'libx264', ...presetOf(station.pid, isRun), '-tune', 'zerolatency', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '96k',
    '-y', join(folder, 'bare.mp4'),
  ]);
  await sleep(3_000);
  const [run, bareCores, engine] = await coresOver(seconds, [
    { pid: station.pid, only: isRun }, { pid: bare.pid }, { pid: station.pid, only: ({ pid }) => pid === station.pid },
  ]);
  await bare.stop();
  const is = 'ffmpeg: same camera, drawtext, same encoder, to a file';
  return [
    { what: 'recorder run, one 1080p25 camera', ours: run, peer: bareCores, unit: 'cores', is },
    { what: 'the same with the whole station process', ours: run + engine, peer: bareCores, unit: 'cores', is: `${is} (the station also simulates both cameras)` },
  ];
}

/** Adds the overview camera of the training room and waits until it is being recorded. */
async function trainingCamera(call) {
  const { cameras } = await call('training.status');
  const camera = cameras.find(({ key }) => key === 'overview') ?? cameras[0];
  const source = { kind: 'onvif', xaddr: camera.xaddr, user: camera.user, password: camera.password };
  await call('camera.add', { source, name: 'bench', role: 'overview' });
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await call('camera.list')).cameras.some(({ state }) => state === 'live')) return camera;
    await sleep(1_000);
  }
  throw new Error('The camera of the training room did not come alive');
}

/** The encoder settings that the run really uses, so that the peer uses the same. */
function presetOf(pid, isRun) {
  const words = cpuOfTree(pid).find(isRun)?.command.split(' ') ?? [];
  return ['-preset', '-crf'].flatMap((option) => [option, words[words.indexOf(option) + 1]]);
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
