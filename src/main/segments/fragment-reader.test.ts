import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box, join, syntheticFragment, syntheticInit } from '../../../test/support/synthetic-media.ts';
import { FragmentReader, type Init, type MediaFragment } from './fragment-reader.ts';
import { rebase, timeBaseOf } from './time-base.ts';

const stream = join(syntheticInit(), syntheticFragment(0), syntheticFragment(1), box('free', new Uint8Array(5)), syntheticFragment(2));

function readIn(pieces: readonly Uint8Array[]): (Init | MediaFragment)[] {
  const reader = new FragmentReader();
  return pieces.flatMap((piece) => reader.push(piece));
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % bytes.byteLength), bytes.byteLength])].sort((a, b) => a - b);
  return places.slice(1).map((place, n) => bytes.subarray(places[n], place));
}

function fragmentOf(bytes: Uint8Array): MediaFragment {
  const found = readIn([syntheticInit(), bytes]).find((piece) => piece.kind === 'fragment');
  if (found?.kind !== 'fragment') throw new Error('no fragment');
  return found;
}

describe('a stream of boxes', () => {
  it('gives the same init and fragments however it is chopped', () => {
    const whole = readIn([stream]);
    expect(whole.map((piece) => piece.kind)).toEqual(['init', 'fragment', 'fragment', 'fragment']);
    fc.assert(fc.property(fc.array(fc.nat()), (cuts) => {
      expect(readIn(cutAt(stream, cuts))).toEqual(whole);
    }), { numRuns: 200 });
  });

  it('tells tracks and media times in milliseconds', () => {
    const [init, first, second] = readIn([stream]);
    expect(init?.kind === 'init' && init.tracks.map((track) => [track.kind, track.timescale])).toEqual([['video', 90_000], ['audio', 48_000]]);
    expect(first).toMatchObject({ mediaMs: 0, durationMs: 1_000, samples: 25 });
    expect(second).toMatchObject({ mediaMs: 1_000, durationMs: 1_000, bytes: syntheticFragment(1) });
  });

  it('is refused, not waited for, when a length cannot be', () => {
    const huge = join(syntheticInit(), Uint8Array.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('moof'));
    expect(() => readIn([huge])).toThrow('moof of 4294967295 bytes');
    const tiny = join(syntheticInit(), Uint8Array.from([0, 0, 0, 3]), Buffer.from('moof'));
    expect(() => readIn([tiny])).toThrow('moof of 3 bytes');
  });

  it('never gives a fragment out of damaged bytes without a complaint or a difference', () => {
    const whole = readIn([stream]);
    fc.assert(fc.property(fc.nat(stream.byteLength - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = Uint8Array.from(stream);
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      try {
        const read = readIn([damaged]);
        // The free box belongs to nobody: only there may damage stay without a trace.
        if (JSON.stringify(read) === JSON.stringify(whole)) expect(Buffer.from(stream).indexOf('free') - 4).toBeLessThanOrEqual(at);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }), { numRuns: 300 });
  });
});

describe('a fragment that goes into a segment', () => {
  it('starts the segment near zero on every track and keeps everything else', () => {
    const seventh = fragmentOf(syntheticFragment(7));
    const moved = rebase(fragmentOf(syntheticFragment(9)), timeBaseOf(seventh));
    expect(moved).toMatchObject({ mediaMs: 2_000, durationMs: 1_000 });
    const again = fragmentOf(moved.bytes);
    expect(again.parts.map((part) => part.decodeTime / part.track.timescale)).toEqual([2, 2]);
    const differing = [...moved.bytes].filter((byte, n) => byte !== syntheticFragment(9)[n]).length;
    expect(differing).toBeGreaterThan(0);
    expect(differing).toBeLessThanOrEqual(16);
  });
});
