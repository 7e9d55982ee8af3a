import { withBytes, withHashedBytes, type ByteOrigin, type ByteSource } from './byte-source.ts';
import { judgeChain, type ChainRecord } from './chain-judge.ts';
import type { Origin } from './origin-box.ts';
import { isMarked } from './segment-brand.ts';
import { SegmentEvidence } from './segment-evidence.ts';
import { FindingList, type CheckedLink, type SegmentExpectation, type SegmentReport } from './segment-report.ts';
import { walkSegment, type WalkOptions } from './segment-walk.ts';
import { judgeSignatures, judgeUnsigned, lastSigned } from './signature-judge.ts';

/** Fragments that one file may have. A segment of ten minutes has some hundreds. */
const fragmentLimit = 20_000;

/**
 * Checks that a segment file is exactly what was written: every fragment's pictures, sound and boxes, every link, the order, every
 * signature. Reads piece by piece, in memory that does not grow with the length of the file. Never throws for what the file holds.
 * A last link that was rewritten shows only against a signature or a head kept elsewhere: give `last`.
 */
export function checkSegment(from: ByteOrigin, expected: SegmentExpectation = {}): Promise<SegmentReport> {
  return withBytes(from, (source) => check(source, expected, 'everything'), true);
}

/**
 * The same without reading the media: the start, every box around media, every link, their order and every signature. What it finds is so;
 * pictures and sound that were altered inside their boxes it does not see. Quick, however long the file is.
 */
export function checkSegmentQuickly(from: ByteOrigin, expected: SegmentExpectation = {}): Promise<SegmentReport> {
  return withBytes(from, (source) => check(source, expected, 'headers'));
}

export interface HashedCheck {
  readonly report: SegmentReport;
  /** Of the whole file. */
  readonly sha256: string;
  /** Whether the twin has the same bytes; false without one. */
  readonly twinIsSame: boolean;
}

/** The same as `checkSegment`, with SHA-256 of the whole file and a comparison with another copy of it, from the same reading. */
export async function checkAndHashSegment(from: ByteOrigin, expected: SegmentExpectation = {}, { sha256, twin }: KnownFile = {}): Promise<HashedCheck> {
  if (sha256 !== undefined) {
    const whole = await hashed(from, expected, 'headers', twin);
    if (whole.sha256 === sha256 && whole.report.findings.length === 0) return whole;
  }
  return hashed(from, expected, 'everything', twin);
}

/** What is known of a file beforehand. */
export interface KnownFile {
  /**
   * SHA-256 of the whole file by the word of somebody whose word is enough (the ledger, a signed seal). When the file has it, its media
   * are those that were recorded, and are not hashed a second time for their fragments; when it has not, they are, to say where.
   */
  readonly sha256?: string;
  /** Path of a copy to be compared byte by byte. */
  readonly twin?: string;
}

async function hashed(from: ByteOrigin, expected: SegmentExpectation, hash: WalkOptions['hash'], twin: string | undefined): Promise<HashedCheck> {
  const { value, sha256, twinIsSame } = await withHashedBytes(from, (source) => check(source, expected, hash), twin);
  return { report: value, sha256, twinIsSame };
}

async function check(source: ByteSource, expected: SegmentExpectation, hash: WalkOptions['hash']): Promise<SegmentReport> {
  const findings = new FindingList();
  const evidence = new SegmentEvidence(source, findings);
  for await (const step of walkSegment(source, { hash })) {
    await evidence.take(step);
    if (evidence.records.length <= fragmentLimit) continue;
    findings.add('foreign-box', evidence.wholeBytes, `more than ${fragmentLimit} fragments`);
    break;
  }
  return hasProof(evidence) ? judge(source, evidence, expected, findings) : withoutProof(source, evidence, expected, findings);
}

function hasProof({ records, signatures }: SegmentEvidence): boolean {
  return signatures.length > 0 || records.some(({ link, damaged }) => link !== undefined || damaged);
}

/** A file that holds no link at all: one that a crash caught before its first fragment, one that was stripped, or one of somebody else. */
async function withoutProof(source: ByteSource, { init, origin, records, wholeBytes }: SegmentEvidence, { last }: SegmentExpectation, findings: FindingList): Promise<SegmentReport> {
  const isOurs = origin !== undefined || isMarked(await source.read(0, 1024));
  if (!findings.has('unknown-format') && (origin === undefined || records.length > 0)) findings.add(isOurs ? 'proof-removed' : 'no-proof', 0, 'there is no chain box in it');
  // A crash before the first fragment leaves such a file too, but then nobody knows of a link in it.
  if (findings.all.length === 0 && last !== undefined && last.seq > (origin?.after.seq ?? 0)) findings.add('tail-cut', wholeBytes, `the chain ends at link ${last.seq}`);
  return { init, origin, links: [], findings: findings.all, bytes: source.size, wholeBytes, head: undefined, signed: undefined, closed: false };
}

function judge(source: ByteSource, { init, origin: said, records: all, signatures, wholeBytes }: SegmentEvidence, expected: SegmentExpectation, findings: FindingList): SegmentReport {
  const links = linksOf(all);
  const startAltered = links.length > 0 && links.every((link) => link.initSha256 !== init?.sha256);
  // A start that was altered has no word in what the fragments are.
  const origin = startAltered ? undefined : said;
  if (startAltered) {
    findings.add('start-altered', 0, 'the start of the file is not the one that was written');
    if (said === undefined && !findings.has('pictures-altered') && !findings.has('sound-altered')) findings.add('remuxed', 0, 'the same pictures and sound in other boxes');
  }
  const isAnother = belongsElsewhere({ origin, first: links[0] }, expected);
  if (isAnother) findings.add('of-another', 0, `it is segment ${origin?.segment ?? links[0]?.segment ?? ''} of ${origin?.streamId ?? links[0]?.streamId ?? ''}`);
  const records = withoutForeign(all, origin, findings);
  const sound = judgeSignatures(signatures, origin, findings);
  const after = isAnother ? origin?.after : (expected.head ?? origin?.after);
  const inOrder = judgeChain(records, { after, last: isAnother ? undefined : expected.last, closedAt: sound.closedAt, vouched: sound.vouched, fileBytes: source.size }, findings);
  judgeUnsigned(inOrder, sound, origin, findings);
  const inFile = linksOf(records);
  const end = inFile.at(-1);
  return {
    init, origin: said, links: inFile, findings: findings.all, bytes: source.size, wholeBytes, head: end === undefined ? undefined : { seq: end.seq, hash: end.hash },
    signed: lastSigned(inOrder, sound), closed: sound.closedAt !== undefined && sound.closedAt === end?.seq,
  };
}

function linksOf(records: readonly ChainRecord[]): readonly CheckedLink[] {
  return records.flatMap(({ link }) => link ?? []);
}

/** Tells of fragments whose own chain box says that they belong to another file. */
function withoutForeign(records: readonly ChainRecord[], origin: Origin | undefined, findings: FindingList): readonly ChainRecord[] {
  if (origin === undefined) return records;
  return records.filter(({ link, offset }, index) => {
    if (link === undefined || (link.streamId === origin.streamId && link.segment === origin.segment && link.runId === origin.runId)) return true;
    const before = records.slice(0, index).findLast((record) => record.link !== undefined)?.link;
    findings.add('fragment-inserted', offset, `a fragment of segment ${link.segment} of ${link.streamId}`, { seq: before?.seq ?? 0, roomMs: before?.roomMs ?? link.roomMs });
    return false;
  });
}

/** Whether the file says that it is something else than what is looked for. */
function belongsElsewhere({ origin, first }: { readonly origin: SegmentReport['origin']; readonly first: SegmentReport['links'][number] | undefined }, { segment, streamId, sessionId, head }: SegmentExpectation): boolean {
  const said = origin ?? first;
  if (said === undefined) return false;
  if ((segment !== undefined && said.segment !== segment) || (streamId !== undefined && said.streamId !== streamId)) return true;
  if (origin === undefined) return false;
  return (sessionId !== undefined && origin.sessionId !== sessionId) || (head !== undefined && (head.seq !== origin.after.seq || head.hash !== origin.after.hash));
}
