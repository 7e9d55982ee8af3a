import type { ChainHead } from './chain-link.ts';
import type { CheckedLink, FindingList } from './segment-report.ts';

/** A fragment in the order of the file. `link` is undefined when its chain box cannot be read or is not there. */
export interface ChainRecord {
  readonly offset: number;
  /** Where its chain box is, or should be. */
  readonly chainOffset: number;
  readonly link: CheckedLink | undefined;
  /** There is a chain box, but a damaged one. */
  readonly damaged: boolean;
}

export interface ChainBounds {
  /** The head that the first link follows. */
  readonly after: ChainHead | undefined;
  /** The number that the last link must have by a signature in the file. */
  readonly closedAt: number | undefined;
  /** What the last link must be by a word from elsewhere. */
  readonly last: ChainHead | undefined;
  /** Hashes of heads that sound signatures name. */
  readonly vouched: ReadonlyMap<number, string>;
  readonly fileBytes: number;
}

/**
 * Finds what was taken out, put in, doubled, moved or rewritten among the links of one segment.
 * @returns the links of the chain in the order of their numbers
 */
export function judgeChain(records: readonly ChainRecord[], bounds: ChainBounds, findings: FindingList): readonly CheckedLink[] {
  const own = ownRecords(records, bounds, findings);
  const inOrder = own.flatMap(({ link }) => link ?? []).toSorted((a, b) => a.seq - b.seq);
  findMoved(own, inOrder, findings);
  findMissing(own, inOrder, bounds, findings);
  findRewritten(inOrder, bounds, findings);
  return inOrder;
}

/** Without what is there twice and what is beyond the ends. Of two with the same number the one stays that fits its neighbours. */
function ownRecords(records: readonly ChainRecord[], { last, after }: ChainBounds, findings: FindingList): readonly ChainRecord[] {
  const genuine = genuineLinks(records);
  return records.filter(({ link, offset }) => {
    if (link === undefined) return true;
    const kept = genuine.get(link.seq);
    if (kept !== undefined && kept !== link) findings.add(kept.hash === link.hash ? 'fragment-repeated' : 'fragment-inserted', offset, `link ${link.seq} is there already`, link);
    else if (last !== undefined && link.seq > last.seq) findings.add('fragment-inserted', offset, `the chain ends at link ${last.seq}`, link);
    else if (after !== undefined && link.seq <= after.seq) findings.add('fragment-inserted', offset, `the chain begins after link ${after.seq}`, link);
    else return true;
    return false;
  });
}

function genuineLinks(records: readonly ChainRecord[]): ReadonlyMap<number, CheckedLink> {
  const links = records.map(({ link }) => link);
  const named = new Set(links.map((link) => link?.prev));
  const hashes = new Set(links.map((link) => link?.hash));
  const best = new Map<number, { readonly link: CheckedLink; readonly fit: number }>();
  for (const [index, link] of links.entries()) {
    if (link === undefined) continue;
    const neighbours = [links[index - 1]?.seq === link.seq - 1, links[index + 1]?.seq === link.seq + 1];
    const fit = 4 * [named.has(link.hash), hashes.has(link.prev)].filter(Boolean).length + neighbours.filter(Boolean).length;
    const before = best.get(link.seq);
    if (before === undefined || fit > before.fit) best.set(link.seq, { link, fit });
  }
  return new Map([...best].map(([seq, { link }]) => [seq, link]));
}

function findMoved(own: readonly ChainRecord[], inOrder: readonly CheckedLink[], findings: FindingList): void {
  const inFile = own.flatMap(({ link }) => link ?? []);
  for (const [index, link] of inFile.entries()) if (inOrder[index] !== link) findings.add('fragments-moved', link.fragmentOffset, `link ${link.seq} is not where it was`, link);
}

/** Fragments whose number cannot be read take the place of one that would be missing. */
function findMissing(own: readonly ChainRecord[], inOrder: readonly CheckedLink[], { after, closedAt, last, fileBytes }: ChainBounds, findings: FindingList): void {
  let before = after?.seq ?? (inOrder[0]?.seq ?? 1) - 1;
  let roomMs = inOrder[0]?.roomMs ?? 0;
  let unknown: ChainRecord[] = [];
  const settle = (nextSeq: number, offset: number, problem: 'fragments-missing' | 'tail-cut') => {
    const room = Math.max(0, nextSeq - before - 1);
    for (const [index, record] of unknown.entries()) {
      const at = { seq: before + 1 + index, roomMs };
      if (index >= room) findings.add('fragment-inserted', record.offset, 'a fragment that the chain does not know', { seq: before, roomMs });
      else if (!record.damaged) findings.add('link-removed', record.chainOffset, 'a fragment without its chain box', at);
      else findings.add('link-altered', record.chainOffset, 'its chain box is damaged', at);
    }
    if (room > unknown.length) findings.add(problem, offset, `links ${before + 1 + unknown.length} to ${nextSeq - 1} are not there`, { seq: before + 1 + unknown.length, roomMs });
    unknown = [];
  };
  const places = new Map(inOrder.map(({ seq }, index) => [seq, index]));
  for (const record of own) {
    const { link } = record;
    if (link === undefined) unknown.push(record);
    else {
      // What was moved is told of already and is not missing.
      if (link.seq <= before) continue;
      const next = inOrder[(places.get(before) ?? -1) + 1];
      if (next === link) settle(link.seq, record.offset, 'fragments-missing');
      before = link.seq;
      roomMs = link.roomMs + link.durationMs;
    }
  }
  if (last !== undefined) settle(last.seq + 1, fileBytes, 'tail-cut');
  else if (closedAt !== undefined) settle(closedAt + 1, fileBytes, 'fragments-missing');
  else settle(before + 1 + unknown.length, fileBytes, 'tail-cut');
}

/** A link that was rewritten still fits its own fragment: it is the next one, or a signature, that no longer fits. */
function findRewritten(inOrder: readonly CheckedLink[], { after, last, vouched }: ChainBounds, findings: FindingList): void {
  const breaks = new Set<number>();
  for (const [index, link] of inOrder.entries()) {
    const before = index === 0 ? after : { seq: inOrder[index - 1]?.seq ?? 0, hash: inOrder[index - 1]?.hash ?? '' };
    if (before !== undefined && before.seq === link.seq - 1 && before.hash !== link.prev) breaks.add(link.seq);
  }
  const wrongHead = (link: CheckedLink) => {
    const said = link.seq === last?.seq ? last.hash : vouched.get(link.seq);
    return said !== undefined && said !== link.hash;
  };
  const rewritten = new Set<number>();
  for (const [index, link] of inOrder.entries()) {
    if (wrongHead(link)) rewritten.add(link.seq);
    if (!breaks.has(link.seq) || rewritten.has(link.seq - 1)) continue;
    const next = inOrder[index + 1];
    const alsoAfter = next !== undefined ? breaks.has(next.seq) : wrongHead(link);
    const isFirst = index === 0 || inOrder[index - 1]?.seq !== link.seq - 1;
    rewritten.add(alsoAfter || isFirst ? link.seq : link.seq - 1);
  }
  // What a rewritten link says of its fragment is no evidence against the fragment.
  findings.withdraw(rewritten);
  for (const link of inOrder) if (rewritten.has(link.seq)) findings.add('link-altered', link.fragmentOffset, `link ${link.seq} is not the one that was written`, link);
}
