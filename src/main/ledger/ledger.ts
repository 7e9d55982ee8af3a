import { AppError } from '../../shared/base/index.ts';
import type { SessionId } from '../../shared/domain/index.ts';
import { entryHash, factText, factTextHash, genesisHash, type Fact, type FactType, type LedgerEntry, type LedgerHead } from '../../shared/ledger/index.ts';
import { isDiskFailure, type Statement, type StationDatabase } from '../database/index.ts';
import type { LedgerCopy } from './ledger-copy.ts';
import { rowLine } from './ledger-line.ts';
import { rowColumns, rowIsSound, sha256Text, toEntry, type LedgerRow } from './ledger-row.ts';

/** A fact on its way into the ledger. */
export type FactDraft<T extends FactType = FactType> = Extract<Fact, { type: T }>;

/** Rows read at a time: a reader that pauses never holds a statement open, for that would refuse the next fact. */
const pageRows = 1_000;

/** While the database takes nothing it is tried again once in so many facts. */
const retryEvery = 20;

/** The station's append-only, hash-chained record of facts. There is one per station and it is the only writer of its table and its copy. */
export class Ledger {
  readonly #database: StationDatabase;
  readonly #insert: Statement;
  readonly #listeners = new Set<(entry: LedgerEntry) => void>();
  readonly #onDatabase = new Set<(failure: unknown) => void>();
  #head: LedgerHead;
  #copy: LedgerCopy | null = null;
  /** What the database did not take. It is on the copy's disk. */
  #beyond: LedgerRow[] = [];
  #failures = 0;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO ledger (seq, session_id, type, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?)');
    const last = this.#lastRow();
    this.#head = last === undefined ? { seq: 0, hash: genesisHash } : { seq: last.seq, hash: last.hash };
  }

  get head(): LedgerHead {
    return this.#head;
  }

  /** False while facts go to the copy alone. */
  get databaseTakes(): boolean {
    return this.#beyond.length === 0;
  }

  /**
   * When it returns, the fact is on a disk and chained; listeners have seen it. That disk is the database's; when the database's fails, the copy's.
   * Throws (a bug, or both disks are dead) and then nothing was written.
   */
  append(fact: Fact): LedgerEntry {
    const body = factText(fact);
    const seq = this.#head.seq + 1;
    const prevHash = this.#head.hash;
    const hash = entryHash(seq, prevHash, factTextHash(body, sha256Text), sha256Text);
    this.#keep({ seq, session_id: fact.sessionId, type: fact.type, body, prev_hash: prevHash, hash });
    this.#head = { seq, hash };
    const entry: LedgerEntry = { ...fact, seq, prevHash, hash };
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  /** @returns how to stop listening */
  onAppend(listener: (entry: LedgerEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told when the database begins to refuse facts (with what it said), and when it has taken all of them again (undefined). */
  onDatabase(listener: (failure: unknown) => void): void {
    this.#onDatabase.add(listener);
  }

  /** From the next fact on every fact goes to this copy as well; it must hold everything up to the head. Null ends that. */
  set copy(copy: LedgerCopy | null) {
    this.#copy = copy;
  }

  /** Takes in what the copy holds beyond this ledger: facts of a time in which the database took none. @throws AppError LEDGER_BROKEN when a row does not follow */
  takeUp(row: LedgerRow): void {
    if (!rowIsSound(row, this.#head)) throw new AppError('LEDGER_BROKEN', { seq: row.seq });
    this.#store(row);
    this.#head = { seq: row.seq, hash: row.hash };
    const entry = toEntry(row);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Every entry from a number on, in order, read as it is asked for; facts may be appended meanwhile. */
  *entries(fromSeq = 1): IterableIterator<LedgerEntry> {
    for (const row of this.rows(fromSeq)) yield toEntry(row);
  }

  /** The same as they are stored. */
  *rows(fromSeq = 1): IterableIterator<LedgerRow> {
    const page = this.#database.prepare<[number, number], LedgerRow>(`SELECT ${rowColumns} FROM ledger WHERE seq >= ? ORDER BY seq LIMIT ?`);
    let next = fromSeq;
    for (;;) {
      const rows = page.all(next, pageRows);
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined) break;
      next = last.seq + 1;
    }
    yield* this.#beyond.filter((row) => row.seq >= next);
  }

  /** The stored row of one entry. */
  row(seq: number): LedgerRow | undefined {
    return this.#beyond.find((row) => row.seq === seq) ?? this.#database.prepare<[number], LedgerRow>(`SELECT ${rowColumns} FROM ledger WHERE seq = ?`).get(seq);
  }

  /** The entries of one session, in order. */
  entriesOf(sessionId: SessionId): readonly LedgerEntry[] {
    const rows = this.#database.prepare<[string], LedgerRow>(`SELECT ${rowColumns} FROM ledger WHERE session_id = ? ORDER BY seq`).all(sessionId);
    return [...rows, ...this.#beyond.filter((row) => row.session_id === sessionId)].map(toEntry);
  }

  /** The entries of these types, in order. */
  entriesOfType(...types: readonly FactType[]): readonly LedgerEntry[] {
    const places = types.map(() => '?').join(', ');
    const rows = this.#database.prepare<FactType[], LedgerRow>(`SELECT ${rowColumns} FROM ledger WHERE type IN (${places}) ORDER BY seq`).all(...types);
    return [...rows, ...this.#beyond.filter((row) => types.some((type) => type === row.type))].map(toEntry);
  }

  /** The last entry that is not a signed head, or undefined in a new ledger. */
  last(): LedgerEntry | undefined {
    const row = this.#beyond.findLast(({ type }) => type !== 'head.signed') ?? this.#lastRow("WHERE type <> 'head.signed'");
    return row === undefined ? undefined : toEntry(row);
  }

  /** Computes the whole chain again. @throws AppError LEDGER_BROKEN naming the first entry that is wrong */
  verify(): void {
    let head: LedgerHead = { seq: 0, hash: genesisHash };
    for (const row of this.rows()) {
      if (!rowIsSound(row, head)) throw new AppError('LEDGER_BROKEN', { seq: head.seq + 1 });
      head = { seq: row.seq, hash: row.hash };
    }
  }

  #keep(row: LedgerRow): void {
    if (this.#beyond.length > 0 && this.#failures++ % retryEvery === 0) this.#catchUp();
    if (this.#beyond.length > 0) {
      this.#keepOnCopy(row);
      return;
    }
    try {
      this.#store(row);
    } catch (error) {
      if (this.#copy === null || this.#copy.failed || !isDiskFailure(error)) throw error;
      this.#keepOnCopy(row);
      for (const listener of this.#onDatabase) listener(error);
      return;
    }
    this.#copy?.add(rowLine(row));
  }

  #keepOnCopy(row: LedgerRow): void {
    if (this.#copy === null || this.#copy.failed) throw new AppError('LEDGER_NOWHERE');
    this.#copy.addNow(rowLine(row));
    this.#beyond.push(row);
  }

  /** The database may have kept a row although it said that it failed. */
  #catchUp(): void {
    try {
      const seq = this.#lastRow()?.seq ?? 0;
      this.#database.transaction(() => {
        for (const row of this.#beyond) if (row.seq > seq) this.#store(row);
      })();
    } catch (error) {
      if (!isDiskFailure(error)) throw error;
      return;
    }
    this.#beyond = [];
    this.#failures = 0;
    for (const listener of this.#onDatabase) listener(undefined);
  }

  #store(row: LedgerRow): void {
    this.#insert.run(row.seq, row.session_id, row.type, row.body, row.prev_hash, row.hash);
  }

  #lastRow(where = ''): LedgerRow | undefined {
    return this.#database.prepare<[], LedgerRow>(`SELECT ${rowColumns} FROM ledger ${where} ORDER BY seq DESC LIMIT 1`).get();
  }
}
