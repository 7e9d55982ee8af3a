import { createReadStream } from 'node:fs';
import { canonicalJson, type JsonObject } from '../../shared/base/index.ts';
import { factText, type LedgerEntry } from '../../shared/ledger/index.ts';
import { toEntry, type LedgerRow } from './ledger-row.ts';

/** The line of an entry in the ledger's copy: the same as in a packet (docs/format.md, "Ledger in a packet"). */
export function rowLine(row: LedgerRow): string {
  return `${canonicalJson(toEntry(row) as unknown as JsonObject)}\n`;
}

/** @throws Error when the line is not the canonical form of an entry */
export function parseRowLine(line: string): LedgerRow {
  const entry = JSON.parse(line) as LedgerEntry;
  if (!Number.isSafeInteger(entry.seq) || typeof entry.hash !== 'string' || typeof entry.prevHash !== 'string') throw new Error('This line is no entry');
  if (canonicalJson(entry as unknown as JsonObject) !== line) throw new Error('This line is not canonical');
  return { seq: entry.seq, session_id: entry.sessionId, type: entry.type, body: factText(entry), prev_hash: entry.prevHash, hash: entry.hash };
}

/** The whole lines of a copy from a byte on, without their LF. What follows the last LF is not a line yet. */
export async function* copyLines(path: string, from = 0): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { start: from, highWaterMark: 1 << 18 })) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, start)) {
      yield rest.toString('utf8', start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}
