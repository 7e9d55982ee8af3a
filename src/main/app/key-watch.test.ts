import { describe, expect, it } from 'vitest';
import { endingOf } from './key-watch.ts';

const dayMs = 86_400_000;
const untilMs = Date.UTC(2027, 0, 1);

describe('the end of a certificate', () => {
  it('is warned of thirty days before, and is an alarm afterwards', () => {
    expect(endingOf(untilMs, untilMs - 31 * dayMs)).toBeUndefined();
    expect(endingOf(untilMs, untilMs - 29 * dayMs)).toBe('CERTIFICATE_ENDING');
    expect(endingOf(untilMs, untilMs)).toBe('CERTIFICATE_ENDING');
    expect(endingOf(untilMs, untilMs + 1)).toBe('CERTIFICATE_EXPIRED');
  });
});
