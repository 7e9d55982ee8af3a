import { parseId, roles, sexes, type Account, type PersonId } from '../../shared/domain/index.ts';
import type { PinHash } from './pin-hash.ts';

/** An account as it lies in the database. */
export interface AccountRow {
  readonly account: string;
  readonly person_id: string;
  readonly name: string;
  readonly role: string;
  readonly badge_number: string;
  readonly sex: string;
  readonly pin_salt: Buffer;
  readonly pin_hash: Buffer;
  readonly kdf: string;
  readonly must_change: number;
  readonly disabled: number;
  readonly failures: number;
  readonly locked_until_ms: number;
}

export function toAccount(row: AccountRow): Account {
  return {
    personId: parseId<PersonId>(row.person_id), account: row.account, name: row.name, role: oneOf(roles, row.role, row.account), badgeNumber: row.badge_number,
    sex: oneOf(sexes, row.sex, row.account), disabled: row.disabled === 1, mustChangePin: row.must_change === 1,
  };
}

export function toPinHash(row: AccountRow): PinHash {
  return { salt: row.pin_salt, hash: row.pin_hash, kdf: row.kdf };
}

function oneOf<T extends string>(known: readonly T[], value: string, account: string): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new Error(`Account ${account} holds what this program does not know: ${value}`);
  return found;
}
