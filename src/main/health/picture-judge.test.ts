import { describe, expect, it } from 'vitest';
import { judgePicture, lookAt } from './picture-judge.ts';

const { width, height, framesPerSecond } = lookAt;
/** `seconds` of pictures, each pixel from its place and the time. */
const film = (seconds: number, at: (x: number, y: number, t: number) => number) =>
  Array.from({ length: seconds * framesPerSecond }, (_, n) => Uint8Array.from({ length: width * height }, (_pixel, i) => at(i % width, Math.floor(i / width), n / framesPerSecond)));
const inside = (x: number, y: number, left: number, top: number, wide: number, high: number) => x >= left && x < left + wide && y >= top && y < top + high;

describe('judgePicture', () => {
  it('calls a still picture still', () => {
    expect(judgePicture(film(3, (x) => x / 4))).toEqual({ moving: false, black: false, meanLuma: 82 });
  });

  it('does not look at the stamp', () => {
    expect(judgePicture(film(3, (x, y, t) => (inside(x, y, 0, 0, 380, 40) ? 255 * (Math.floor(t) % 2) : 100)))).toMatchObject({ moving: false, meanLuma: 100 });
  });

  it('looks beside and below the stamp', () => {
    expect(judgePicture(film(3, (x, y, t) => (inside(x, y, 500, 10, 12, 12) ? 80 * Math.floor(t) : 100))).moving).toBe(true);
    expect(judgePicture(film(3, (x, y, t) => (inside(x, y, 100, 60, 12, 12) ? 80 * Math.floor(t) : 100))).moving).toBe(true);
  });

  it('is not misled by what every second repeats', () => {
    expect(judgePicture(film(3, (x, y, t) => 100 + (t % 1 === 0 ? 40 * ((x + y) % 2) : 0))).moving).toBe(false);
  });

  it('does not take a change of all by little for movement', () => {
    expect(judgePicture(film(3, (_x, _y, t) => 100 + 2 * Math.floor(t))).moving).toBe(false);
  });

  it('judges the last three seconds', () => {
    expect(judgePicture(film(6, (x, y, t) => (t < 3 && inside(x, y, 300, 200, 40, 40) ? 80 * t : 100))).moving).toBe(false);
  });

  it('judges two pictures too', () => {
    const [one, two] = [film(1, () => 100), film(1, (x) => (x > 300 ? 200 : 100))].map((frames) => frames.slice(0, 1));
    expect(judgePicture([...(one ?? []), ...(two ?? [])]).moving).toBe(true);
  });

  it.each([['black', 0, true], ['nearly black', 12, true], ['dim', 30, false]])('%s', (_name, luma, black) => {
    expect(judgePicture(film(3, () => luma))).toMatchObject({ black, meanLuma: luma });
  });

  it('calls a dark room with one lamp dark, not black', () => {
    expect(judgePicture(film(3, (x, y) => (inside(x, y, 300, 200, 100, 60) ? 200 : 4))).black).toBe(false);
  });
});
