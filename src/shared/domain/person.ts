import type { PersonId } from './ids.ts';

export const roles = ['officer', 'attendant', 'legal', 'supervisor', 'chief', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const sexes = ['female', 'male', 'unknown'] as const;
export type Sex = (typeof sexes)[number];

/** Who a logged-in person is, as it goes into facts. */
export interface PersonIdentity {
  readonly personId: PersonId;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
}

/** What the station knows of a person who may log in. */
export interface Account extends PersonIdentity {
  /** 警号; empty when there is none. */
  readonly badgeNumber: string;
  readonly sex: Sex;
  readonly disabled: boolean;
  /** Somebody else chose the PIN: it opens nothing but its own change. */
  readonly mustChangePin: boolean;
}

export function identityOf({ personId, account, name, role }: PersonIdentity): PersonIdentity {
  return { personId, account, name, role };
}
