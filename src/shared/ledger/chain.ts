import { canonicalJson, sha256Hex, type JsonObject } from '../base/index.ts';
import type { Fact } from './fact.ts';

/** Separates these hashes from every other use of SHA-256, so that no other signed bytes can pass as an entry (RFC 6962, section 2.1). */
const domain = 'shilu.ledger.entry.v1\n';
const factDomain = 'shilu.ledger.fact.v1\n';
const headDomain = 'shilu.ledger.head.v1\n';
const verifiedDomain = 'shilu.ledger.verified.v1\n';
const handOverDomain = 'shilu.key.handOver.v1\n';

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

/** SHA-256 as lower-case hexadecimal; where a million entries are hashed, the caller brings the faster one of its platform. */
type Sha256 = (text: string) => string;

/** The canonical bytes of a fact, without its place in the chain. */
export function factText(fact: Fact): string {
  const { type, sessionId, actor, at, monotonicMs, media, payload } = fact;
  return canonicalJson({ type, sessionId, actor, at, monotonicMs, media, payload } as unknown as JsonObject);
}

/** SHA-256 over the domain and the canonical bytes of the fact. */
export function factHash(fact: Fact): string {
  return factTextHash(factText(fact));
}

export function factTextHash(text: string, sha256: Sha256 = sha256Hex): string {
  return sha256(`${factDomain}${text}`);
}

/**
 * SHA-256 over the domain, the sequence number, the previous hash and the hash of the fact. Over the fact's hash and not the fact, so
 * that a reader who may not see a fact can still make the hash of its entry again.
 */
export function entryHash(seq: number, prevHash: string, hashOfFact: string, sha256: Sha256 = sha256Hex): string {
  return sha256(`${domain}${seq}\n${prevHash}\n${hashOfFact}`);
}

/** What the station's key signs to say: up to here the ledger was so (docs/format.md, "Signed heads"). */
export function headText({ seq, hash }: LedgerHead): string {
  return `${headDomain}${seq}\n${hash}\n`;
}

/** What the station's key signs to say: up to here this station has read the whole ledger, and it held. Never the same bytes as a signed head. */
export function verifiedText({ seq, hash }: LedgerHead): string {
  return `${verifiedDomain}${seq}\n${hash}\n`;
}

/** What a key signs before another takes its place: from here on that one signs the heads (docs/format.md, "Change of key"). */
export function handOverText({ previousFingerprint, fingerprint }: { readonly previousFingerprint: string; readonly fingerprint: string }): string {
  return `${handOverDomain}${previousFingerprint}\n${fingerprint}\n`;
}

/** What is wrong with an entry that should come right after `before`; undefined when nothing is. */
export function linkProblemOf(entry: LedgerHead & { readonly prevHash: string }, hashOfFact: string, before: LedgerHead, sha256: Sha256 = sha256Hex): ChainFinding | undefined {
  if (entry.seq !== before.seq + 1) return { seq: before.seq + 1, problem: 'sequence-broken' };
  if (entry.prevHash !== before.hash) return { seq: entry.seq, problem: 'link-broken' };
  if (entryHash(entry.seq, entry.prevHash, hashOfFact, sha256) !== entry.hash) return { seq: entry.seq, problem: 'hash-mismatch' };
  return undefined;
}
