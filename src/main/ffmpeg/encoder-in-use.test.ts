import { describe, expect, it } from 'vitest';
import { EncoderInUse } from './encoder-in-use.ts';
import { software, type PictureEncoder } from './picture-encoder.ts';

const vaapi: PictureEncoder = { kind: 'vaapi', device: '/dev/dri/renderD128' };

describe('the encoder in use', () => {
  it('is x264 until another was found, and from its failure on; told once, however many cameras it failed', () => {
    const told: string[] = [];
    const encoder = new EncoderInUse(({ kind }, why) => told.push(`${kind}: ${why}`));
    expect(encoder.current).toBe(software);
    encoder.use(vaapi);
    expect(encoder.current).toBe(vaapi);
    expect(encoder.giveUp(vaapi, 'device lost')).toBe(true);
    expect(encoder.current).toBe(software);
    expect(encoder.giveUp(vaapi, 'device lost')).toBe(true);
    expect(told).toEqual(['vaapi: device lost']);
  });

  it('is never given up where there is nothing to go back to', () => {
    const encoder = new EncoderInUse(() => expect.unreachable());
    expect(encoder.giveUp(software, 'no disk')).toBe(false);
  });
});
