// Builds dist/: main (bundles of the station), renderer (the console), resources (fonts, voice model, clips).
// A part is built again only when something it is made from has changed.
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fingerprint, filesUnder, readStamp, replaceFile } from './build/stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Entry files of worker threads: name -> source. */
const workers = {
  'voice-activity': 'src/main/speech/voice-activity-worker.ts',
  'read-transcript': 'src/main/transcript/read-transcript-worker.ts',
  'write-transcript': 'src/main/transcript/write-transcript-worker.ts',
  'packet-report': 'src/main/packet/report-worker.ts',
  'deliver-packet': 'src/main/packet/deliver-worker.ts',
  'verify-packet': 'src/main/verify/verify-packet-worker.ts',
};

const bundles = [
  { from: 'src/main/cli.ts', to: 'dist/main/cli.mjs' },
  { from: 'src/main/index.ts', to: 'dist/main/index.mjs' },
  { from: 'src/main/preload.ts', to: 'dist/preload/preload.cjs' },
  ...Object.entries(workers).map(([name, from]) => ({ from, to: `dist/main/workers/${name}.mjs` })),
];

/** Files that come out of packages and of the documents: where they lie -> where the program looks for them. */
const packageFiles = {
  'docs/format.md': 'format.md',
  'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf': 'fonts/NotoSansSC-Regular.ttf',
  'node_modules/@ricky0123/vad-web/dist/silero_vad_v5.onnx': 'voice/silero_vad.onnx',
};

const buildFiles = ['scripts/build.mjs', 'scripts/build', 'package-lock.json'];

const parts = [
  { name: 'main', inputs: ['src/main', 'src/shared', ...buildFiles], outputs: bundles.map((b) => b.to), make: makeMain },
  { name: 'renderer', inputs: ['src/renderer', 'src/shared', 'vite.config.ts', ...buildFiles], outputs: ['dist/renderer/index.html'], make: makeRenderer },
  {
    name: 'resources', inputs: ['resources', 'docs/format.md', ...buildFiles], make: makeResources,
    outputs: Object.values(packageFiles).map((path) => `dist/resources/${path}`),
  },
];

/**
 * Brings every part up to date.
 * @param say takes one line for each thing done
 * @returns true when every part is whole; a part that failed says why and does not stop the others
 */
export async function buildAll(say = (line) => process.stderr.write(`${line}\n`)) {
  const results = [];
  for (const part of parts) results.push(await buildPart(part, say));
  return results.every(Boolean);
}

async function buildPart(part, say) {
  const stampPath = join(dist, '.stamps', part.name);
  const stamp = await fingerprint(root, part.inputs);
  if (stamp === (await readStamp(stampPath)) && part.outputs.every((path) => existsSync(join(root, path)))) {
    say(`build: ${part.name} is up to date`);
    return true;
  }
  const startedAt = performance.now();
  const problems = await part.make();
  for (const problem of problems) say(`build: ${part.name}: ${problem}`);
  if (problems.length > 0) return false;
  await replaceFile(stampPath, stamp);
  say(`build: ${part.name} built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

async function makeMain() {
  const { bundle } = await import('./build/bundle.mjs');
  const problems = await Promise.all(bundles.map((entry) => bundle(root, entry)));
  return problems.filter((problem) => problem !== undefined);
}

async function makeRenderer() {
  if (!existsSync(join(root, 'vite.config.ts'))) return ['vite.config.ts does not exist'];
  const { build } = await import('vite');
  const fresh = join(dist, `.renderer.${process.pid}`);
  try {
    await build({ root: join(root, 'src/renderer'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } });
    await rm(join(dist, 'renderer'), { recursive: true, force: true });
    await rename(fresh, join(dist, 'renderer'));
    return [];
  } catch (error) {
    return [error.message];
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function makeResources() {
  const problems = [];
  for (const file of await filesUnder(join(root, 'resources')))
    await replaceFile(join(dist, file.slice(root.length)), await readFile(file));
  for (const [from, to] of Object.entries(packageFiles)) {
    if (existsSync(join(root, from))) await replaceFile(join(dist, 'resources', to), await readFile(join(root, from)));
    else problems.push(`${from} is missing: run npm ci`);
  }
  return problems;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = (await buildAll()) ? 0 : 1;
