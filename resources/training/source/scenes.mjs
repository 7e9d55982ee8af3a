// Renders the drawn room to resources/training/scenes: one background per camera and a strip of pictures per moving part.
// Run by hand after the drawing has changed, with a Chromium and the Noto CJK fonts: node resources/training/source/scenes.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { close, overview, picturesPerLoop } from './scene-art.mjs';

const folder = new URL('../scenes/', import.meta.url).pathname;
const temporary = mkdtempSync(join(tmpdir(), 'scenes-'));
mkdirSync(folder, { recursive: true });

const svg = (scene, phase, { x, y, width, height }) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" style="display:block">${scene.draw(phase)}</svg>`;

function render(name, width, height, body) {
  const page = join(temporary, `${name}.html`);
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#000">${body}</body>`);
  execFileSync('chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-device-scale-factor=1', `--user-data-dir=${join(temporary, 'profile')}`,
    `--window-size=${width},${height}`, `--screenshot=${join(folder, name)}`, `file://${page}`], { stdio: 'ignore' });
}

for (const [name, scene] of [['overview.png', overview], ['interviewee.png', close]]) {
  const { width, height } = scene;
  render(name, width, height, svg(scene, 0, { x: 0, y: 0, width, height }));
  for (const strip of scene.strips) {
    const phases = Array.from({ length: picturesPerLoop }, (_, index) => index / picturesPerLoop);
    render(strip.file, strip.width, strip.height * picturesPerLoop, phases.map((phase) => svg(scene, phase, strip)).join(''));
  }
}
rmSync(temporary, { recursive: true, force: true });
