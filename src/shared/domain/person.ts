import type { PersonId } from './ids.ts';

export const roles = ['officer', 'attendant', 'legal', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** Who a logged-in person is, as it goes into facts. */
export interface PersonIdentity {
  readonly personId: PersonId;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
}

export type Account = PersonIdentity;
