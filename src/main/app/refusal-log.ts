import type { ErrorCode } from '../../shared/base/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { RepeatedFacts } from './repeated-facts.ts';

export interface Refusal {
  /** Who called. */
  readonly person: PersonIdentity;
  readonly method: string;
  readonly code: ErrorCode;
  /** Empty when the call named no session. */
  readonly sessionId: string;
  /** The accounts of others whose credentials came with the call. */
  readonly withAccounts: readonly string[];
}

/** A refusal as the ledger has it; `*` stands for several methods and codes that were counted together. */
type WrittenRefusal = Omit<Refusal, 'code'> & { readonly code: ErrorCode | '*' };

/** What was written wrongly is the console's matter and not a person's; without a login nobody acted; what failed was not refused (docs/rules.md, "Refusals"). */
export const notRefusals: ReadonlySet<ErrorCode> = new Set(['METHOD_UNKNOWN', 'REQUEST_INVALID', 'INTERNAL', 'LOGIN_REQUIRED']);

interface RefusalParts {
  readonly write: (refusal: WrittenRefusal, count: number) => void;
  readonly writeLogin: (account: string, count: number) => void;
  readonly isSession: (sessionId: string) => boolean;
  readonly isAccount: (account: string) => boolean;
}

/** Every refusal is a fact. Names that a caller makes up are left out: they would make every refusal one of its kind, and a PIN typed into the wrong field would be kept for ever. */
export class RefusalLog {
  readonly #parts: RefusalParts;
  readonly #commands: RepeatedFacts<WrittenRefusal>;
  readonly #logins: RepeatedFacts<string>;

  constructor(parts: RefusalParts) {
    this.#parts = parts;
    this.#commands = new RepeatedFacts(parts.write, ({ person }) => {
      const item = { person, method: '*', code: '*', sessionId: '', withAccounts: [] } as const;
      return { key: keyOf(item), item };
    });
    this.#logins = new RepeatedFacts(parts.writeLogin, () => ({ key: '', item: '' }));
  }

  note(refusal: Refusal): void {
    if (notRefusals.has(refusal.code)) return;
    const { isSession, isAccount } = this.#parts;
    const known = { ...refusal, sessionId: isSession(refusal.sessionId) ? refusal.sessionId : '', withAccounts: refusal.withAccounts.filter(isAccount) };
    this.#commands.note(keyOf(known), known);
  }

  /** Somebody whom nobody knows yet was not let in. An account that does not exist is not named. */
  noteLogin(account: string): void {
    const known = this.#parts.isAccount(account) ? account : '';
    this.#logins.note(known, known);
  }

  /** Writes what is still being gathered. */
  async close(): Promise<void> {
    await this.#commands.close();
    await this.#logins.close();
  }
}

function keyOf({ person, method, code, sessionId, withAccounts }: WrittenRefusal): string {
  return [person.personId, method, code, sessionId, ...withAccounts].join('|');
}
