import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { ByteOrigin } from '../segments/index.ts';
import { canonicalJson, type JsonObject } from '../../shared/base/index.ts';
import { entryHash, factHash, type LedgerEntry, type LedgerHead } from '../../shared/ledger/index.ts';

const limitBytes = 4 << 20;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const place = { seq: z.number().int().min(1), prevHash: sha256, hash: sha256 };

const redactedShape = z.strictObject({ ...place, factHash: sha256 });
const fullShape = z.strictObject({
  ...place,
  type: z.string(),
  sessionId: z.string(),
  actor: z.record(z.string(), z.unknown()),
  at: z.strictObject({ atMs: z.number().int(), errorMs: z.number().int() }),
  monotonicMs: z.number(),
  media: z.array(z.unknown()),
  payload: z.record(z.string(), z.unknown()),
});

/** One line of `ledger.jsonl`. An entry of another session is there with its place in the chain and the hash of its fact alone. */
export type LedgerLine =
  | { readonly redacted: true; readonly seq: number; readonly prevHash: string; readonly hash: string; readonly factHash: string }
  | { readonly redacted: false; readonly seq: number; readonly prevHash: string; readonly hash: string; readonly entry: LedgerEntry };

/** The line of an entry in the packet of a session: entries of other sessions keep only their place in the chain and the hash of their fact, for their content is not this reader's business. */
export function ledgerLine(entry: LedgerEntry, sessionId: string): string {
  const { seq, prevHash, hash, type, actor, at, monotonicMs, media, payload } = entry;
  const shown = entry.sessionId === '' || entry.sessionId === sessionId;
  const whole = shown ? { seq, prevHash, hash, type, sessionId: entry.sessionId, actor, at, monotonicMs, media, payload } : { seq, prevHash, hash, factHash: factHash(entry) };
  return `${canonicalJson(whole as unknown as JsonObject)}\n`;
}

/** Reads one line. @throws Error when it is not the canonical form of an entry */
export function parseLedgerLine(line: string): LedgerLine {
  const value: unknown = JSON.parse(line);
  if (canonicalJson(value as JsonObject) !== line) throw new Error('Not canonical JSON');
  const redacted = redactedShape.safeParse(value);
  if (redacted.success) return { redacted: true, ...redacted.data };
  const { seq, prevHash, hash } = fullShape.parse(value);
  return { redacted: false, seq, prevHash, hash, entry: value as LedgerEntry };
}

/** What is wrong with an entry that should come right after `before`, or undefined. */
export function linkProblem(line: LedgerLine, before: LedgerHead): 'chain-broken' | 'hash-differs' | undefined {
  if (line.seq !== before.seq + 1 || line.prevHash !== before.hash) return 'chain-broken';
  const hashOfFact = line.redacted ? line.factHash : factHash(line.entry);
  return entryHash(line.seq, line.prevHash, hashOfFact) === line.hash ? undefined : 'hash-differs';
}

/** The lines of a file (or of bytes), split at LF alone; undefined for a last line without its LF. @throws Error at a line longer than any entry can be */
export async function* readLines(from: ByteOrigin): AsyncGenerator<string | undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunksOf(from)) {
    rest = Buffer.concat([rest, chunk as Uint8Array]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      yield rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
    }
    if (rest.length > limitBytes) throw new Error('A line is too long');
  }
  if (rest.length > 0) yield undefined;
}

function chunksOf(from: ByteOrigin): AsyncIterable<unknown> | readonly Uint8Array[] {
  if (from instanceof Uint8Array) return [from];
  if (typeof from === 'string') return createReadStream(from, { highWaterMark: 1 << 18 });
  return from.bytes === 0 ? [] : createReadStream(from.path, { highWaterMark: 1 << 18, start: from.start, end: from.start + from.bytes - 1 });
}
