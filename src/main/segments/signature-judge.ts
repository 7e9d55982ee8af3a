import type { KeyObject } from 'node:crypto';
import { signatureHolds, signingKeyOf, unsignedLimitMs, type SignedHead } from './head-signature.ts';
import { fingerprintOf, type Origin } from './origin-box.ts';
import type { CheckedLink, FindingList, SegmentReport } from './segment-report.ts';

/** A signature box in the order of the file. */
export interface SignatureRecord {
  readonly offset: number;
  /** undefined when the box cannot be read. */
  readonly signed: { readonly head: SignedHead; readonly signature: Uint8Array } | undefined;
  /** The last readable link before it in the file. */
  readonly link: CheckedLink | undefined;
}

/** Signatures that hold, made by the certificate in the file. */
export interface SoundSignatures {
  readonly heads: readonly (SignedHead & { readonly offset: number })[];
  /** Hash of the link that each signed number has. */
  readonly vouched: ReadonlyMap<number, string>;
  readonly closedAt: number | undefined;
}

/** Sorts out the signatures that hold, and tells of the others. */
export function judgeSignatures(records: readonly SignatureRecord[], origin: Origin | undefined, findings: FindingList): SoundSignatures {
  const heads: (SignedHead & { offset: number })[] = [];
  const [certificate] = origin?.certificates ?? [];
  const key = certificate === undefined ? undefined : signingKeyOf(certificate);
  const fingerprint = certificate === undefined ? '' : fingerprintOf(certificate);
  let before = 0;
  for (const { offset, signed } of records) {
    // Without the start of the file nobody can say whose signature it should be.
    if (origin === undefined) continue;
    const head = signed?.head;
    if (signed === undefined || head === undefined) findings.add('signature-altered', offset, 'a signature box is damaged');
    else if (head.certificateSha256 !== fingerprint) findings.add('foreign-signature', offset, `by the certificate ${head.certificateSha256}`, head);
    else if (!holds(head, signed.signature, key)) findings.add('signature-altered', offset, 'the signature does not hold', head);
    else if (head.streamId !== origin.streamId || head.segment !== origin.segment) findings.add('foreign-box', offset, `a signature of segment ${head.segment}`, head);
    else {
      if (head.seq < before || heads.some(({ seq, closes }) => seq === head.seq && closes === head.closes)) findings.add('foreign-box', offset, 'a signature that is there already', head);
      else {
        if (head.afterSeq !== before && !records.some((other) => other.offset < offset && other.signed === undefined)) findings.add('signature-removed', offset, `the signature of link ${head.afterSeq} is not there`, head);
        heads.push({ ...head, offset });
      }
      before = Math.max(before, head.seq);
      continue;
    }
    // What stands in its place is told of; the next one is not to be blamed for it.
    before = head?.seq ?? before;
  }
  return { heads, vouched: new Map(heads.map(({ seq, link }) => [seq, link])), closedAt: heads.find(({ closes }) => closes)?.seq };
}

/** Tells of a stretch that should have been signed and is not, and of what stands after the closing signature. @param links in the order of their numbers */
export function judgeUnsigned(links: readonly CheckedLink[], { heads, closedAt }: SoundSignatures, origin: Origin | undefined, findings: FindingList): void {
  if (origin === undefined || origin.certificates.length === 0) return;
  const signed = new Set(heads.map(({ seq }) => seq));
  let unsignedMs = 0;
  let before = 0;
  for (const link of links) {
    if (closedAt !== undefined && link.seq > closedAt) {
      findings.add('fragment-inserted', link.fragmentOffset, `the segment was closed at link ${closedAt}`, link);
      continue;
    }
    // The link that was signed may itself be gone; what stood before it was vouched for all the same.
    if (heads.some(({ seq }) => seq > before && seq < link.seq)) unsignedMs = 0;
    before = link.seq;
    unsignedMs += link.durationMs;
    if (signed.has(link.seq)) unsignedMs = 0;
    else if (unsignedMs - link.durationMs > unsignedLimitMs) {
      findings.add('signature-removed', link.fragmentOffset, `more than ${unsignedLimitMs} ms and a fragment without a signature`, link);
      unsignedMs = 0;
    }
  }
}

/** The last head that is vouched for, when the links up to it are the ones that were written. */
export function lastSigned(links: readonly CheckedLink[], { heads }: SoundSignatures): SegmentReport['signed'] {
  const hashes = new Map(links.map(({ seq, hash }) => [seq, hash]));
  const last = heads.findLast(({ seq, link }) => hashes.get(seq) === link);
  return last === undefined ? undefined : { seq: last.seq, roomMs: last.roomMs };
}

function holds(head: SignedHead, signature: Uint8Array, key: KeyObject | undefined): boolean {
  return key !== undefined && signatureHolds(head, signature, key);
}
