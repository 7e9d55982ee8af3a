import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Reads the burned-in time of one frame with tesseract. The frame is the first at or after `intoMs` of the file.
 * @param edged white digits with a black edge and no ground, as a camera writes them
 * @returns the stamp as `2026-11-23 14:03:07` and the frame's own time in the file
 */
export function readStamp(path: string, intoMs: number, { edged = false } = {}): Promise<{ stamp: string; framePtsMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-stamp-'));
  try {
    const picture = join(folder, 'frame.png');
    const { stderr } = spawnSync(
      'ffmpeg',
      ['-hide_banner', '-v', 'info', '-copyts', '-ss', String(intoMs / 1000), '-i', path, '-an', '-vf', `showinfo,crop=iw*0.6:ih*0.12:0:0,${edged ? String.raw`format=gray,lut=y='if(gt(val\,225)\,0\,255)',` : ''}scale=-1:200`, '-frames:v', '1', '-y', picture],
      { encoding: 'utf8' },
    );
    const seconds = /showinfo.*pts_time:\s*([\d.]+)/.exec(stderr)?.[1];
    const framePtsMs = seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
    const text = execFileSync('tesseract', [picture, '-', '--psm', '6', '-c', 'tessedit_char_whitelist=0123456789-: '], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [, date, time] = /(\d{4}-\d{2}-\d{2})\s*(\d{2}:\d{2}:\d{2})/.exec(text) ?? [];
    if (date === undefined || time === undefined || framePtsMs === undefined) throw new Error(`No stamp was read from ${path} at ${intoMs} ms: ${JSON.stringify(text)}`);
    return Promise.resolve({ stamp: `${date} ${time}`, framePtsMs });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
