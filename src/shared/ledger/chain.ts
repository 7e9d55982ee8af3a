import { canonicalJson, sha256Hex, type JsonObject } from '../base/index.ts';
import type { Fact, LedgerEntry } from './fact.ts';

/** Separates these hashes from every other use of SHA-256, so that no other signed bytes can pass as an entry (RFC 6962, section 2.1). */
const domain = 'shilu.ledger.entry.v1\n';
const factDomain = 'shilu.ledger.fact.v1\n';

/** The `prevHash` of the first entry of a station's ledger. */
export const genesisHash = sha256Hex('shilu.ledger.genesis.v1\n');

export interface LedgerHead {
  readonly seq: number;
  readonly hash: string;
}

export interface ChainFinding {
  readonly seq: number;
  readonly problem: 'sequence-broken' | 'link-broken' | 'hash-mismatch';
}

/** SHA-256 over the domain and the canonical bytes of the fact. */
export function factHash(fact: Fact): string {
  const { type, sessionId, actor, at, monotonicMs, media, payload } = fact;
  return sha256Hex(`${factDomain}${canonicalJson({ type, sessionId, actor, at, monotonicMs, media, payload } as unknown as JsonObject)}`);
}

/**
 * SHA-256 over the domain, the sequence number, the previous hash and the hash of the fact. Over the fact's hash and not the fact, so
 * that a reader who may not see a fact can still make the hash of its entry again.
 */
export function entryHash(seq: number, prevHash: string, hashOfFact: string): string {
  return sha256Hex(`${domain}${seq}\n${prevHash}\n${hashOfFact}`);
}

/** Checks a run of entries against the head that comes before them; returns the first thing that is wrong, or undefined. */
export function verifyChain(entries: Iterable<LedgerEntry>, before: LedgerHead = { seq: 0, hash: genesisHash }): ChainFinding | undefined {
  let head = before;
  for (const entry of entries) {
    if (entry.seq !== head.seq + 1) return { seq: head.seq + 1, problem: 'sequence-broken' };
    if (entry.prevHash !== head.hash) return { seq: entry.seq, problem: 'link-broken' };
    if (entryHash(entry.seq, entry.prevHash, factHash(entry)) !== entry.hash) return { seq: entry.seq, problem: 'hash-mismatch' };
    head = { seq: entry.seq, hash: entry.hash };
  }
  return undefined;
}
