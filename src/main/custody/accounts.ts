import { AppError } from '../../shared/base/index.ts';
import type { Account, PersonId, PersonIdentity, Role, Sex } from '../../shared/domain/index.ts';
import type { StationDatabase } from '../database/index.ts';
import { newId, type Clock } from '../platform/index.ts';
import { toAccount, toPinHash, type AccountRow } from './account-row.ts';
import { afterWrongPin, noLockout, waitMs, type Lockout } from './lockout.ts';
import { hashPin, isOutdated, isPin } from './pin-hash.ts';
import { refuseSimplePin } from './pin-rules.ts';

export interface NewAccount {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
  /** 警号: the same person has the same one in every account. Empty when there is none. */
  readonly badgeNumber: string;
  readonly sex: Sex;
}

/** `training`: any PIN will do, and nobody must change one. */
export type PinPolicy = 'training' | 'strict';

/** Names that have no account are counted as well, but not without end. */
const strangersKept = 1_000;

/** The people who may log in. An account is never deleted; a PIN is never kept, nor written anywhere. */
export class Accounts {
  readonly #database: StationDatabase;
  readonly #clock: Clock;
  readonly #policy: PinPolicy;
  readonly #strangers = new Map<string, Lockout>();

  constructor(database: StationDatabase, clock: Clock, policy: PinPolicy) {
    this.#database = database;
    this.#clock = clock;
    this.#policy = policy;
  }

  /** Adds a person; an existing account is left as it is. */
  async ensure(person: NewAccount): Promise<void> {
    if (this.#find(person.account) === undefined) await this.add(person, { mustChangePin: false });
  }

  /**
   * Adds a person. `mustChangePin`: somebody else chose the PIN, so it opens nothing but its own change.
   * @throws AppError ACCOUNT_EXISTS, PIN_TOO_SIMPLE
   */
  async add(person: NewAccount, { mustChangePin }: { readonly mustChangePin: boolean }): Promise<Account> {
    const { account, name, role, badgeNumber, sex } = person;
    this.#refuseSimple(person.pin, account);
    const { salt, hash, kdf } = await hashPin(person.pin);
    if (this.#find(account) !== undefined) throw new AppError('ACCOUNT_EXISTS', { account });
    this.#database
      .prepare('INSERT INTO accounts (account, person_id, name, role, badge_number, sex, pin_salt, pin_hash, kdf, must_change) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(account, newId<PersonId>('person'), name, role, badgeNumber, sex, salt, hash, kdf, this.#mustChange(mustChangePin));
    return toAccount(this.#mustFind(account));
  }

  /** An administrator's new PIN for somebody: lifts a lockout and must be changed at the next login. @throws AppError ACCOUNT_UNKNOWN, PIN_TOO_SIMPLE */
  async setPin(account: string, pin: string): Promise<void> {
    this.#mustFind(account);
    await this.#replacePin(account, pin, true);
  }

  /** A person's own new PIN. @throws AppError LOGIN_REFUSED, LOGIN_LOCKED, PIN_TOO_SIMPLE, PIN_SAME */
  async changePin(account: string, oldPin: string, newPin: string): Promise<void> {
    await this.authenticate(account, oldPin);
    if (oldPin === newPin) throw new AppError('PIN_SAME');
    await this.#replacePin(account, newPin, false);
  }

  /** A disabled account cannot log in; everything it did stays. @throws AppError ACCOUNT_UNKNOWN, or ACCOUNT_LAST_ADMINISTRATOR when nobody could administer any more */
  setDisabled(account: string, disabled: boolean): Account {
    const row = toAccount(this.#mustFind(account));
    const others = this.list().filter((a) => a.role === 'administrator' && !a.disabled && a.account !== account);
    if (disabled && row.role === 'administrator' && others.length === 0) throw new AppError('ACCOUNT_LAST_ADMINISTRATOR');
    this.#database.prepare('UPDATE accounts SET disabled = ? WHERE account = ?').run(disabled ? 1 : 0, account);
    return { ...row, disabled };
  }

  list(): readonly Account[] {
    return this.#database.prepare<[], AccountRow>('SELECT * FROM accounts ORDER BY account').all().map(toAccount);
  }

  /** How many people may log in. */
  count(): number {
    return this.#database.prepare<[], { n: number }>('SELECT COUNT(*) AS n FROM accounts').get()?.n ?? 0;
  }

  has(account: string): boolean {
    return this.#find(account) !== undefined;
  }

  get(personId: PersonId): Account | undefined {
    const row = this.#database.prepare<[string], AccountRow>('SELECT * FROM accounts WHERE person_id = ?').get(personId);
    return row === undefined ? undefined : toAccount(row);
  }

  /** Whether two accounts are one person: the same account, or the same badge number. */
  isSamePerson(a: PersonId, b: PersonId): boolean {
    const [first, second] = [this.get(a)?.badgeNumber ?? '', this.get(b)?.badgeNumber ?? ''];
    return a === b || (first !== '' && first === second);
  }

  /**
   * The person behind an account, when the PIN is right.
   * @throws AppError LOGIN_REFUSED without saying which of the two was wrong; LOGIN_LOCKED after five wrong PINs, for longer each time, also after a
   * restart; ACCOUNT_DISABLED only to the one who knows the PIN
   */
  async authenticate(account: string, pin: string): Promise<Account> {
    const before = this.#lockoutOf(account);
    const wait = waitMs(before, this.#clock.wallMs());
    if (wait > 0) throw new AppError('LOGIN_LOCKED', { seconds: Math.ceil(wait / 1000), minutes: Math.ceil(wait / 60_000) });
    const row = this.#find(account);
    if (!(await isPin(pin, row === undefined ? undefined : toPinHash(row))) || row === undefined) {
      this.#keepLockout(account, afterWrongPin(this.#lockoutOf(account), this.#clock.wallMs()));
      throw new AppError('LOGIN_REFUSED');
    }
    if (row.disabled === 1) throw new AppError('ACCOUNT_DISABLED', { account });
    if (row.failures > 0) this.#keepLockout(account, noLockout);
    if (isOutdated(toPinHash(row))) await this.#keepPin(account, pin, row.must_change === 1);
    return toAccount(row);
  }

  /**
   * The second person of a step that takes two: somebody else than those given, in one of these roles, with their own PIN.
   * @throws AppError what `authenticate` throws, ROLE_REQUIRED, PIN_CHANGE_REQUIRED, or PERSON_NOT_DISTINCT when it is one of the others, also by another account
   */
  async approve(credentials: { readonly account: string; readonly pin: string }, roles: readonly Role[], others: readonly PersonIdentity[]): Promise<Account> {
    const person = await this.authenticate(credentials.account, credentials.pin);
    if (person.mustChangePin) throw new AppError('PIN_CHANGE_REQUIRED');
    if (!roles.includes(person.role)) throw new AppError('ROLE_REQUIRED', { roles: roles.join(', ') });
    const other = others.find((each) => this.isSamePerson(each.personId, person.personId));
    if (other !== undefined) throw new AppError('PERSON_NOT_DISTINCT', { name: other.name });
    return person;
  }

  #find(account: string): AccountRow | undefined {
    return this.#database.prepare<[string], AccountRow>('SELECT * FROM accounts WHERE account = ?').get(account);
  }

  #mustFind(account: string): AccountRow {
    const row = this.#find(account);
    if (row === undefined) throw new AppError('ACCOUNT_UNKNOWN', { account });
    return row;
  }

  async #replacePin(account: string, pin: string, mustChangePin: boolean): Promise<void> {
    this.#refuseSimple(pin, account);
    await this.#keepPin(account, pin, mustChangePin);
    this.#keepLockout(account, noLockout);
  }

  async #keepPin(account: string, pin: string, mustChangePin: boolean): Promise<void> {
    const { salt, hash, kdf } = await hashPin(pin);
    this.#database.prepare('UPDATE accounts SET pin_salt = ?, pin_hash = ?, kdf = ?, must_change = ? WHERE account = ?').run(salt, hash, kdf, this.#mustChange(mustChangePin), account);
  }

  #mustChange(mustChangePin: boolean): 0 | 1 {
    return mustChangePin && this.#policy === 'strict' ? 1 : 0;
  }

  #refuseSimple(pin: string, account: string): void {
    if (this.#policy === 'strict') refuseSimplePin(pin, account);
  }

  #lockoutOf(account: string): Lockout {
    const row = this.#find(account);
    return row === undefined ? (this.#strangers.get(account) ?? noLockout) : { failures: row.failures, lockedUntilMs: row.locked_until_ms };
  }

  #keepLockout(account: string, { failures, lockedUntilMs }: Lockout): void {
    const { changes } = this.#database.prepare('UPDATE accounts SET failures = ?, locked_until_ms = ? WHERE account = ?').run(failures, lockedUntilMs, account);
    if (changes > 0) return;
    const [oldest] = this.#strangers.keys();
    if (oldest !== undefined && this.#strangers.size >= strangersKept) this.#strangers.delete(oldest);
    this.#strangers.set(account, { failures, lockedUntilMs });
  }
}
