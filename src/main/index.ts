import { runShell } from './shell/index.ts';

await runShell();
