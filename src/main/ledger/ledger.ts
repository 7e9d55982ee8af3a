import { AppError, canonicalJson, type JsonObject } from '../../shared/base/index.ts';
import type { SessionId } from '../../shared/domain/index.ts';
import { entryHash, factHash, genesisHash, verifyChain, type Fact, type FactType, type LedgerEntry, type LedgerHead } from '../../shared/ledger/index.ts';
import type { StationDatabase } from '../database/index.ts';

interface Row {
  readonly seq: number;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** A fact on its way into the ledger. */
export type FactDraft<T extends FactType = FactType> = Extract<Fact, { type: T }>;

const columns = 'seq, body, prev_hash, hash';

/** The station's append-only, hash-chained record of facts. There is one per station and it is the only writer of its table. */
export class Ledger {
  readonly #database: StationDatabase;
  readonly #listeners = new Set<(entry: LedgerEntry) => void>();
  #head: LedgerHead;

  constructor(database: StationDatabase) {
    this.#database = database;
    const last = database.prepare<[], Row>(`SELECT ${columns} FROM ledger ORDER BY seq DESC LIMIT 1`).get();
    this.#head = last === undefined ? { seq: 0, hash: genesisHash } : { seq: last.seq, hash: last.hash };
  }

  get head(): LedgerHead {
    return this.#head;
  }

  /** When it returns, the fact is on the disk and chained; listeners have seen it. Throws (a bug or a dead disk) and then nothing was written. */
  append(fact: Fact): LedgerEntry {
    const seq = this.#head.seq + 1;
    const prevHash = this.#head.hash;
    const hash = entryHash(seq, prevHash, factHash(fact));
    const { type, sessionId, actor, at, monotonicMs, media, payload } = fact;
    const body = canonicalJson({ type, sessionId, actor, at, monotonicMs, media, payload } as unknown as JsonObject);
    this.#database
      .prepare('INSERT INTO ledger (seq, session_id, type, at_ms, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(seq, sessionId, type, at.atMs, body, prevHash, hash);
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

  /** Every entry, in order, read as it is asked for. */
  *entries(): IterableIterator<LedgerEntry> {
    for (const row of this.#database.prepare<[], Row>(`SELECT ${columns} FROM ledger ORDER BY seq`).iterate()) yield toEntry(row);
  }

  /** The entries of one session, in order. */
  entriesOf(sessionId: SessionId): readonly LedgerEntry[] {
    return this.#database.prepare<[string], Row>(`SELECT ${columns} FROM ledger WHERE session_id = ? ORDER BY seq`).all(sessionId).map(toEntry);
  }

  /** The entries of one type, in order. */
  entriesOfType(type: FactType): readonly LedgerEntry[] {
    return this.#database.prepare<[string], Row>(`SELECT ${columns} FROM ledger WHERE type = ? ORDER BY seq`).all(type).map(toEntry);
  }

  /** The last entry, or undefined in a new ledger. */
  last(): LedgerEntry | undefined {
    const row = this.#database.prepare<[], Row>(`SELECT ${columns} FROM ledger ORDER BY seq DESC LIMIT 1`).get();
    return row === undefined ? undefined : toEntry(row);
  }

  /** Computes the whole chain again. @throws AppError LEDGER_BROKEN naming the first entry that is wrong */
  verify(): void {
    const finding = verifyChain(this.entries());
    if (finding !== undefined) throw new AppError('LEDGER_BROKEN', { seq: finding.seq });
  }
}

function toEntry(row: Row): LedgerEntry {
  return { ...(JSON.parse(row.body) as Fact), seq: row.seq, prevHash: row.prev_hash, hash: row.hash };
}
