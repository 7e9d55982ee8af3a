import { describe, expect, it } from 'vitest';
import { PacketLines } from './packet-lines.ts';

describe('PacketLines', () => {
  it('reads media times by the time base that was named, however the lines are cut', () => {
    const text = '#software: Lavf\n#tb 0: 1/90000\n#media_type 0: video\n0,          0,        900,     3600,   812, 0x1\n0,       3600,       4500,     3600,   812, 0x1, F=0x0\n';
    const lines = new PacketLines();
    const times = Array.from(text).flatMap((character) => lines.push(Buffer.from(character)));
    expect(times).toEqual([10, 50]);
  });

  it('gives no time before a time base was named', () => {
    expect(new PacketLines().push(Buffer.from('0, 0, 900, 3600, 812, 0x1\n'))).toEqual([]);
  });
});
