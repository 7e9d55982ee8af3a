import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourcePath } from '../platform/index.ts';
import { isHum, isSilent, listenTo } from './sound-look.ts';

const second = 16_000;
let seed = 7;
const noise = (peak: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return (seed / 2 ** 31 - 0.5) * 2 * peak;
};
const made = (sample: (n: number) => number) => Int16Array.from({ length: second }, (_, n) => Math.max(-32_768, Math.min(32_767, Math.round(sample(n)))));
const tone = (hertz: number, peak: number) => (n: number) => peak * Math.sin((2 * Math.PI * hertz * n) / second);

function speech(gain: number): Int16Array[] {
  const wav = readFileSync(resourcePath('training', 'speech', 'explanation-network.wav'));
  const samples = new Int16Array(Uint8Array.from(wav.subarray(44, wav.length - (wav.length % 2))).buffer);
  return Array.from({ length: Math.floor(samples.length / second) }, (_, k) => made((n) => (samples[k * second + n] ?? 0) * gain + noise(100)));
}

describe('a microphone', () => {
  it.each([
    ['that gives zeros', made(() => 0)],
    ['whose line hangs at one value', made(() => 9_000)],
    ['whose line is dead at the noise of a converter', made(() => noise(2))],
  ])('%s is silent', (_, sound) => {
    const { isClipped } = listenTo(sound);
    expect({ silent: isSilent(listenTo(sound)), isClipped }).toEqual({ silent: true, isClipped: false });
  });

  it.each([
    ['in a quiet room', made(() => noise(30))],
    ['beside a loud fan', made(() => noise(4_000))],
    ['in a room with a little hum', made((n) => noise(60) + tone(50, 300)(n))],
  ])('%s is well', (_, sound) => {
    const look = listenTo(sound);
    expect({ silent: isSilent(look), hum: isHum(look), clipped: look.isClipped }).toEqual({ silent: false, hum: false, clipped: false });
  });

  it('that gives a hum and nothing else is told from one in a room', () => {
    expect(isHum(listenTo(made(tone(50, 1_000))))).toBe(true);
  });

  it('is clipped where it is overdriven, and not where somebody speaks up close', () => {
    const peak = Math.max(...speech(1).map((each) => each.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)));
    const close = 32_700 / peak;
    expect(speech(close).filter((each) => listenTo(each).isClipped)).toEqual([]);
    const overdriven = speech(close * 4);
    expect(overdriven.filter((each) => listenTo(each).isClipped).length).toBeGreaterThan(overdriven.length * 0.8);
  });
});
