import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { replaceFile } from './stamp.mjs';

/**
 * Bundles one entry into one file. Packages stay outside (they are installed beside it), except for the preload script:
 * a sandboxed preload can load nothing but Electron.
 * @returns what went wrong, or undefined
 */
export async function bundle(root, { from, to }) {
  if (!existsSync(join(root, from))) return `${from} does not exist`;
  const isPreload = to.endsWith('.cjs');
  try {
    const result = await build({
      absWorkingDir: root,
      entryPoints: [from],
      outfile: join(root, to),
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: isPreload ? 'cjs' : 'esm',
      ...(isPreload ? { external: ['electron'] } : { packages: 'external' }),
      sourcemap: true,
      logLevel: 'silent',
    });
    for (const file of result.outputFiles) await replaceFile(file.path, file.contents);
    return undefined;
  } catch (error) {
    return (error.errors ?? [error]).map(describe).join('\n    ');
  }
}

function describe(error) {
  const place = error.location ? `${error.location.file}:${error.location.line}: ` : '';
  return `${place}${error.text ?? error.message}`;
}
