/** No I, L, O, 0 or 1, so that no two symbols look alike; 31 of them, a prime, so that the check symbol finds every single error and every exchange of two symbols. */
const symbols = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const base = BigInt(symbols.length);
const length = 19;

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
  const text = [...digits, checkDigit(digits)].map((digit) => symbols.charAt(digit)).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** Whether a code that a person typed is well formed: right symbols, right check symbol. Spaces, dashes and case do not matter. */
export function isSealCode(typed: string): boolean {
  const text = typed.toUpperCase().replace(/[\s-]/g, '');
  const digits = Array.from(text, (symbol) => symbols.indexOf(symbol));
  if (digits.length !== length + 1 || digits.includes(-1)) return false;
  return checkDigit(digits.slice(0, length)) === digits[length];
}

function checkDigit(digits: readonly number[]): number {
  return digits.reduce((sum, digit, index) => sum + digit * (index + 1), 0) % symbols.length;
}

