const maxLineBytes = 64 * 1024;

/** Reads the media time of every packet from what ffmpeg's `framecrc` writes: `0,  dts,  pts,  duration,  size, crc`, after `#tb 0: 1/90000`. */
export class PacketLines {
  #rest = '';
  #msPerTick: number | undefined;

  /** Media times in milliseconds, with fractions. */
  push(chunk: Uint8Array): number[] {
    const lines = (this.#rest + Buffer.from(chunk).toString('latin1')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-maxLineBytes);
    return lines.flatMap((line) => {
      const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
      if (base !== null) this.#msPerTick = (Number(base[1]) * 1000) / Number(base[2]);
      const pts = /^0,\s*-?\d+,\s*(-?\d+),/.exec(line)?.[1];
      return pts === undefined || this.#msPerTick === undefined ? [] : [Number(pts) * this.#msPerTick];
    });
  }
}
