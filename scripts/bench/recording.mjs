// Rows of the bench about writing: what finishing a long session costs. They use the product's own rooms, bundled as the product is, and media
// made by hand: the same bytes path as in a session, without cameras.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);

/** In dist, because the product finds its resources beside the package.json above it. */
async function bundled(root, entry) {
  const outfile = join(root, 'dist/bench', `${entry.replaceAll(/\W/g, '-')}.mjs`);
  await build({
    stdin: { contents: `export * from ${JSON.stringify(join(root, entry))};`, resolveDir: root, loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error', packages: 'external',
  });
  return import(pathToFileURL(outfile).href);
}

/** Twelve hours and one hour of two streams, one fragment of 40 kB for every ten seconds, made without waiting for the disk; then only the finish is timed. The peer reads one copy of the twelve hours. */
export async function finishing(folder, root) {
  const [segments, platform, synthetic] = await Promise.all(['src/main/segments/index.ts', 'src/main/platform/index.ts', 'test/support/synthetic-media.ts'].map((entry) => bundled(root, entry)));
  const { nodeFileOps, systemClock, createLogger } = platform;
  const hasty = { ...nodeFileOps, create: async (path) => ({ ...(await nodeFileOps.create(path)), sync: async () => {} }) };
  const took = async (hours) => {
    const folders = { primary: join(folder, `${hours}h/primary`), mirror: join(folder, `${hours}h/mirror`) };
    const writers = await Promise.all(['cam-1-stamped', 'cam-2-stamped'].map((streamId) => segments.SegmentWriter.open({ sessionId: 'ses-1', streamId, folders, fileOps: hasty, clock: systemClock, log: createLogger('bench', () => {}) })));
    for (const writer of writers) {
      const reader = new segments.FragmentReader();
      const [init] = reader.push(synthetic.syntheticInit());
      let proven = 0;
      writer.events.on('proven', ({ chainSeq }) => (proven = chainSeq));
      writer.startRun('run-1', init);
      for (let n = 0; n < hours * 360; n += 1) {
        const [media] = reader.push(synthetic.syntheticFragment(n * 10, 40_000));
        writer.write({ media, roomMs: 1_795_000_000_000 + n * 10_000, errorMs: 3 });
        while (n - proven > 30) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const from = performance.now();
    await Promise.all(writers.map((writer) => writer.close()));
    return { seconds: (performance.now() - from) / 1000, primary: folders.primary };
  };
  const [hour, twelve] = [await took(1), await took(12)];
  const files = (await readdir(twelve.primary, { recursive: true })).filter((name) => name.endsWith('.mp4')).map((name) => join(twelve.primary, name));
  const from = performance.now();
  await run('sha256sum', files, { maxBuffer: 1 << 26 });
  const peer = (performance.now() - from) / 1000;
  const is = 'sha256sum of one copy of the 12 h';
  return [
    { what: 'finish of 12 h, two cameras', ours: twelve.seconds, peer, unit: 's', is },
    { what: 'finish of 1 h, two cameras', ours: hour.seconds, peer, unit: 's', is },
  ];
}
