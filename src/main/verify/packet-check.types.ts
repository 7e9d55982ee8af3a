import type { SegmentProblem } from '../segments/index.ts';
import type { SecondSignature } from './second-signature-check.ts';
import type { Trust } from './trust.ts';
import type { Asked, VerifyResult } from './verdict.ts';

/** What can be wrong with a file of a packet (docs/format.md, "Findings"). */
export type PacketProblem =
  | SegmentProblem
  | 'packed'
  | 'missing'
  | 'unexpected'
  | 'not-a-plain-file'
  | 'unreadable'
  | 'malformed'
  | 'hash-differs'
  | 'copies-differ'
  | 'signature-invalid'
  | 'differs-from-signature'
  | 'certificate-differs'
  | 'differs-from-seal'
  | 'not-sealed'
  | 'chain-broken'
  | 'contradicts-seal'
  | 'not-closed'
  | 'unknown-key';

export interface PacketFinding {
  readonly file: string;
  readonly problem: PacketProblem;
  /** Where in the file: a line, a ledger entry, or a byte with its room time; empty when it is the file as a whole. */
  readonly place: string;
}

/** What one check found, of a packet or of one video file. */
export interface PacketCheck {
  readonly subject: 'packet' | 'segment' | 'clip';
  readonly result: VerifyResult;
  readonly trust: Trust;
  readonly asked: Asked;
  readonly path: string;
  readonly packetId: string;
  readonly sealCode: string;
  readonly filesChecked: number;
  readonly fragmentsChecked: number;
  readonly ledgerEntries: number;
  /** SM2 with SM3 over the seal of a packet; `unknown` for one video file. */
  readonly secondSignature: SecondSignature;
  readonly findings: readonly PacketFinding[];
  /** Of one video file: whose it is, and up to which room time a signature vouches for it; null for a packet. */
  readonly segment: CheckedSegment | null;
}

export interface CheckedSegment {
  readonly sessionId: string;
  readonly streamId: string;
  readonly segment: string;
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly signedUntilMs: number | null;
}

/** Collects findings; at most one of a kind for a place, in the order in which they were found. */
export class Findings {
  readonly #found: PacketFinding[] = [];

  add(file: string, problem: PacketProblem, place = ''): void {
    if (!this.#found.some((f) => f.file === file && f.problem === problem && f.place === place)) this.#found.push({ file, problem, place });
  }

  /** Whether nothing is wrong with this file so far. */
  sound(file: string): boolean {
    return !this.#found.some((f) => f.file === file);
  }

  get all(): readonly PacketFinding[] {
    return this.#found;
  }
}
