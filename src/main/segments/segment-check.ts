import { createHash } from 'node:crypto';
import type { SegmentName } from '../../shared/domain/index.ts';
import { withBytes, type ByteSource } from './byte-source.ts';
import { sha256Of, type ChainHead, type ChainLink } from './chain-link.ts';
import { toFragment } from './fragment-reader.ts';
import { readTracks, type Track } from './movie-header.ts';
import { walkSegment, type WalkStep } from './segment-walk.ts';

export type SegmentProblem = 'hash-mismatch' | 'link-broken' | 'sequence-broken' | 'torn-tail' | 'foreign-box' | 'not-mp4';

export interface SegmentFinding {
  readonly problem: SegmentProblem;
  readonly offset: number;
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
  readonly links: readonly CheckedLink[];
  readonly findings: readonly SegmentFinding[];
  /** Of the whole file as it was read. */
  readonly bytes: number;
  /** Up to here every fragment has its chain box; what comes after is a torn tail. */
  readonly wholeBytes: number;
  readonly head: ChainHead | undefined;
}

export interface SegmentExpectation {
  /** The link that the first one must follow; undefined: whatever the first link says. */
  readonly head?: ChainHead;
  readonly segment?: SegmentName;
}

/**
 * Checks that a segment file is exactly what was written: every fragment's hash, every link, the order. Reads piece by piece.
 * A last link that was altered shows only against a head kept elsewhere: compare `head` with the ledger or the manifest.
 */
export function checkSegment(from: string | Uint8Array, expected: SegmentExpectation = {}): Promise<SegmentReport> {
  return withBytes(from, (source) => check(source, expected));
}

async function check(source: ByteSource, expected: SegmentExpectation): Promise<SegmentReport> {
  const findings: SegmentFinding[] = [];
  const links: CheckedLink[] = [];
  let init: SegmentReport['init'];
  let head = expected.head;
  let wholeBytes = 0;
  for await (const step of walkSegment(source, { media: true })) {
    if (step.kind === 'init') {
      init = { bytes: step.bytes.byteLength, sha256: sha256Of(step.bytes), tracks: tracksOf(step, findings) };
      wholeBytes = step.bytes.byteLength;
    } else if (step.kind === 'linked') {
      findings.push(...judge(step, init, head, expected.segment));
      links.push({ ...step.link, hash: step.hash, fragmentOffset: step.offset, bytes: step.bytes });
      head = { seq: step.link.seq, hash: step.hash };
      wholeBytes = step.endOffset;
    } else {
      findings.push({ problem: step.kind === 'torn' ? 'torn-tail' : 'foreign-box', offset: step.offset, detail: step.detail });
    }
  }
  if (init === undefined) findings.push({ problem: 'not-mp4', offset: 0, detail: 'no ftyp and moov at the start' });
  return { init, links, findings, bytes: source.size, wholeBytes, head };
}

type Linked = Extract<WalkStep, { readonly kind: 'linked' }>;

function judge(step: Linked, init: SegmentReport['init'], head: ChainHead | undefined, segment: SegmentName | undefined): SegmentFinding[] {
  const { link, offset } = step;
  const found = (problem: SegmentProblem, detail: string): SegmentFinding => ({ problem, offset, detail: `link ${link.seq}: ${detail}` });
  const mediaHash = createHash('sha256').update(step.moof.bytes).update(step.mdat?.bytes ?? '').digest('hex');
  return [
    ...(mediaHash === link.fragmentSha256 ? [] : [found('hash-mismatch', 'the fragment is not the one that was written')]),
    ...(init?.sha256 === link.initSha256 ? [] : [found('hash-mismatch', 'the start of the file is not the one that was written')]),
    ...(head === undefined || link.seq === head.seq + 1 ? [] : [found('sequence-broken', `follows link ${head.seq}`)]),
    ...(head === undefined || link.prev === head.hash ? [] : [found('link-broken', 'names another link before it')]),
    ...(segment === undefined || link.segment === segment ? [] : [found('link-broken', `belongs to segment ${link.segment}`)]),
    ...(timesAgree(step, init?.tracks) ? [] : [found('hash-mismatch', 'its media times are not those of the fragment')]),
  ];
}

function timesAgree({ moof, mdat, link }: Linked, tracks: readonly Track[] | undefined): boolean {
  if (tracks === undefined || tracks.length === 0 || mdat === undefined) return true;
  try {
    const { mediaMs, durationMs } = toFragment(moof, mdat, tracks);
    return mediaMs === link.mediaMs && durationMs === link.durationMs;
  } catch {
    // A fragment that cannot be read cannot be the one whose times were noted.
    return false;
  }
}

function tracksOf(step: Extract<WalkStep, { readonly kind: 'init' }>, findings: SegmentFinding[]): readonly Track[] {
  try {
    return readTracks(step.moov);
  } catch (error) {
    findings.push({ problem: 'not-mp4', offset: step.moov.offset, detail: String(error) });
    return [];
  }
}
