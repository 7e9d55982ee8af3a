// npm run --silent shilu -- ...: the command line. stdout belongs to the command; what set-up and build do goes to stderr.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { orExplain, setUp } from './setup/index.mjs';
import { SetupError } from './setup/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => line.endsWith('is up to date') || process.stderr.write(`${line}\n`);

await orExplain(async () => {
  await setUp(root, 'run', say);
  const { buildAll } = await import('./build.mjs');
  if (!(await buildAll(say))) throw new SetupError('The build failed (see above).');
});

if (process.exitCode === undefined) {
  // npm moves to the project's folder; paths mean what they meant where the person typed them.
  if (process.env.npm_lifecycle_event === 'shilu' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  const cli = join(root, 'dist/main/cli.mjs');
  process.argv[1] = cli;
  process.setSourceMapsEnabled(true);
  // `shilu ... | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await import(pathToFileURL(cli).href);
}
