import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

const streams = 4;
const seconds = 60;
const rounds = 3;

/** A full check of a session (both copies; every byte for the hash of its file and for its fragment, every link, every signature), and `sha256sum -c` of the same files. */
export async function check(folder, root) {
  const input = await recordSession(folder, root);
  const copies = input.streams.flatMap(({ segments }) => segments.flatMap((segment) => segment.copies));
  const list = join(folder, 'check-sums');
  writeFileSync(list, copies.map(({ sha256, path }) => `${sha256}  ${path}\n`).join(''));
  const ours = [];
  const peer = [];
  for (let round = 0; round < rounds; round += 1) {
    peer.push(await secondsOf(() => promisify(execFile)('sha256sum', ['-c', '--quiet', list])));
    ours.push(await secondsOf(() => verify(root, input)));
  }
  const bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0);
  return [{ what: `full check of a session, ${(bytes / 1e9).toFixed(1)} GB`, ours: median(ours), peer: median(peer), unit: 's', is: 'sha256sum -c of the same files' }];
}

async function verify(root, input) {
  const worker = new Worker(join(root, 'dist/main/workers/verify-packet.mjs'), { workerData: { job: 'masters', input } });
  const report = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  if (!report.ok) throw new Error(`The session of the bench does not verify: ${JSON.stringify(report.findings.slice(0, 3))}`);
}

/** Written by the product's own writer from real H.264 and AAC of about 20 Mbit/s, signed by a key of its own. */
async function recordSession(folder, root) {
  const media = join(folder, 'check.mp4');
  execFileSync('ffmpeg', [
    '-v', 'error', '-y', '-f', 'lavfi', '-i', `nullsrc=s=640x360:r=25:d=${seconds},geq=random(1)*255:128:128`, '-f', 'lavfi', '-i', `sine=d=${seconds}`, '-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '20M', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac',
    '-movflags', '+frag_keyframe+empty_moov+default_base_moof+skip_trailer', '-f', 'mp4', media,
  ]);
  const { FragmentReader, SegmentWriter, nodeFileOps, systemClock, createLogger, newSigner } = await rooms(root);
  const signer = await newSigner();
  const disks = { primary: join(folder, 'check', 'primary'), mirror: join(folder, 'check', 'mirror') };
  const bytes = readFileSync(media);
  const found = [];
  for (let n = 1; n <= streams; n += 1) {
    const streamId = `cam-${n}-stamped`;
    const finalized = [];
    const writer = await SegmentWriter.open({ sessionId: 'ses-bench', streamId, folders: disks, fileOps: nodeFileOps, clock: systemClock, log: createLogger('bench', () => undefined), signer, queueMs: 600_000 });
    writer.events.on('segmentFinalized', (one) => finalized.push(one));
    for (const piece of new FragmentReader().push(bytes)) {
      if (piece.kind === 'init') writer.startRun('run-1', piece);
      else writer.write({ media: piece, roomMs: 1_795_000_000_000 + piece.mediaMs, errorMs: 5 });
    }
    await writer.close();
    const [first] = finalized;
    const copies = finalized.map(({ disk, segment, bytes: size, sha256 }) => ({ disk, path: join(disks[disk], 'sessions', 'ses-bench', streamId, segment), bytes: size, sha256 }));
    found.push({ streamId, segments: [{ segment: first.segment, chainSeq: first.chainSeq, chainHead: first.chainHead, copies }] });
  }
  for (const { segments } of found) for (const { copies } of segments) for (const copy of copies) if (createHash('sha256').update(readFileSync(copy.path)).digest('hex') !== copy.sha256) throw new Error('The bench wrote something else');
  return { sessionId: 'ses-bench', streams: found };
}

/** The rooms that it needs, from the source. */
async function rooms(root) {
  const outfile = join(root, 'dist', 'bench-check.mjs');
  await build({
    stdin: { contents: "export * from './src/main/segments/index.ts'; export * from './src/main/platform/index.ts'; export { newSigner } from './test/support/test-signer.ts';", resolveDir: root, loader: 'ts' },
    bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', outfile, logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function secondsOf(work) {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
