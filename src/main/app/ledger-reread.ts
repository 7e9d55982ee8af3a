import type { LedgerHead } from '../../shared/ledger/index.ts';
import { isDiskFailure } from '../database/index.ts';
import { forgetVerified, LedgerWalk, writeVerified, type Ledger, type LedgerFinding } from '../ledger/index.ts';
import { sleep, type Logger } from '../platform/index.ts';

interface LedgerRereadParts {
  /** Where it is written down up to where the ledger was read whole. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly log: Logger;
  readonly sign: (text: string) => string;
  readonly holds: (text: string, signature: string) => boolean;
  readonly onFound: (finding: LedgerFinding) => void;
}

/** Entries that are read before the loop turns, and the pause after them: what records comes first. */
const entriesAtOnce = 250;
const pauseMs = 5;
/** Further than this beyond what is written down, it is written down again, so that a start after a crash has little to read. */
const markEvery = 5_000;

/**
 * Reads the whole ledger again while the station runs, with every signature, because the start read only what was new. SQLite's exclusive lock
 * leaves no second reader, so it is read here in small pieces. What this station wrote itself since the start is verified by having been written.
 */
export class LedgerReread {
  readonly #parts: LedgerRereadParts;
  readonly #closing = new AbortController();
  #isBroken = false;
  #markedSeq = 0;
  #work: Promise<void> = Promise.resolve();
  #marks: Promise<void> = Promise.resolve();

  constructor(parts: LedgerRereadParts) {
    this.#parts = parts;
  }

  /** After the check at the start: everything up to the head has been read at least once. */
  start(): void {
    this.#mark(this.#parts.ledger.head);
    this.#work = this.#read().catch((error: unknown) => this.#parts.log.error('the ledger was not read again', error));
  }

  noteSigned(head: LedgerHead): void {
    if (head.seq >= this.#markedSeq + markEvery) this.#mark(head);
  }

  /** Writes down how far it is known to hold. A walk that did not come to its end begins anew at the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#work;
    this.#mark(this.#parts.ledger.head);
    await this.#marks;
  }

  async #read(): Promise<void> {
    const { ledger, holds } = this.#parts;
    const { signal } = this.#closing;
    const walk = new LedgerWalk({ holds, signatures: 'every' });
    const unreadable = await this.#walk(walk, ledger, signal);
    if (signal.aborted) return;
    const { findings: found, head } = walk.end();
    const findings = [...found];
    // A page of the database that cannot be read is an entry that cannot be vouched for.
    if (unreadable) findings.push({ problem: 'broken', seq: head.seq + 1 });
    if (findings.some(({ problem }) => problem === 'broken')) await this.#doubtEverything();
    for (const finding of findings) this.#parts.onFound(finding);
  }

  async #walk(walk: LedgerWalk, ledger: Ledger, signal: AbortSignal): Promise<boolean> {
    try {
      for (const row of ledger.rows()) {
        if (!walk.take(row)) return false;
        if (row.seq % entriesAtOnce === 0) await sleep(pauseMs, signal);
        if (signal.aborted) return false;
      }
      return false;
    } catch (error) {
      if (!isDiskFailure(error)) throw error;
      this.#parts.log.error('the ledger could not be read again', error);
      return true;
    }
  }

  /** From now on nothing is written down as read: the next start reads everything. */
  async #doubtEverything(): Promise<void> {
    this.#isBroken = true;
    await this.#marks;
    await forgetVerified(this.#parts.folder);
  }

  #mark(head: LedgerHead): void {
    if (this.#isBroken || head.seq === 0) return;
    this.#markedSeq = head.seq;
    const { folder, sign, log } = this.#parts;
    this.#marks = this.#marks.then(() => this.#isBroken ? undefined : writeVerified(folder, head, sign)).catch((error: unknown) => log.warn('it could not be written down how far the ledger was read', { error: String(error) }));
  }
}
