import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../shared/base/index.ts';
import { parseId, roles, type PersonId, type PersonIdentity, type Role } from '../../shared/domain/index.ts';
import type { StationDatabase } from '../database/index.ts';
import { newId, type Clock } from '../platform/index.ts';

interface Row {
  readonly account: string;
  readonly person_id: string;
  readonly name: string;
  readonly role: string;
  readonly pin_salt: Buffer;
  readonly pin_hash: Buffer;
}

export interface NewAccount {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
}

interface Failures {
  readonly count: number;
  readonly lockedUntilMs: number;
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const allowedFailures = 5;
const lockMs = 60_000;

/** The people who may log in. A PIN is kept only as its scrypt value (RFC 7914). */
export class Accounts {
  readonly #database: StationDatabase;
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(database: StationDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Adds a person; an existing account is left as it is. */
  async ensure(person: NewAccount): Promise<void> {
    if (this.#find(person.account) === undefined) await this.add(person);
  }

  /** Adds a person. @throws AppError ACCOUNT_EXISTS */
  async add({ account, name, role, pin }: NewAccount): Promise<PersonIdentity> {
    const salt = randomBytes(16);
    const hash = await derive(pin, salt, 32);
    if (this.#find(account) !== undefined) throw new AppError('ACCOUNT_EXISTS', { account });
    const personId = newId<PersonId>('person');
    this.#database
      .prepare('INSERT INTO accounts (account, person_id, name, role, pin_salt, pin_hash) VALUES (?, ?, ?, ?, ?, ?)')
      .run(account, personId, name, role, salt, hash);
    return { personId, account, name, role };
  }

  /** Replaces a PIN and lifts a lock. @throws AppError ACCOUNT_UNKNOWN */
  async setPin(account: string, pin: string): Promise<void> {
    const salt = randomBytes(16);
    const hash = await derive(pin, salt, 32);
    const { changes } = this.#database.prepare('UPDATE accounts SET pin_salt = ?, pin_hash = ? WHERE account = ?').run(salt, hash, account);
    if (changes === 0) throw new AppError('ACCOUNT_UNKNOWN', { account });
    this.#failures.delete(account);
  }

  list(): readonly PersonIdentity[] {
    return this.#database.prepare<[], Row>('SELECT * FROM accounts ORDER BY account').all().map(toIdentity);
  }

  /**
   * The person behind an account, when the PIN is right.
   * @throws AppError LOGIN_REFUSED without saying which of the two was wrong; LOGIN_LOCKED for a minute after five wrong PINs
   */
  async authenticate(account: string, pin: string): Promise<PersonIdentity> {
    this.#refuseWhileLocked(account);
    const row = this.#find(account);
    const salt = row?.pin_salt ?? Buffer.alloc(16);
    const given = await derive(pin, salt, 32);
    if (row === undefined || !timingSafeEqual(given, row.pin_hash)) {
      this.#countFailure(account);
      throw new AppError('LOGIN_REFUSED');
    }
    this.#failures.delete(account);
    return toIdentity(row);
  }

  /** How many people may log in. */
  count(): number {
    return this.#database.prepare<[], { n: number }>('SELECT COUNT(*) AS n FROM accounts').get()?.n ?? 0;
  }

  #find(account: string): Row | undefined {
    return this.#database.prepare<[string], Row>('SELECT * FROM accounts WHERE account = ?').get(account);
  }

  #refuseWhileLocked(account: string): void {
    const failures = this.#failures.get(account);
    const waitMs = (failures?.lockedUntilMs ?? 0) - this.#clock.monotonicMs();
    if (failures !== undefined && failures.count >= allowedFailures && waitMs > 0) throw new AppError('LOGIN_LOCKED', { seconds: Math.ceil(waitMs / 1000) });
  }

  #countFailure(account: string): void {
    const before = this.#failures.get(account)?.count ?? 0;
    const count = before >= allowedFailures ? 1 : before + 1;
    this.#failures.set(account, { count, lockedUntilMs: this.#clock.monotonicMs() + lockMs });
  }
}

function toIdentity(row: Row): PersonIdentity {
  const role = roles.find((r) => r === row.role);
  if (role === undefined) throw new Error(`Account ${row.account} has an unknown role: ${row.role}`);
  return { personId: parseId<PersonId>(row.person_id), account: row.account, name: row.name, role };
}
