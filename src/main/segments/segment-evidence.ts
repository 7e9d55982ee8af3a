import type { ByteSource } from './byte-source.ts';
import type { ChainRecord } from './chain-judge.ts';
import { judgeFragment } from './fragment-judge.ts';
import { readTracks, type Track } from './movie-header.ts';
import { readOriginBox, UnknownVersion, type Origin } from './origin-box.ts';
import type { CheckedLink, FindingList, SegmentReport } from './segment-report.ts';
import { isDamagedLink, type PlacedBox, type WalkedFragment, type WalkedStretch, type WalkStep } from './segment-walk.ts';
import type { SignatureRecord } from './signature-judge.ts';

type Step<Kind extends WalkStep['kind']> = Extract<WalkStep, { readonly kind: Kind }>;

const initBoxLimit = 4 * 1024 * 1024;

/** What was met in a segment, step by step; tells at once of what concerns one fragment alone. */
export class SegmentEvidence {
  readonly records: ChainRecord[] = [];
  readonly signatures: SignatureRecord[] = [];
  readonly #source: ByteSource;
  readonly #findings: FindingList;
  #init: SegmentReport['init'];
  #origin: Origin | undefined;
  #lastLink: CheckedLink | undefined;
  #lastIsDamaged = false;
  #wholeBytes = 0;
  #isClosed = false;

  constructor(source: ByteSource, findings: FindingList) {
    this.#source = source;
    this.#findings = findings;
  }

  get init(): SegmentReport['init'] {
    return this.#init;
  }

  get origin(): Origin | undefined {
    return this.#origin;
  }

  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** @returns once what the step brings has been judged */
  async take(step: WalkStep): Promise<void> {
    switch (step.kind) {
      case 'init':
        await this.#takeInit(step);
        break;
      case 'linked':
        await this.#takeLinked(step);
        break;
      case 'unlinked':
        for (const fragment of step.stretch.fragments) this.#takeUnlinked(fragment, fragment === step.stretch.fragments.at(-1) && step.stretch.strays.some((stray) => isDamagedLink(stray, step.stretch)));
        return;
      case 'signed':
        this.#takeSigned(step);
        break;
      case 'rest':
        this.#takeRest(step);
        return;
    }
    this.#wholeBytes = step.endOffset;
  }

  async #takeInit({ boxes, endOffset, sha256 }: Step<'init'>): Promise<void> {
    const moov = boxes.find(({ type, bytes }) => type === 'moov' && bytes <= initBoxLimit);
    this.#init = { bytes: endOffset, sha256, tracks: moov === undefined ? [] : tracksOf(moov, await this.#source.read(moov.offset, moov.bytes)) };
    const uuid = boxes.find(({ type, bytes }) => type === 'uuid' && bytes <= initBoxLimit);
    if (uuid === undefined) return;
    try {
      this.#origin = readOriginBox({ type: 'uuid', offset: uuid.offset, bytes: await this.#source.read(uuid.offset, uuid.bytes) });
    } catch (error) {
      // A damaged one shows by the hash of the start that every link names.
      if (error instanceof UnknownVersion) this.#findings.add('unknown-format', uuid.offset, 'made by a later version');
    }
  }

  async #takeLinked({ stretch, chain, offset }: Step<'linked'>): Promise<void> {
    const fragment = stretch.fragments.at(-1);
    this.#takeEarlier(stretch);
    const start = fragment?.offset ?? stretch.strays[0]?.offset ?? offset;
    this.#lastIsDamaged = !chain.ok;
    if (!chain.ok) {
      this.records.push({ offset: start, chainOffset: offset, link: undefined, damaged: true });
      return;
    }
    const link: CheckedLink = { ...chain.link, hash: chain.hash, fragmentOffset: start, bytes: offset - start };
    this.records.push({ offset: start, chainOffset: offset, link, damaged: false });
    await this.#judge(stretch, fragment, link);
    this.#lastLink = link;
  }

  /** Fragments before the one that the chain box is of: their own are gone, or damaged beyond their names. */
  #takeEarlier({ fragments, strays }: WalkedStretch): void {
    for (const [index, earlier] of fragments.slice(0, -1).entries()) {
      const end = earlier.offset + earlier.bytes;
      const next = fragments[index + 1]?.offset ?? end;
      this.#takeUnlinked(earlier, strays.some((stray) => stray.offset >= end && stray.offset < next));
    }
  }

  async #judge({ fragments, strays }: WalkedStretch, fragment: WalkedFragment | undefined, link: CheckedLink): Promise<void> {
    if (fragment === undefined) {
      this.#findings.add('boxes-altered', link.fragmentOffset, 'a chain box without a whole fragment', link);
      return;
    }
    const between = fragments.slice(0, -1);
    const own = strays.filter((stray) => between.every((earlier) => stray.offset < earlier.offset) || stray.offset > fragment.offset);
    for (const stray of own) this.#findings.add(stray.type === 'damaged' ? 'boxes-altered' : 'foreign-box', stray.offset, `an unexpected ${stray.type} box`, link);
    const problems = await judgeFragment(this.#source, fragment, link, this.#init);
    for (const problem of problems) this.#findings.add(problem, fragment.offset, `fragment ${link.seq} is not the one that was written`, link);
  }

  #takeUnlinked({ offset, bytes }: WalkedFragment, damaged: boolean): void {
    this.records.push({ offset, chainOffset: offset + bytes, link: undefined, damaged });
  }

  #takeSigned({ strays, offset, signed }: Step<'signed'>): void {
    for (const stray of strays) this.#findings.add('foreign-box', stray.offset, `an unexpected ${stray.type} box`, this.#lastLink);
    this.#lastIsDamaged = !signed.ok;
    this.#isClosed = signed.ok && signed.head.closes;
    this.signatures.push({ offset, signed: signed.ok ? signed : undefined, link: this.#lastLink });
  }

  /** The fragment at the end that was being written, or whose end was cut off, has no chain box; of several they were taken. */
  #takeRest({ offset, stretch, cutAt, detail }: Step<'rest'>): void {
    const [stray] = stretch.strays;
    if (this.#init === undefined || (this.#lastIsDamaged && stretch.fragments.length === 0)) return;
    const isStripped = cutAt === undefined && stretch.fragments.length > 1;
    if (isStripped) for (const fragment of stretch.fragments) this.#takeUnlinked(fragment, false);
    else if (this.#isClosed) this.#findings.add('foreign-box', offset, 'something after the end', this.#lastLink);
    else if (cutAt !== undefined || stray === undefined || stray.type === 'moof') this.#findings.add('tail-cut', offset, detail, this.#lastLink);
    else if (stretch.fragments.length === 0) this.#findings.add('foreign-box', stray.offset, `an unexpected ${stray.type} box`, this.#lastLink);
    else for (const fragment of stretch.fragments) this.#takeUnlinked(fragment, true);
  }
}

function tracksOf(moov: PlacedBox, bytes: Uint8Array): readonly Track[] {
  try {
    return readTracks({ type: 'moov', offset: moov.offset, bytes });
  } catch {
    // Shows by the hash of the start.
    return [];
  }
}
