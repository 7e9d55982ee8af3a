import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, type JsonObject } from '../../src/shared/base/index.ts';
import { checkSegment, type HeadSigner, type SegmentProblem, type SegmentReport } from '../../src/main/segments/index.ts';
import { verifySegmentFile } from '../../src/main/verify/segment-file-check.ts';
import { RandomMutations } from '../support/random-mutations.ts';
import { joinUnits, piecesOf, recordSegments, unitsOf, type PlacedPiece, type RecordedUnit } from '../support/recorded-segment.ts';
import { remuxed, smallMedia, withOtherSound } from '../support/small-media.ts';
import { newSigner } from '../support/test-signer.ts';

const seconds = 14;
const segment = '0001-0001.mp4';
const times = Number(process.env['SHILU_MUTATIONS'] ?? 2_000);

/** A recorded file and what it is made of. */
interface Recorded {
  readonly name: string;
  readonly file: Buffer;
  readonly init: Buffer;
  readonly units: readonly RecordedUnit[];
  readonly pieces: readonly PlacedPiece[];
  readonly report: SegmentReport;
}

interface Mutation {
  readonly what: string;
  readonly file: Buffer;
  /** The kinds that are right; the first finding must be one of them. Empty: the file has lost its end and is told to be incomplete. */
  readonly kinds: readonly (SegmentProblem | 'not-closed')[];
  /** Number of the fragment at which it was done. */
  readonly seq?: number;
  /** Which bit of which piece, for finding it again: keys and so lengths are others in every run. */
  readonly note?: string;
}

let signer: HeadSigner;
let other: HeadSigner;
let recordings: readonly Recorded[];

beforeAll(async () => {
  signer = await newSigner();
  other = await newSigner('另一主机');
  const media = [['pictures and sound', {}], ['pictures alone', { sound: false }], ['sound alone', { pictures: false }]] as const;
  recordings = await Promise.all(media.map(async ([name, tracks]) => recorded(name, (await recordSegments(smallMedia({ seconds, ...tracks }), { signer })).get(segment) ?? Buffer.alloc(0))));
});

async function recorded(name: string, file: Buffer): Promise<Recorded> {
  return { name, file, ...unitsOf(file), pieces: piecesOf(file), report: await checkSegment(file) };
}

/** The one with pictures and sound. */
function both(): Recorded {
  const [first] = recordings;
  if (first === undefined) throw new Error('no recording');
  return first;
}

const kindsOfPiece: Readonly<Record<PlacedPiece['kind'], readonly SegmentProblem[]>> = {
  init: ['start-altered', 'no-proof', 'proof-removed', 'unknown-format'],
  moof: ['boxes-altered'],
  mdat: ['pictures-altered', 'sound-altered', 'boxes-altered'],
  chain: ['link-altered', 'fragment-inserted', 'fragments-missing', 'fragments-moved', 'fragment-repeated'],
  signature: ['signature-altered', 'foreign-signature', 'signature-removed'],
};

describe('a recorded file of which anything was changed', () => {
  it('is intact before', async () => {
    for (const { name, file, report } of recordings) {
      expect({ name, findings: report.findings, closed: report.closed }).toEqual({ name, findings: [], closed: true });
      expect(await verifySegmentFile(file, segment)).toMatchObject({ result: 'intact', trust: { basis: 'nothing' } });
      expect(report.links.every(({ pictureSha256, soundSha256 }) => (pictureSha256 === null) === (name === 'sound alone') && (soundSha256 === null) === (name === 'pictures alone'))).toBe(true);
    }
  });

  it('whose chain box lost its length before a signature is told of its link, not of a box put in', async () => {
    for (const { name, file, pieces } of recordings) {
      const signedLinks = pieces.filter(({ kind }, index) => kind === 'chain' && pieces[index + 1]?.kind === 'signature');
      expect(signedLinks.length, name).toBeGreaterThan(1);
      for (const { offset } of signedLinks) {
        const altered = Buffer.from(file);
        altered[offset] = (altered[offset] ?? 0) ^ 0x40;
        expect((await checkSegment(altered)).findings.map(({ problem }) => problem), `${name} byte ${offset}`).toEqual(['link-altered']);
      }
    }
  });

  it('is never intact, and the kind and the place are named rightly: 10,000 times', async () => {
    const random = new RandomMutations(Number(process.env['SHILU_SEED'] ?? 20261124));
    const seen = new Map<string, number>();
    const wrong: string[] = [];
    for (let n = 0; n < times; n += 1) {
      const source = random.oneOf(recordings);
      const mutation = mutate(source, random);
      if (mutation.file.equals(source.file)) continue;
      seen.set(mutation.what, (seen.get(mutation.what) ?? 0) + 1);
      const check = await verifySegmentFile(mutation.file, segment);
      const [first] = check.findings;
      const told = () => `${n}: ${mutation.what} ${mutation.note ?? ''} in ${source.name} at fragment ${mutation.seq ?? '-'} gave ${check.result}: ${check.findings.map(({ problem, place }) => `${problem} at ${place}`).join('; ')}`;
      const { seq } = mutation;
      if (check.result === 'intact' || first === undefined || !mutation.kinds.some((kind) => kind === first.problem)) wrong.push(told());
      else if (seq !== undefined && !check.findings.some(({ place }) => named(place, seq))) wrong.push(`place: ${told()}`);
    }
    expect(wrong).toEqual([]);
    expect([...seen.keys()].sort()).toEqual([...mutations.keys()].sort());
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(times * 0.99);
  }, 900_000);

  it('is told when it was written anew, or its sound replaced', async () => {
    const { file, init, units } = both();
    for (const layout of ['fragmented', 'ordinary'] as const) expect(await verifySegmentFile(remuxed(file, layout), segment)).toMatchObject({ result: 'not-ours', findings: [{ problem: 'no-proof' }] });
    const anew = unitsOf(remuxed(file, 'fragmented'));
    const chained = joinUnits(anew.init, anew.units.map((unit, index) => ({ ...unit, chain: units[index]?.chain ?? Buffer.alloc(0), signatures: units[index]?.signatures ?? [] })));
    expect((await verifySegmentFile(chained, segment)).findings.map(({ problem }) => problem)).toContain('remuxed');
    const sounding = unitsOf(withOtherSound(file, seconds));
    const dubbed = joinUnits(init, sounding.units.slice(0, units.length).map((unit, index) => ({ ...unit, chain: units[index]?.chain ?? Buffer.alloc(0), signatures: units[index]?.signatures ?? [] })));
    expect((await verifySegmentFile(dubbed, segment)).findings).toMatchObject([{ problem: 'sound-altered', place: expect.stringContaining('fragments 1 to') as string }]);
  }, 60_000);

  it('is somebody else’s when it was made anew with another key', async () => {
    const { report } = both();
    const made = (await recordSegments(smallMedia({ seconds: 3 }), { signer: other })).get(segment) ?? Buffer.alloc(0);
    const fingerprint = createHash('sha256').update(report.origin?.certificates[0] ?? Buffer.alloc(0)).digest('hex');
    expect(await verifySegmentFile(made, segment)).toMatchObject({ result: 'intact', trust: { basis: 'nothing' } });
    expect(await verifySegmentFile(made, segment, { fingerprint })).toMatchObject({ result: 'not-ours', findings: [{ problem: 'unknown-key' }] });
  });
});

function named(place: string, seq: number): boolean {
  const [, from, to] = /fragments? (\d+)(?: to (\d+))?/.exec(place) ?? [];
  // The neighbour is named where nobody can say on which side of a border something was done.
  return from === undefined || (seq >= Number(from) - 1 && seq <= Number(to ?? from) + 1);
}

type Mutator = (source: Recorded, random: RandomMutations) => Omit<Mutation, 'what'>;

const mutations: ReadonlyMap<string, Mutator> = new Map<string, Mutator>([
  ['bit', ({ file, pieces, units }, random) => {
    const at = random.below(file.length);
    const piece = pieces.findLast(({ offset }) => offset <= at);
    const damaged = Buffer.from(file);
    const bit = random.below(8);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
    const note = `${piece?.kind ?? ''}+${at - (piece?.offset ?? 0)} bit ${bit}`;
    const seq = units.findLastIndex(({ offset }) => offset <= at) + 1;
    return { file: damaged, note, kinds: kindsOfPiece[piece?.kind ?? 'init'], ...(seq === 0 || piece?.kind === 'signature' ? {} : { seq }) };
  }],
  ['bytes', ({ file, pieces }, random) => {
    const at = random.below(file.length);
    const damaged = Buffer.from(file);
    random.fill(damaged.subarray(at, at + 1 + random.below(200)));
    const piece = pieces.findLast(({ offset }) => offset <= at);
    return { file: damaged, kinds: [...kindsOfPiece[piece?.kind ?? 'init'], ...Object.values(kindsOfPiece).flat(), 'tail-cut', 'foreign-box', 'link-removed'] };
  }],
  ['cut', ({ file }, random) => ({ file: file.subarray(0, random.below(file.length)), kinds: ['tail-cut', 'not-closed', 'no-proof', 'proof-removed'] })],
  ['drop', ({ init, units }, random) => {
    const from = random.below(units.length);
    const count = 1 + random.below(3);
    const closing = from + count >= units.length;
    return { file: joinUnits(init, [...units.slice(0, from), ...units.slice(from + count)]), kinds: closing ? ['not-closed', 'no-proof', 'proof-removed'] : ['fragments-missing', 'signature-removed'], ...(closing ? {} : { seq: from + 1 }) };
  }],
  ['swap', ({ init, units }, random) => {
    const [a, b] = random.two(units.length - 1);
    const moved = [...units];
    [moved[a], moved[b]] = [units[b] ?? moved[a], units[a] ?? moved[b]] as [RecordedUnit, RecordedUnit];
    return { file: joinUnits(init, moved), kinds: ['fragments-moved'], seq: a + 1 };
  }],
  ['duplicate', ({ init, units }, random) => {
    const [from, to] = [random.below(units.length - 1), random.below(units.length - 1)];
    const doubled = units[from];
    return { file: joinUnits(init, [...units.slice(0, to), ...(doubled === undefined ? [] : [doubled]), ...units.slice(to)]), kinds: ['fragment-repeated', 'foreign-box', 'signature-removed'] };
  }],
  ['insert', ({ init, units, name }, random) => {
    const foreign = random.oneOf(recordings.filter((each) => each.name !== name)).units;
    const to = random.below(units.length - 1);
    const put = random.oneOf(foreign.slice(0, -1));
    return { file: joinUnits(init, [...units.slice(0, to), { ...put, signatures: [], chain: random.below(2) === 0 ? put.chain : Buffer.alloc(0) }, ...units.slice(to)]), kinds: ['fragment-inserted', 'start-altered', 'boxes-altered', 'pictures-altered', 'sound-altered', 'link-altered'] };
  }],
  ['pictures or sound of another second', ({ init, units }, random) => {
    const [a, b] = random.two(units.length);
    const [one, two] = [units[a], units[b]];
    if (one === undefined || two === undefined) throw new Error('no unit');
    return { file: joinUnits(init, units.map((unit, index) => (index === a ? { ...unit, moof: two.moof, mdat: two.mdat } : unit))), kinds: ['pictures-altered', 'sound-altered', 'boxes-altered'], seq: a + 1 };
  }],
  ['link stripped', ({ init, units }, random) => {
    const at = random.below(units.length);
    return { file: joinUnits(init, units.map((unit, index) => (index === at ? { ...unit, chain: Buffer.alloc(0) } : unit))), kinds: ['link-removed'], seq: at + 1 };
  }],
  ['all links stripped', ({ init, units }, random) => ({ file: joinUnits(init, units.map((unit) => ({ ...unit, chain: Buffer.alloc(0), ...(random.below(2) === 0 ? { signatures: [] } : {}) }))), kinds: ['proof-removed', 'link-removed'] })],
  ['signature stripped', ({ init, units }, random) => {
    const at = random.oneOf(units.flatMap(({ signatures }, index) => (signatures.length > 0 ? [index] : [])));
    const isLast = at === units.length - 1;
    return { file: joinUnits(init, units.map((unit, index) => (index === at ? { ...unit, signatures: [] } : unit))), kinds: isLast ? ['not-closed'] : ['signature-removed'] };
  }],
  ['all signatures stripped', ({ init, units }) => ({ file: joinUnits(init, units.map((unit) => ({ ...unit, signatures: [] }))), kinds: ['signature-removed'] })],
  ['re-signed by another key', ({ init, units }, random) => {
    const named = random.below(2) === 0;
    const resigned = units.map((unit) => ({ ...unit, signatures: unit.signatures.map((box) => resign(box, named)) }));
    return { file: joinUnits(init, resigned), kinds: named ? ['foreign-signature'] : ['signature-altered'] };
  }],
  ['link rewritten', ({ init, units }, random) => {
    const at = random.below(units.length);
    const rewritten = units.map((unit, index) => (index === at ? { ...unit, chain: rewrite(unit.chain, (link) => ({ ...link, roomMs: Number(link['roomMs']) + 1 + random.below(100_000) })) } : unit));
    return { file: joinUnits(init, rewritten), kinds: ['link-altered'], seq: at + 1 };
  }],
  ['box put in', ({ file, pieces }, random) => {
    const at = random.oneOf(pieces.slice(1)).offset;
    const box = Buffer.alloc(8 + random.below(40));
    box.writeUInt32BE(box.length, 0);
    box.write(random.oneOf(['free', 'skip', 'uuid', 'prft']), 4, 'latin1');
    return { file: Buffer.concat([file.subarray(0, at), box, file.subarray(at)]), kinds: ['foreign-box', 'start-altered', 'boxes-altered', 'link-altered'] };
  }],
  ['something appended', ({ file }, random) => {
    const more = Buffer.alloc(1 + random.below(300));
    random.fill(more);
    return { file: Buffer.concat([file, more]), kinds: ['tail-cut', 'foreign-box'] };
  }],
  ['start of another file', ({ units, name }, random) => ({ file: joinUnits(random.oneOf(recordings.filter((each) => each.name !== name)).init, units), kinds: ['start-altered'] })],
]);

function mutate(source: Recorded, random: RandomMutations): Mutation {
  // Bits find what nobody thought of: half of all.
  const what = random.below(2) === 0 ? 'bit' : random.oneOf([...mutations.keys()]);
  const made = mutations.get(what);
  if (made === undefined) throw new Error(`no mutation ${what}`);
  return { what, ...made(source, random) };
}

function rewrite(box: Buffer, change: (statement: Record<string, unknown>) => Record<string, unknown>): Buffer {
  const payload = Buffer.from(canonicalJson(change(JSON.parse(box.toString('utf8', 24)) as Record<string, unknown>) as JsonObject));
  const whole = Buffer.concat([box.subarray(0, 24), payload]);
  whole.writeUInt32BE(whole.length, 0);
  return whole;
}

function resign(box: Buffer, named: boolean): Buffer {
  return rewrite(box, (whole) => {
    const statement = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== 'signature'));
    const [certificate] = other.certificates;
    const said = { ...statement, ...(named && certificate !== undefined ? { certificateSha256: createHash('sha256').update(certificate).digest('hex') } : {}) };
    return { ...said, signature: Buffer.from(other.sign(Buffer.from(`shilu.head.v1\n${canonicalJson(said as JsonObject)}`))).toString('hex') };
  });
}
