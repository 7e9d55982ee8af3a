// Makes the prepared speech of the training room from resources/training/clips.json. Needs espeak-ng and sox.
// Run by hand after a text has changed: node resources/training/source/speech.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = new URL('..', import.meta.url).pathname;
const temporary = mkdtempSync(join(tmpdir(), 'speech-'));
mkdirSync(join(folder, 'speech'), { recursive: true });
const run = (program, ...args) => execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

for (const { clip, text, voice, pitch, wordsPerMinute } of JSON.parse(readFileSync(join(folder, 'clips.json'), 'utf8'))) {
  const out = join(folder, 'speech', `${clip}.wav`);
  const format = ['-r', '16000', '-c', '1', '-b', '16'];
  if (voice === null) {
    const burst = (index, seconds, cut) => {
      const path = join(temporary, `burst-${index}.wav`);
      run('sox', '-R', '-n', ...format, path, 'synth', String(seconds), 'brownnoise', 'band', String(cut), '500', 'fade', 'l', '0.015', String(seconds), String(seconds * 0.8), 'gain', '-n', '-8', 'pad', '0', '0.12');
      return path;
    };
    run('sox', burst(1, 0.28, 620), burst(2, 0.22, 540), burst(3, 0.34, 480), out);
    continue;
  }
  const raw = join(temporary, `${clip}.wav`);
  run('espeak-ng', '-v', voice, '-p', String(pitch), '-s', String(wordsPerMinute), '-w', raw, text);
  run('sox', '-R', raw, ...format, out, 'gain', '-n', '-6', 'reverb', '12', '50', '30', 'gain', '-n', '-6');
}
rmSync(temporary, { recursive: true });
