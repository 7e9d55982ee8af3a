import { describe, expect, it } from 'vitest';
import { learnLetters, readStamp, teachingTexts } from './stamp-letters.ts';

// A camera's own font: coarse dots, and little room between date and time.
const dots: Readonly<Record<string, string>> = {
  0: '01110100011001110101110011000101110', 1: '00100011000010000100001000010001110', 2: '01110100010000100110010001000011111', 3: '11110000010000101110000010000111110', 4: '00010001100101010010111110001000010',
  5: '11111100001111000001000011000101110', 6: '01110100001000011110100011000101110', 7: '11111000010001000100010000100001000', 8: '01110100011000101110100011000101110', 9: '01110100011000101111000010000101110',
};
const [width, height] = [480, 78];
const advance: Readonly<Record<string, number>> = { '-': 8, ' ': 3, ':': 5, '|': 4 };

/** Bright dots of two by two on a background that is not even, and a noise that an encoder may leave. */
function strip(text: string, { noise = 0, backdrop = 60, left = 20, pitch = 12 } = {}): Uint8Array {
  const picture = Uint8Array.from({ length: width * height }, (_, n) => backdrop + ((n % width) >> 4) + ((n * 2_654_435_761) >>> 24) * noise);
  let x = left;
  for (const character of text) {
    const shape = dots[character];
    for (let n = 0; shape !== undefined && n < 35; n += 1)
      if (shape[n] === '1') for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]] as const) picture[(24 + Math.floor(n / 5) * 2 + dy) * width + x + (n % 5) * 2 + dx] = 235;
    x += shape === undefined ? (advance[character] ?? 0) : pitch;
  }
  return picture;
}

/** Every dot spreads over the columns beside it. */
function smeared(picture: Uint8Array): Uint8Array {
  return picture.map((value, n) => Math.round(((picture[n - 1] ?? value) + 2 * value + (picture[n + 1] ?? value)) / 4));
}

describe('learnLetters', () => {
  const letters = learnLetters(teachingTexts.map((text) => strip(text, { noise: 0.02 })));

  it('reads the time in a font that it has never seen, from pictures it did not learn from', () => {
    if (letters === undefined) throw new Error('not learnt');
    for (const text of ['2026-11-23 14:03:07', '1999-12-31 23:59:58', '2031-08-06 05:44:20']) expect(readStamp(strip(text, { noise: 0.08, backdrop: 75 }), letters)).toEqual({ kind: 'read', text });
  });

  it('tells digits apart that touch, as an encoder and a small picture smear them', () => {
    const touching = (text: string) => smeared(strip(text, { pitch: 10, noise: 0.02 }));
    const smearedLetters = learnLetters(teachingTexts.map(touching));
    if (smearedLetters === undefined) throw new Error('not learnt');
    for (const text of ['2026-11-23 14:03:07', '2088-08-18 18:11:08']) expect(readStamp(touching(text), smearedLetters)).toEqual({ kind: 'read', text });
  });

  it('learns nothing from a font whose digits are not equally wide: what stands behind a narrow one would be read wrong', () => {
    const uneven = (text: string) => strip(text.replaceAll('1', '1|'), {});
    expect(learnLetters(teachingTexts.map(uneven))).toBeUndefined();
  });

  it('takes nothing for a stamp where none is', () => {
    if (letters === undefined) throw new Error('not learnt');
    expect(readStamp(strip('', { noise: 0.08 }), letters).kind).toBe('absent');
  });

  it('does not claim to have learnt where the camera wrote nothing, one text, or too few', () => {
    expect(learnLetters(teachingTexts.map(() => strip('')))).toBeUndefined();
    expect(learnLetters(teachingTexts.map(() => strip('8888-88-88 88:88:88')))).toBeUndefined();
    expect(learnLetters(teachingTexts.slice(1).map((text) => strip(text)))).toBeUndefined();
  });
});
