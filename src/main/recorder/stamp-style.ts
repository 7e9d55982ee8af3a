import { filterPath } from '../ffmpeg/index.ts';

/** How drawtext draws the stamp, but for its text: the recorder draws with it, and the reading-back learns its letters from it. */
export function stampStyle(fontPath: string): string {
  return [
    `fontfile=${filterPath(fontPath)}`, 'fontsize=h/22', 'x=h/60', 'y=h/60', 'fontcolor=white', 'box=1', 'boxcolor=black@0.6', 'boxborderw=6',
  ].join(':');
}
