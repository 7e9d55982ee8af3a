/** No I, L, O, 0 or 1, so that no two symbols look alike; 31 of them, a prime, so that the check symbol finds every single error and every exchange of two symbols. */
export const sealCodeSymbols = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const sealCodeDigits = 19;

const scanned = /^\s*shilu.?seal\W*([0-9a-z-]{20,24})\W*([0-9a-f]{64})\s*$/i;

export function sealCheckDigit(digits: readonly number[]): number {
  return digits.reduce((sum, digit, index) => sum + digit * (index + 1), 0) % sealCodeSymbols.length;
}

/**
 * The seal code that was typed, or scanned from the QR code of the paper (`shilu-seal:CODE:SHA-256`): five groups of four. Spaces, dashes, case and
 * what a scanner's keyboard makes of `:` do not matter. Null when it is none: a wrong symbol, a wrong check symbol, too few.
 */
export function readSealCode(text: string): string | null {
  const symbols = (scanned.exec(text)?.[1] ?? text).toUpperCase().replace(/[\s-]/g, '');
  const digits = Array.from(symbols, (symbol) => sealCodeSymbols.indexOf(symbol));
  if (digits.length !== sealCodeDigits + 1 || digits.includes(-1) || sealCheckDigit(digits.slice(0, sealCodeDigits)) !== digits[sealCodeDigits]) return null;
  return (symbols.match(/.{4}/g) ?? []).join('-');
}
