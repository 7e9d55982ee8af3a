import { sealCheckDigit, sealCodeDigits as length, sealCodeSymbols as symbols } from '../../shared/domain/index.ts';

const base = BigInt(symbols.length);

/**
 * The seal code of a manifest: five groups of four symbols that can be printed, read aloud and typed. It carries 94 bits of the
 * manifest's SHA-256 and one check symbol, so a changed manifest has another code (docs/format.md, "Seal code").
 * @param manifestSha256 64 lower-case hexadecimal digits
 */
export function sealCodeOf(manifestSha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(manifestSha256)) throw new Error('Not a SHA-256 in lower-case hexadecimal');
  let rest = BigInt(`0x${manifestSha256}`) % base ** BigInt(length);
  const digits: number[] = [];
  for (let i = 0; i < length; i++) {
    digits.unshift(Number(rest % base));
    rest /= base;
  }
  const text = [...digits, sealCheckDigit(digits)].map((digit) => symbols.charAt(digit)).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}
