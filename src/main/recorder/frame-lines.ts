const maxLineBytes = 64 * 1024;

/** Reads the media time of every picture from what ffmpeg's `metadata=print` writes: `frame:12   pts:43200   pts_time:0.48`. */
export class FrameLines {
  #rest = '';

  /** Media times in milliseconds, with fractions. */
  push(chunk: Uint8Array): number[] {
    const lines = (this.#rest + Buffer.from(chunk).toString('latin1')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-maxLineBytes);
    return lines.flatMap((line) => {
      const seconds = /^frame:\d+\s+pts:\S+\s+pts_time:(-?[\d.]+)/.exec(line)?.[1];
      return seconds === undefined ? [] : [Number(seconds) * 1000];
    });
  }
}
