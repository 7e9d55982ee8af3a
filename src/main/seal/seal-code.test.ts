import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../shared/base/index.ts';
import { readSealCode } from '../../shared/domain/index.ts';
import { sealCodeOf } from './seal-code.ts';

const isSealCode = (text: string) => readSealCode(text) !== null;

const symbols = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

describe('seal code', () => {
  it('is five groups of four symbols, the same for the same hash', () => {
    expect(sealCodeOf(sha256Hex('实录'))).toBe(sealCodeOf(sha256Hex('实录')));
    expect(sealCodeOf('0'.repeat(64))).toBe('2222-2222-2222-2222-2222');
    expect(sealCodeOf(`${'0'.repeat(63)}1`)).toBe('2222-2222-2222-2222-223N');
    expect(() => sealCodeOf('AB')).toThrow();
  });

  it('finds every wrong symbol and every exchange of two', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(19), fc.nat(19), fc.nat(30), (text, at, other, symbol) => {
        const code = sealCodeOf(sha256Hex(text)).replaceAll('-', '');
        expect(isSealCode(code)).toBe(true);
        const replaced = code.slice(0, at) + symbols.charAt(symbol) + code.slice(at + 1);
        expect(isSealCode(replaced)).toBe(replaced === code);
        const swapped = Array.from(code);
        [swapped[at], swapped[other]] = [code.charAt(other), code.charAt(at)];
        expect(isSealCode(swapped.join(''))).toBe(swapped.join('') === code || (Math.max(at, other) === 19 && exchangeWithCheckIsBlind(code, Math.min(at, other))));
      }),
    );
  });

  it('forgives the way a person types', () => {
    const code = sealCodeOf(sha256Hex('x'));
    expect(isSealCode(code.toLowerCase().replaceAll('-', ' '))).toBe(true);
    expect(readSealCode(`shilu-seal:${code}:${'ab'.repeat(32)}`)).toBe(code);
    // A scanner types with the keyboard of another country, or in capitals.
    expect(readSealCode(` SHILU-SEALÖ${code}Ö${'AB'.repeat(32)}\n`)).toBe(code);
    expect(readSealCode(`shilu-seal:${code.slice(0, -1)}0:${'ab'.repeat(32)}`)).toBeNull();
    expect(isSealCode(code.slice(1))).toBe(false);
    expect(isSealCode(`${code.slice(0, -1)}0`)).toBe(false);
  });
});

/** Swapping with the check symbol adds (weight + 1) times the difference: blind where that is 0 modulo 31. */
function exchangeWithCheckIsBlind(code: string, at: number): boolean {
  const difference = symbols.indexOf(code.charAt(19)) - symbols.indexOf(code.charAt(at));
  return ((at + 2) * difference) % 31 === 0;
}
