import { AppError } from '../../shared/base/index.ts';

const minimumLength = 6;
const runs = '01234567890123456789,98765432109876543210,abcdefghijklmnopqrstuvwxyz,qwertyuiop,asdfghjkl,zxcvbnm';

/**
 * Refuses a PIN that the next person would guess: shorter than six characters, one or two characters repeated, a run of the keyboard or
 * of the digits, or the account's own name. Outside the training room every PIN goes through here.
 * @throws AppError PIN_TOO_SIMPLE
 */
export function refuseSimplePin(pin: string, account: string): void {
  const plain = pin.normalize('NFKC').toLowerCase();
  const simple = plain.length < minimumLength || new Set(plain).size < 3 || runs.includes(plain) || plain.includes(account.toLowerCase()) || isRepeated(plain);
  if (simple) throw new AppError('PIN_TOO_SIMPLE', { minimum: minimumLength });
}

/** `123123`, `abab-abab-`: one short piece over and over. */
function isRepeated(text: string): boolean {
  return /^(.{1,4})\1+$/su.test(text);
}
