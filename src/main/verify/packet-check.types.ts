import type { SegmentProblem } from '../segments/index.ts';

/** What can be wrong with a file of a packet (docs/format.md, "Findings"). */
export type PacketProblem =
  | SegmentProblem
  | 'missing'
  | 'unexpected'
  | 'not-a-plain-file'
  | 'unreadable'
  | 'malformed'
  | 'hash-differs'
  | 'signature-invalid'
  | 'differs-from-signature'
  | 'certificate-differs'
  | 'differs-from-seal'
  | 'not-sealed'
  | 'chain-broken'
  | 'contradicts-seal'
  | 'not-the-expected-seal';

export interface PacketFinding {
  readonly file: string;
  readonly problem: string;
  /** Where in the file: a line, a ledger entry, or a byte with its room time; empty when it is the file as a whole. */
  readonly place: string;
}

export interface PacketCheck {
  /** `unreadable`: this is no packet at all. `altered`: something in it is not as it was exported and sealed. */
  readonly result: 'intact' | 'altered' | 'unreadable';
  readonly path: string;
  readonly packetId: string;
  readonly sealCode: string;
  readonly filesChecked: number;
  readonly fragmentsChecked: number;
  readonly ledgerEntries: number;
  readonly findings: readonly PacketFinding[];
}

/** What the reader knows from elsewhere (the paper, the case system) and wants the packet to be. */
export interface PacketExpectation {
  readonly sealCode?: string;
  readonly fingerprint?: string;
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
