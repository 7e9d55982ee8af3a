import { hash } from 'node:crypto';
import { factTextHash, linkProblemOf, type Fact, type LedgerEntry, type LedgerHead } from '../../shared/ledger/index.ts';

/** An entry as the database keeps it: `body` is the canonical text of its fact, the other columns repeat it for looking up. */
export interface LedgerRow {
  readonly seq: number;
  readonly session_id: string;
  readonly type: string;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

export const rowColumns = 'seq, session_id, type, body, prev_hash, hash';

export function toEntry(row: LedgerRow): LedgerEntry {
  return { ...(JSON.parse(row.body) as Fact), seq: row.seq, prevHash: row.prev_hash, hash: row.hash };
}

export function sha256Text(text: string): string {
  return hash('sha256', text);
}

/** Whether a row comes right after `before` and says the same in every column. A row whose columns lie would hide from the timeline of its session. */
export function rowIsSound(row: LedgerRow, before: LedgerHead): boolean {
  if (!row.body.endsWith(lastMembers(row.session_id, row.type))) return false;
  return linkProblemOf({ seq: row.seq, prevHash: row.prev_hash, hash: row.hash }, factTextHash(row.body, sha256Text), before, sha256Text) === undefined;
}

/** How the canonical text of a fact ends: its members are sorted, and these two come last. */
function lastMembers(sessionId: string, type: string): string {
  return `,"sessionId":${JSON.stringify(sessionId)},"type":${JSON.stringify(type)}}`;
}

/** Monotonic time of a fact without parsing it; the members before it (`actor`, `at`, `media`) have none of that name. */
export function monotonicMsOf(body: string): number {
  const name = '"monotonicMs":';
  return Number.parseInt(body.slice(body.indexOf(name) + name.length), 10);
}
