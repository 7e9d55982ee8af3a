import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourcePath } from '../platform/index.ts';
import { HeardLately } from './heard-lately.ts';
import { heardTogether } from './heard-together.ts';
import { soundShift } from './sound-shift.ts';
import { StepWatch } from './step-watch.ts';

const perMs = 16;
const windowMs = 2_000;
const second = 16_000;
let seed = 1;
const noise = (peak: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return (seed / 2 ** 31 - 0.5) * 2 * peak;
};

function clip(name: string): Int16Array {
  const wav = readFileSync(resourcePath('training', 'speech', `${name}.wav`));
  return new Int16Array(Uint8Array.from(wav.subarray(44, wav.length - (wav.length % 2))).buffer);
}

/** What a microphone with this gain, noise and delay records from that moment on. */
const recorded = (room: Int16Array, fromMs: number, { gain = 1, noisePeak = 80, lateMs = 0 } = {}) =>
  Int16Array.from({ length: windowMs * perMs }, (_, n) => Math.round((room[(fromMs - lateMs) * perMs + n] ?? 0) * gain + noise(noisePeak)));

describe('the shift between two microphones that hear the same speech', () => {
  it.each([0, 20, -150, 300, -300])('of %i ms is found in every two seconds of it, however loud each hears it', (lateMs) => {
    for (const name of ['answer', 'explanation-network', 'greeting']) {
      const room = clip(name);
      for (let fromMs = 1_000; fromMs + windowMs < room.length / perMs; fromMs += 700) {
        const shift = soundShift(recorded(room, fromMs), recorded(room, fromMs, { gain: 0.3, noisePeak: 60, lateMs }));
        expect(Math.abs((shift ?? 9_999) - lateMs), `${name} at ${fromMs}`).toBeLessThanOrEqual(10);
      }
    }
  });

  it('is not invented in a silent room, or between two that hear different things', () => {
    const [one, other] = [clip('answer'), clip('explanation-camera')];
    const silence = new Int16Array(one.length);
    expect(soundShift(recorded(silence, 1_000), recorded(silence, 1_000))).toBeUndefined();
    expect(soundShift(recorded(one, 1_000), recorded(silence, 1_000))).toBeUndefined();
    for (let fromMs = 1_000; fromMs + windowMs < one.length / perMs; fromMs += 300) expect(soundShift(recorded(one, fromMs), recorded(other, fromMs + 3_000)), `at ${fromMs}`).toBeUndefined();
  });
});

describe('what a camera and a microphone heard together', () => {
  it('tells within five seconds that the microphone has come late, though it is looked at every two seconds and a half, and when it is back', () => {
    const room = clip('explanation-camera');
    const [camera, microphone] = [new HeardLately(), new HeardLately()];
    const watch = new StepWatch('MICROPHONE_APART');
    const told: string[] = [];
    let [readMs, comparedMs] = [0, 0];
    for (let lookMs = 2_400; lookMs <= 18_000; lookMs += 2_400) {
      for (; readMs + 1_000 <= lookMs; readMs += 1_000) {
        const lateMs = readMs >= 9_000 && readMs < 13_000 ? 300 : 0;
        for (const [heard, late] of [[camera, 40], [microphone, lateMs]] as const) heard.note(readMs, Int16Array.from({ length: second }, (_, n) => (room[(readMs - late) * perMs + n] ?? 0) + noise(60)));
      }
      const { windows, untilMs } = heardTogether(camera, microphone, comparedMs);
      comparedMs = untilMs;
      for (const window of windows) {
        const change = watch.observe(window);
        if (change !== undefined) told.push(`${change.kind} ${change.fault} from ${Math.round(change.fromMs / 1000)} s, seen at ${lookMs}`);
      }
    }
    expect(told.map((each) => each.replace(/ from.*/, ''))).toEqual(['began MICROPHONE_APART', 'ended MICROPHONE_APART']);
    expect(Number(/at (\d+)/.exec(told[0] ?? '')?.[1])).toBeLessThan(9_000 + 4_000);
  });
});

describe('what was heard lately', () => {
  const piece = (value: number, ms: number) => new Int16Array(ms * perMs).fill(value);

  it('is laid out by room time, and is not given out with holes', () => {
    const heard = new HeardLately();
    expect(heard.stretch(0, 1_000)).toBeUndefined();
    heard.note(10_000, piece(1, 1_000));
    heard.note(11_000, piece(2, 1_000));
    expect(heard.endMs).toBe(12_000);
    const stretch = heard.stretch(10_500, 11_500);
    expect([stretch?.[0], stretch?.at(-1), stretch?.length]).toEqual([1, 2, 16_000]);
    heard.note(13_000, piece(3, 1_000));
    expect(heard.stretch(11_500, 13_500)).toBeUndefined();
    heard.note(30_000, piece(4, 1_000));
    expect(heard.stretch(13_000, 14_000)).toBeUndefined();
  });
});
