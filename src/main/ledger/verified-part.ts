import { genesisHash, type LedgerHead } from '../../shared/ledger/index.ts';
import { checkLedgerRows, type LedgerReport, type WalkOptions } from './ledger-walk.ts';
import type { Ledger } from './ledger.ts';

/** A stop and its signed head: whether something was added after them shows only to who reads both. */
const readAgain = 2;

/**
 * Reads what came after `verified`, where the ledger still holds exactly that entry and every head that is known of the part before; else
 * all of it. What was altered before `verified` is not found by this: a walk over everything must follow.
 */
export function checkFromVerified(ledger: Ledger, verified: LedgerHead | undefined, options: WalkOptions): LedgerReport & { readonly readFrom: number } {
  const from = startOf(ledger, verified, options);
  return { ...checkLedgerRows(ledger.rows(from.seq + 1), { ...options, from }), readFrom: from.seq + 1 };
}

function startOf(ledger: Ledger, verified: LedgerHead | undefined, { known = [] }: WalkOptions): LedgerHead {
  const genesis = { seq: 0, hash: genesisHash };
  if (verified === undefined || ledger.row(verified.seq)?.hash !== verified.hash) return genesis;
  const row = ledger.row(verified.seq - readAgain);
  if (row === undefined || known.some(({ seq, hash }) => seq <= row.seq && ledger.row(seq)?.hash.startsWith(hash) !== true)) return genesis;
  return { seq: row.seq, hash: row.hash };
}
