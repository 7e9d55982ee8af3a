// Rows of the bench about packets: how fast one is written, and what sealing a long session costs.
import { execFile } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

const run = promisify(execFile);
const files = 24;
const fileBytes = 64 << 20;
const rounds = 5;

/** The masters of a packet delivered into a folder by the product's worker (read once, hashed, compared, synced), and `cp` of the same files followed by `sync`. In turn, and each after everything before is on the disk. */
export async function delivering(folder, root) {
  const masters = await makeMasters(join(folder, 'masters'));
  const ours = [];
  const peer = [];
  for (let round = 0; round < rounds; round += 1) {
    peer.push(await timed(folder, (to) => copyAndSync(masters, to)));
    ours.push(await timed(folder, (to) => deliver(root, masters, to)));
  }
  const bytes = files * fileBytes;
  return [{ what: `packet to a folder, ${(bytes / 1e9).toFixed(1)} GB`, ours: bytes / 1e6 / median(ours), peer: bytes / 1e6 / median(peer), unit: 'MB/s', is: 'cp of the same files, then sync' }];
}

async function timed(folder, work) {
  const to = join(folder, 'delivered');
  await mkdir(to);
  await run('sync');
  const from = performance.now();
  await work(to);
  const seconds = (performance.now() - from) / 1000;
  await rm(to, { recursive: true });
  return seconds;
}

async function copyAndSync(masters, to) {
  await run('cp', [...masters.map(({ from }) => from), to]);
  await run('sync');
}

async function deliver(root, masters, to) {
  const delivery = { packaging: 'folder', files: masters, inPlace: [], to, volumeName: 'bench', atMs: 0, readBack: false };
  const worker = new Worker(join(root, 'dist/main/workers/deliver-packet.mjs'), { workerData: delivery });
  const outcome = await new Promise((resolve, reject) => worker.on('message', (message) => 'result' in message && resolve(message.result)).once('error', reject));
  await worker.terminate();
  if (outcome.problem !== 'none') throw new Error(`The packet of the bench was not delivered: ${JSON.stringify(outcome)}`);
}

async function makeMasters(folder) {
  await mkdir(folder, { recursive: true });
  const made = [];
  const piece = Buffer.alloc(1 << 20);
  for (let n = 0; n < files; n += 1) {
    const from = join(folder, `${n}.mp4`);
    const handle = await open(from, 'w');
    for (let done = 0; done < fileBytes; done += piece.length) await handle.write(randomFillSync(piece));
    await handle.close();
    made.push({ path: `data/recording/cam/${n}.mp4`, from, bytes: fileBytes, sha256: await hashOf(from) });
  }
  return made;
}

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
