import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseId, type RunId } from '../../shared/domain/index.ts';
import type { Init } from '../segments/index.ts';
import { HeldMedia } from './held-media.ts';
import type { KeptFragment } from './kept-stream.ts';

const init: Init = { kind: 'init', bytes: new Uint8Array(), tracks: [] };
const runId = parseId<RunId>('run-1');

function fragment(roomMs: number, { durationMs = 1_000, startsWithKey = true, bytes = 10 } = {}): KeptFragment {
  return { init, fragment: { runId, roomMs, errorMs: 5, holes: [], media: { kind: 'fragment', bytes: new Uint8Array(bytes), parts: [], mediaMs: roomMs, durationMs, samples: 25, startsWithKey } } };
}

function hold(count: number, preRoll: boolean, change: (n: number) => Parameters<typeof fragment>[1] = () => ({})): HeldMedia {
  const held = new HeldMedia();
  held.holdPreRoll(preRoll);
  for (let n = 0; n < count; n += 1) held.push(fragment(n * 1_000, change(n)));
  return held;
}

const begins = (held: HeldMedia) => held.beginning[0]?.fragment.roomMs;

describe('what is held in memory', () => {
  it('is a pre-roll of at least ten seconds while a checked room is idle', () => {
    expect(begins(hold(60, true))).toBe(50_000);
    expect(begins(hold(4, true))).toBe(0);
  });

  it('is the fragment before without a pre-roll, and the pre-roll is forgotten when it is switched off', () => {
    expect(begins(hold(60, false))).toBe(59_000);
    const held = hold(60, true);
    held.holdPreRoll(false);
    expect(held.fragments.map((kept) => kept.fragment.roomMs)).toEqual(Array.from({ length: 8 }, (_, n) => (52 + n) * 1_000));
  });

  it('reaches back to the key frame that a player needs', () => {
    const longGroups = hold(60, true, (n) => ({ startsWithKey: n % 25 === 0 }));
    expect(begins(longGroups)).toBe(50_000);
    expect(begins(hold(45, true, (n) => ({ startsWithKey: n % 25 === 0 })))).toBe(25_000);
    expect(begins(hold(60, false, (n) => ({ startsWithKey: n % 25 === 0 })))).toBe(50_000);
    expect(begins(hold(5, true, () => ({ startsWithKey: false })))).toBeUndefined();
  });

  it('forgets what lies before a leap of room time: it cannot be joined without a seam', () => {
    const held = hold(20, true);
    held.push(fragment(500_000));
    expect(begins(held)).toBe(500_000);
  });

  it('never holds more than its bytes, whatever comes', () => {
    fc.assert(fc.property(fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 9_000_000 }), startsWithKey: fc.boolean() }), { minLength: 1, maxLength: 60 }), fc.boolean(), (list, preRoll) => {
      const held = new HeldMedia();
      held.holdPreRoll(preRoll);
      list.forEach((change, n) => held.push(fragment(n * 1_000, change)));
      expect(held.bytes).toBe(held.fragments.reduce((sum, kept) => sum + kept.fragment.media.bytes.byteLength, 0));
      expect(held.bytes).toBeLessThanOrEqual(50_000_000);
      expect(held.beginning[0]?.fragment.media.startsWithKey ?? true).toBe(true);
    }), { numRuns: 50 });
  });
});
