import { filterPath } from '../ffmpeg/index.ts';

const box = ['fontcolor=white', 'box=1', 'boxcolor=black@0.6', 'boxborderw=6'] as const;

/** How the time is drawn, but for its text: the recorder draws with it, and the reading-back learns its digits from it. */
export function stampStyle(fontPath: string): string {
  return [`fontfile=${filterPath(fontPath)}`, 'fontsize=h/22', 'x=h/60', 'y=h/60', ...box].join(':');
}

/**
 * The stamp: the time on one line, what people have written on another under it. They are two drawings, so that a label can neither move
 * the digits nor take them with it; and the label is drawn without expansion, so that it can never bring an expression of its own.
 */
export function stampFilters(fontPath: string, { timePath, labelPath }: { readonly timePath: string; readonly labelPath: string }): string {
  const label = [`fontfile=${filterPath(fontPath)}`, 'fontsize=h/32', 'x=h/60', 'y=h/60+h/17', ...box, 'expansion=none'].join(':');
  return `drawtext=${stampStyle(fontPath)}:textfile=${filterPath(timePath)}:reload=1,drawtext=${label}:textfile=${filterPath(labelPath)}:reload=1`;
}
