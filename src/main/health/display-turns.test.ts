import { describe, expect, it } from 'vitest';
import { findDisplayTurns, turnSize, type TimedPicture } from './display-turns.ts';

const { width, height } = turnSize;
const startMs = 1_795_475_580_000;

interface Film {
  readonly seconds: number;
  /** When a picture is taken, by when it is stamped. */
  readonly latencyMs: number;
  readonly jitterMs?: number;
  readonly display?: boolean;
  readonly person?: boolean;
}

/** A room with a display of 40 x 20 points whose lower half flickers from second to second, and a person who sways five times a second. */
function film({ seconds, latencyMs, jitterMs = 0, display = true, person = true }: Film): readonly TimedPicture[] {
  return Array.from({ length: seconds * 25 }, (_, n) => {
    const takenMs = startMs + 130 + n * 40;
    const picture = new Uint8Array(width * height).fill(90);
    const second = Math.floor((takenMs + jitterMs * Math.sin(Math.floor(takenMs / 1000) * 7)) / 1000);
    // The stamp, which must not be taken for the display.
    for (let x = 0; x < 200; x += 1) picture[3 * width + x] = Math.floor((takenMs + 300) / 1000) % 2 === 0 ? 250 : 20;
    if (display) for (let y = 100; y < 124; y += 1) for (let x = 300; x < 345; x += 1) picture[y * width + x] = (second + Math.floor(x / 9)) % 2 === 0 ? 200 : 40;
    if (person) for (let y = 150; y < 260; y += 1) for (let x = 0; x < 60; x += 1) picture[y * width + x + 100 + (Math.floor(takenMs / 200) % 3) * 7] = 180;
    return { atMs: takenMs + latencyMs, picture };
  });
}

describe('a display that turns once a second', () => {
  it.each([0, 65, 125, 400, 700])('shows that the pictures are %i ms late', (latencyMs) => {
    const found = findDisplayTurns(film({ seconds: 7, latencyMs }));
    expect(Math.abs((found?.lateMs ?? Infinity) - latencyMs)).toBeLessThanOrEqual(found?.errorMs ?? 0);
    expect(found?.errorMs).toBeLessThanOrEqual(21);
    expect(found?.turns).toBeGreaterThanOrEqual(5);
  });

  it('is found through jitter, which is in the bound', () => {
    const found = findDisplayTurns(film({ seconds: 8, latencyMs: 120, jitterMs: 50 }));
    expect(Math.abs((found?.lateMs ?? Infinity) - 120)).toBeLessThanOrEqual(found?.errorMs ?? 0);
    expect(found?.errorMs).toBeGreaterThan(30);
  });

  it('is nothing else: not the stamp, not a person who moves', () => {
    expect(findDisplayTurns(film({ seconds: 8, latencyMs: 100, display: false }))).toBeNull();
    expect(findDisplayTurns(film({ seconds: 3, latencyMs: 100 })), 'too short').toBeNull();
  });
});
