import type { LedgerEntry } from '../../shared/ledger/index.ts';
import type { SealManifest } from '../seal/index.ts';
import type { Bag } from './bag-check.ts';
import type { ClosingInLedger } from './closing-check.ts';
import { HeadKeys } from './head-keys.ts';
import { linkProblem, parseLedgerLine, readLines, type LedgerLine } from './ledger-lines.ts';
import type { Findings } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';

/** What the ledger is held against. `streams` is the recording as both documents seal it; `closing` is undefined when that document is not sound. */
export interface SealInLedger {
  readonly manifest: SealManifest;
  readonly manifestSha256: string;
  readonly streams: SealManifest['streams'];
  readonly closing: ClosingInLedger | undefined;
}

/**
 * Checks the ledger entry by entry: every link and hash, every signed head and change of key, the sealed first and last entry, and that the facts of the
 * session say what the manifest says. Stops at the first thing that is wrong, for nothing after it can be trusted.
 * @returns how many entries were checked
 */
export async function checkLedger(bag: Bag, seal: SealInLedger, findings: Findings): Promise<number> {
  const { manifest, closing } = seal;
  if (!bag.hashes.has(at.ledger)) return 0;
  const { firstSeq, prevHash, headSeq, headHash } = manifest.ledger;
  let head = { seq: firstSeq - 1, hash: prevHash };
  let checked = 0;
  const segments = new SegmentFacts();
  const keys = await HeadKeys.open(bag, findings);
  try {
    for await (const text of readLines(bag.source.at(at.ledger))) {
      const line = text === undefined ? undefined : parse(text);
      const problem = line === undefined ? 'malformed' : (problemOf(line, head, seal) ?? ((await keys.holds(line, head)) ? undefined : ('signature-invalid' as const)));
      if (line === undefined || problem !== undefined) {
        findings.add(at.ledger, problem ?? 'malformed', `entry ${head.seq + 1}`);
        return checked;
      }
      head = { seq: line.seq, hash: line.hash };
      checked++;
      segments.note(line, seal);
      if (line.seq === headSeq && line.hash !== headHash) findings.add(at.ledger, 'differs-from-seal', `entry ${line.seq}`);
      if (line.seq === closing?.headSeq && line.hash !== closing.headHash) findings.add(at.ledger, 'differs-from-seal', `entry ${line.seq}`);
    }
  } catch {
    findings.add(at.ledger, 'unreadable', `entry ${head.seq + 1}`);
    return checked;
  }
  for (const segment of segments.contradicted) findings.add(at.ledger, 'contradicts-seal', `segment ${segment}`);
  const mustReach = Math.max(headSeq, closing?.headSeq ?? 0);
  if (head.seq < mustReach) findings.add(at.ledger, 'missing', `entries ${head.seq + 1} to ${mustReach}`);
  return checked;
}

function problemOf(line: LedgerLine, head: { readonly seq: number; readonly hash: string }, seal: SealInLedger) {
  const broken = linkProblem(line, head);
  if (broken !== undefined || line.redacted) return broken;
  return agrees(line.entry, seal) ? undefined : ('contradicts-seal' as const);
}

function parse(text: string): LedgerLine | undefined {
  try {
    return parseLedgerLine(text);
  } catch {
    return undefined;
  }
}

/** Whether what an entry says about the session is what the manifest says. Facts that the manifest does not repeat always agree. */
function agrees(entry: LedgerEntry, { manifest, manifestSha256, closing }: SealInLedger): boolean {
  if (entry.sessionId === '') return true;
  if (entry.sessionId !== manifest.sessionId) return false;
  switch (entry.type) {
    case 'session.opened':
      return entry.payload.caseNumber === manifest.caseNumber && entry.payload.interviewee === manifest.interviewee && entry.payload.place === manifest.place && entry.payload.kind === manifest.kind;
    case 'session.sealed':
      return entry.payload.manifestSha256 === manifestSha256 && (closing === undefined || entry.payload.closingSha256 === closing.sha256);
    default:
      return true;
  }
}

/** What the ledger said about each segment when it was closed. A disk may have failed, so one fact in agreement is enough. */
class SegmentFacts {
  readonly #agreed = new Map<string, boolean>();

  note(line: LedgerLine, { manifest, streams, closing }: SealInLedger): void {
    if (line.redacted || line.entry.type !== 'segment.finalized' || line.entry.sessionId !== manifest.sessionId) return;
    const { streamId, segment, sha256, bytes, chainHead } = line.entry.payload;
    const sealed = streams.find((stream) => stream.streamId === streamId)?.segments.find((s) => s.segment === segment);
    // What came after the manifest is the closing document's to name.
    if (sealed === undefined && closing === undefined) return;
    const agreed = sealed?.sha256 === sha256 && sealed.bytes === bytes && sealed.chainHead === chainHead;
    const key = `${streamId}/${segment}`;
    this.#agreed.set(key, agreed || (this.#agreed.get(key) ?? false));
  }

  get contradicted(): readonly string[] {
    return [...this.#agreed].filter(([, agreed]) => !agreed).map(([segment]) => segment);
  }
}
