import { createHash } from 'node:crypto';

/** A small fragmented MP4 made by hand: one picture track (90 kHz) and one sound track (48 kHz). Its mdat holds noise, so nothing decodes it. */
export function syntheticInit(): Uint8Array {
  const track = (id: number, timescale: number, handler: string) =>
    box('trak', box('tkhd', u32(0, 0, 0, id, 0, 0)), box('mdia', box('mdhd', u32(0, 0, 0, timescale, 0)), box('hdlr', u32(0, 0), text(handler), u32(0))));
  const moov = box('moov', track(1, 90_000, 'vide'), track(2, 48_000, 'soun'), box('mvex', box('trex', u32(0, 1, 1, 3_600, 0, 0)), box('trex', u32(0, 2, 1, 1_024, 0, 0))));
  return join(box('ftyp', text('iso5'), u32(512), text('iso5')), moov);
}

/** The n-th second: 25 pictures and 47 pieces of sound, which share the noise six to four. */
export function syntheticFragment(n: number, noiseBytes = 700): Uint8Array {
  const pictureSizes = shares(Math.floor(noiseBytes * 0.6), 25);
  const soundSizes = shares(noiseBytes - Math.floor(noiseBytes * 0.6), 47);
  const pictureBytes = pictureSizes.reduce((sum, size) => sum + size, 0);
  const moof = (mediaOffset: number) => {
    const picture = box('traf', box('tfhd', u32(0x020000, 1)), box('tfdt', u32(0x01000000, 0, n * 90_000)), box('trun', u32(0x301, 25, mediaOffset, ...pictureSizes.flatMap((size) => [3_600, size]))));
    const sound = box('traf', box('tfhd', u32(0x020008, 2, 1_024)), box('tfdt', u32(0x01000000, 0, n * 48_000)), box('trun', u32(0x201, 47, mediaOffset + pictureBytes, ...soundSizes)));
    return box('moof', box('mfhd', u32(0, n + 1)), picture, sound);
  };
  return join(moof(moof(0).byteLength + 8), box('mdat', noise(n, noiseBytes)));
}

function shares(bytes: number, count: number): readonly number[] {
  const each = Math.floor(bytes / count);
  return Array.from({ length: count }, (_, n) => (n === count - 1 ? bytes - each * (count - 1) : each));
}

function noise(seed: number, bytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes; at += 32) parts.push(createHash('sha256').update(`${seed}/${at}`).digest());
  return join(...parts).subarray(0, bytes);
}

export function box(type: string, ...content: readonly Uint8Array[]): Uint8Array {
  const inner = join(...content);
  return join(u32(inner.byteLength + 8), text(type), inner);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [n, value] of values.entries()) view.setUint32(n * 4, value);
  return bytes;
}

function text(value: string): Uint8Array {
  return Uint8Array.from(Buffer.from(value, 'latin1'));
}
