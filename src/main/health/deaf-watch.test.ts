import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourcePath } from '../platform/index.ts';
import { DeafWatch, hearingOf, hearingSince } from './deaf-watch.ts';
import { HeardLately } from './heard-lately.ts';

const perMs = 16;
const windowMs = 1_500;
let seed = 1;
const noise = (peak: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return (seed / 2 ** 31 - 0.5) * 2 * peak;
};

function clip(name: string): Int16Array {
  const wav = readFileSync(resourcePath('training', 'speech', `${name}.wav`));
  return new Int16Array(Uint8Array.from(wav.subarray(44, wav.length - (wav.length % 2))).buffer);
}

const heard = (room: Int16Array, fromMs: number, { gain = 1, noisePeak = 60, lateMs = 0 } = {}) =>
  Int16Array.from({ length: windowMs * perMs }, (_, n) => Math.round((room[(fromMs - lateMs) * perMs + n] ?? 0) * gain + noise(noisePeak)));
const stretches = (room: Int16Array) => Array.from({ length: Math.floor((room.length / perMs - windowMs - 1_000) / 400) }, (_, n) => 600 + 400 * n);
const silence = new Int16Array(20 * 16_000);

describe('a microphone beside others that hear speech', () => {
  it.each(['answer', 'explanation-camera', 'explanation-network', 'greeting'])('hears it, though at a tenth of the loudness and a little later (%s)', (name) => {
    const room = clip(name);
    for (const fromMs of stretches(room)) {
      const others = [heard(room, fromMs), heard(room, fromMs, { gain: 0.5, noisePeak: 40 })];
      expect(hearingOf(heard(room, fromMs, { gain: 0.1, noisePeak: 20, lateMs: 150 }), others), `at ${fromMs}`).not.toBe('deaf');
    }
  });

  it.each(['answer', 'explanation-camera', 'explanation-network'])('that has nothing but a noise of its own is deaf wherever the others hear speech (%s)', (name) => {
    const room = clip(name);
    const told = stretches(room).map((fromMs) => hearingOf(heard(silence, fromMs, { noisePeak: 120 }), [heard(room, fromMs), heard(room, fromMs, { gain: 0.4 })]));
    expect(told).not.toContain('heard');
    expect(told.filter((each) => each === 'deaf').length, 'of the stretches with speech').toBeGreaterThan(told.length * 0.7);
  });

  it('is not called deaf in a silent room, nor for a noise that one other alone has', () => {
    const room = clip('answer');
    for (const fromMs of stretches(room)) {
      expect(hearingOf(heard(silence, fromMs), [heard(silence, fromMs), heard(silence, fromMs)])).toBe('unknown');
      expect(hearingOf(heard(silence, fromMs), [heard(room, fromMs), heard(silence, fromMs)])).toBe('unknown');
    }
  });
});

it('a microphone that is muted while others talk is told within five seconds, and so is that it hears again', () => {
  const room = clip('explanation-camera');
  const [camera, other, own] = [new HeardLately(), new HeardLately(), new HeardLately()];
  const watch = new DeafWatch();
  const mutedFromMs = 3_000;
  const mutedToMs = 8_000;
  let untilMs = 0;
  const told: string[] = [];
  const piece = (fromMs: number, gain: number, noisePeak: number) => Int16Array.from({ length: 1_000 * perMs }, (_, n) => Math.round((room[fromMs * perMs + n] ?? 0) * gain + noise(noisePeak)));
  for (let fromMs = 0; fromMs + 1_000 < Math.min(room.length / perMs, 13_000); fromMs += 1_000) {
    camera.note(fromMs, piece(fromMs, 1, 60));
    other.note(fromMs, piece(fromMs, 0.5, 40));
    own.note(fromMs, piece(fromMs, fromMs >= mutedFromMs && fromMs < mutedToMs ? 0 : 0.7, 50));
    const heardNow = hearingSince(own, [camera, other], untilMs);
    untilMs = heardNow.untilMs;
    for (const window of heardNow.windows) {
      const change = watch.observe(window);
      if (change === undefined) continue;
      told.push(change.kind);
      const atMs = change.kind === 'began' ? mutedFromMs : mutedToMs;
      expect(fromMs + 1_000 - atMs, change.kind).toBeLessThanOrEqual(4_000);
      expect(Math.abs((change.kind === 'began' ? change.fromMs : change.toMs) - atMs), `${change.kind} as it was written down`).toBeLessThanOrEqual(2_000);
    }
  }
  expect(told).toEqual(['began', 'ended']);
});
