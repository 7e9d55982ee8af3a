import { randomBytes } from 'node:crypto';
import { parseId, type AnyId } from '../../shared/domain/index.ts';

/** A new id that nobody can guess: a readable prefix and 60 random bits, such as `cam-7f3k2m9q4x1z`. */
export function newId<Id extends AnyId>(prefix: string): Id {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const text = Array.from(randomBytes(12), (byte) => alphabet[byte % 32]).join('');
  return parseId<Id>(`${prefix}-${text}`);
}
