// The licences of everything that is shipped: refuses what may not be shipped, and keeps docs/licences.md true.
// With --write it brings the page up to date; without, the page must already be.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAllowed, separatePrograms } from './licences/licence-policy.mjs';
import { productionPackages } from './licences/packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pagePath = join(root, 'docs', 'licences.md');

const packages = productionPackages(root);
const problems = packages.flatMap(problemOf);
const page = describe(packages);
if (process.argv.includes('--write')) writeFileSync(pagePath, page);
else if (!existsSync(pagePath) || readFileSync(pagePath, 'utf8') !== page) problems.push('docs/licences.md is not up to date: run node scripts/licences.mjs --write');
for (const problem of problems) process.stderr.write(`licences: ${problem}\n`);
if (problems.length === 0) process.stderr.write(`licences: ${packages.length} packages, all may be shipped\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function problemOf({ name, version, licence }) {
  if (licence === undefined) return [`${name} ${version} names no licence`];
  return isAllowed(licence) || name in separatePrograms ? [] : [`${name} ${version} is under ${licence}, which is not among those that may be shipped`];
}

function describe(all) {
  return `# Licences

Made by \`node scripts/licences.mjs --write\`; do not edit. Shilu itself is not licensed to the public.

## Parts that are not JavaScript

| part | comes with | licence |
|---|---|---|
| Electron (with Chromium and Node.js) | electron | MIT; the licences of Chromium's parts are in the LICENSES.chromium.html beside the program |
| Font Noto Sans SC (burned-in time, reports) | @expo-google-fonts/noto-sans-sc | OFL-1.1 |
| Silero VAD model (voice activity) | @ricky0123/vad-web | MIT |
| sherpa-onnx (runs the model) | sherpa-onnx-node | Apache-2.0 |
| ONNX Runtime (inside sherpa-onnx) | sherpa-onnx-node | MIT |
| SQLite (inside better-sqlite3) | better-sqlite3 | public domain |
| FFmpeg | ffmpeg-static, or the system's own | GPL-3.0-or-later: ${separatePrograms['ffmpeg-static']} |

## Packages (${all.length})

| package | version | licence |
|---|---|---|
${all.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence ?? 'unknown'} |`).join('\n')}
`;
}
