import type { SegmentName, SessionId, StreamId } from '../../shared/domain/index.ts';
import type { ChainHead, ChainLink } from './chain-link.ts';
import type { Track } from './movie-header.ts';
import type { Origin } from './origin-box.ts';

/** What was done to a segment. docs/format.md, section "Findings in a segment", says what each means. */
export type SegmentProblem =
  | 'no-proof'
  | 'proof-removed'
  | 'unknown-format'
  | 'of-another'
  | 'start-altered'
  | 'pictures-altered'
  | 'sound-altered'
  | 'boxes-altered'
  | 'remuxed'
  | 'link-altered'
  | 'link-removed'
  | 'fragments-missing'
  | 'fragments-moved'
  | 'fragment-repeated'
  | 'fragment-inserted'
  | 'foreign-box'
  | 'signature-altered'
  | 'signature-removed'
  | 'foreign-signature'
  | 'tail-cut';

/** A kind and a place. The same thing done to fragments in a row is one finding. */
export interface SegmentFinding {
  readonly problem: SegmentProblem;
  /** Byte at which it begins. */
  readonly offset: number;
  /** Number of the first fragment concerned, and the last; null when they are not known. */
  readonly seq: number | null;
  readonly untilSeq: number | null;
  /** Room time of it, by the nearest link at or before it. */
  readonly roomMs: number | null;
  readonly detail: string;
}

export interface CheckedLink extends ChainLink {
  readonly hash: string;
  readonly fragmentOffset: number;
  /** Of the fragment, without its chain box. */
  readonly bytes: number;
}

export interface SegmentReport {
  readonly init: { readonly bytes: number; readonly sha256: string; readonly tracks: readonly Track[] } | undefined;
  readonly origin: Origin | undefined;
  readonly links: readonly CheckedLink[];
  readonly findings: readonly SegmentFinding[];
  /** Of the whole file as it was read. */
  readonly bytes: number;
  /** Up to here every fragment has its chain box; what comes after is a torn tail. */
  readonly wholeBytes: number;
  /** The last link in the file. */
  readonly head: ChainHead | undefined;
  /** The last head that a signature of the certificate in the file vouches for; undefined when there is none. */
  readonly signed: { readonly seq: number; readonly roomMs: number } | undefined;
  /** A sound signature says that the segment was closed there. */
  readonly closed: boolean;
}

export interface SegmentExpectation {
  /** The link that the first one must follow; undefined: whatever the file says. */
  readonly head?: ChainHead;
  /** The link that must be the last; undefined: whatever the file says. */
  readonly last?: ChainHead;
  readonly segment?: SegmentName;
  readonly streamId?: StreamId;
  readonly sessionId?: SessionId;
}

/** Collects findings, bounded, however much is wrong. */
export class FindingList {
  readonly #found: SegmentFinding[] = [];

  add(problem: SegmentProblem, offset: number, detail: string, at?: { readonly seq: number; readonly roomMs: number }): void {
    if (this.#found.length >= findingLimit) return;
    this.#found.push({ problem, offset, seq: at?.seq ?? null, untilSeq: at?.seq ?? null, roomMs: at?.roomMs ?? null, detail });
  }

  /** Takes back what was said of the fragments with these numbers by their links. */
  withdraw(seqs: ReadonlySet<number>): void {
    const stay = this.#found.filter(({ problem, seq }) => seq === null || !seqs.has(seq) || !byLink.has(problem));
    this.#found.splice(0, this.#found.length, ...stay);
  }

  has(problem: SegmentProblem): boolean {
    return this.#found.some((finding) => finding.problem === problem);
  }

  /** In the order of the file, with rows of the same put together. */
  get all(): readonly SegmentFinding[] {
    const merged: SegmentFinding[] = [];
    for (const finding of this.#found.toSorted((a, b) => a.offset - b.offset)) {
      const index = merged.findLastIndex((before) => before.problem === finding.problem);
      const before = merged[index];
      if (before !== undefined && before.untilSeq !== null && finding.seq !== null && (finding.seq === before.untilSeq + 1 || finding.seq === before.untilSeq)) merged[index] = { ...before, untilSeq: finding.seq };
      else merged.push(finding);
    }
    return merged;
  }
}

const findingLimit = 5_000;
const byLink: ReadonlySet<SegmentProblem> = new Set(['pictures-altered', 'sound-altered', 'boxes-altered', 'remuxed', 'link-altered']);
