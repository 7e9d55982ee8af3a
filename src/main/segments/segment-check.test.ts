import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { joinUnits, recordedFromMs, recordSegments, unitsOf, type RecordedUnit } from '../../../test/support/recorded-segment.ts';
import { box, join, syntheticFragment, syntheticInit } from '../../../test/support/synthetic-media.ts';
import { newSigner } from '../../../test/support/test-signer.ts';
import { parseId, type SegmentName } from '../../shared/domain/index.ts';
import { genesisHead, type ChainHead } from './chain-link.ts';
import { checkSegment } from './segment-check.ts';
import type { SegmentExpectation } from './segment-report.ts';

const segment = parseId<SegmentName>('0001-0001.mp4');
const streamId = parseId<never>('cam-1-stamped');
const genesis = genesisHead(parseId('ses-1'), streamId);
const media = join(syntheticInit(), ...Array.from({ length: 12 }, (_, n) => syntheticFragment(n, 120)));

let file: Buffer;
let init: Buffer;
let units: readonly RecordedUnit[];
let last: ChainHead;

beforeAll(async () => {
  file = (await recordSegments(media, { signer: await newSigner() })).get(segment) ?? Buffer.alloc(0);
  ({ init, units } = unitsOf(file));
  const { head } = await checkSegment(file);
  if (head === undefined) throw new Error('no head');
  last = head;
});

const check = (bytes: Uint8Array, expected: SegmentExpectation = {}) => checkSegment(bytes, { head: genesis, segment, ...expected });
const found = async (bytes: Uint8Array, expected: SegmentExpectation = {}) => (await check(bytes, expected)).findings.map(({ problem, seq, untilSeq }) => `${problem}${seq === null ? '' : ` ${seq}`}${untilSeq === seq ? '' : `-${untilSeq}`}`);
const unit = (n: number): RecordedUnit => units[n - 1] ?? units[0] ?? { offset: 0, moof: file, mdat: file, chain: file, signatures: [] };
const without = (...seqs: readonly number[]) => joinUnits(init, units.filter((_, n) => !seqs.includes(n + 1)));

describe('a segment that is checked', () => {
  it('is whole when it is what was written: signed every five seconds and at its end', async () => {
    const report = await check(file, { last });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ bytes: file.byteLength, wholeBytes: file.byteLength, head: last, closed: true, signed: { seq: 12, roomMs: recordedFromMs + 12_000 } });
    expect(report.links.map((link) => [link.seq, link.mediaMs, link.fragmentOffset])).toEqual(units.map(({ offset }, n) => [n + 1, n * 1_000, offset]));
    expect(units.map(({ signatures }) => signatures.length)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1]);
  });

  it('tells of any byte that was changed', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(file.byteLength - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      expect((await check(damaged)).findings).not.toEqual([]);
    }), { numRuns: 1_500 });
  });

  it('tells of a cut at any place, and where what is whole ends', async () => {
    const boundaries = [init.byteLength, ...units.flatMap(({ offset, moof, mdat, chain }) => [offset, offset + moof.length + mdat.length, offset + moof.length + mdat.length + chain.length])];
    const places = fc.oneof(fc.integer({ min: 1, max: file.byteLength - 1 }), fc.constantFrom(...boundaries.filter((at) => at < file.byteLength)));
    await fc.assert(fc.asyncProperty(places, async (length) => {
      const report = await check(file.subarray(0, length));
      const whole = units.filter(({ offset, moof, mdat, chain }) => offset + moof.length + mdat.length + chain.length <= length).length;
      expect(report.links).toHaveLength(whole);
      expect(report.findings.every(({ problem }) => ['tail-cut', 'no-proof', 'proof-removed'].includes(problem))).toBe(true);
      expect(report.findings.length > 0 || !report.closed).toBe(true);
      // When all links are there, what is missing is the closing signature, and that is said.
      const known = await check(file.subarray(0, length), { last });
      expect(known.findings.length > 0 || (whole === units.length && !known.closed), `cut at ${length}`).toBe(true);
    }), { numRuns: 500, examples: boundaries.filter((at) => at < file.byteLength).map((at): [number] => [at]) });
  });

  it('names what was taken out, exchanged, doubled or put in', async () => {
    expect(await found(without(3))).toEqual(['fragments-missing 3']);
    expect(await found(without(1))).toEqual(['fragments-missing 1']);
    expect(await found(without(3, 4, 8))).toEqual(['fragments-missing 3', 'fragments-missing 8']);
    expect(await found(joinUnits(init, [unit(1), unit(3), unit(2), ...units.slice(3)]))).toEqual(['fragments-moved 3', 'fragments-moved 2']);
    expect(await found(joinUnits(init, [unit(1), unit(1), ...units.slice(1)]))).toEqual(['fragment-repeated 1']);
    expect(await found(joinUnits(init, [unit(1), { ...unit(2), chain: Buffer.alloc(0) }, ...units.slice(2)]))).toEqual(['link-removed 2']);
    expect(await found(join(file, box('free', new Uint8Array(9))))).toEqual(['foreign-box 12']);
    expect(await found(join(init, box('free', new Uint8Array(9)), file.subarray(init.byteLength)))).toContain('start-altered');
    expect(await found(new Uint8Array())).toEqual(['no-proof']);
    expect(await found(Buffer.concat([init, ...units.flatMap(({ moof, mdat }) => [moof, mdat])]))).toEqual(['proof-removed']);
  });

  it('tells pictures, sound and boxes apart', async () => {
    const flipped = (at: number) => {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      return found(damaged);
    };
    const { offset, moof } = unit(6);
    const content = offset + moof.length + 8;
    expect(await flipped(content + 4)).toEqual(['pictures-altered 6']);
    expect(await flipped(content + 110)).toEqual(['sound-altered 6']);
    expect(await flipped(offset + 20)).toEqual(['boxes-altered 6']);
    expect(await flipped(60)).toEqual(['start-altered']);
  });

  it('belongs to no other name, stream or place in the chain', async () => {
    expect(await found(file, { segment: parseId('0001-0002.mp4') })).toEqual(['of-another']);
    expect(await found(file, { streamId: parseId('cam-2-stamped') })).toEqual(['of-another']);
    expect(await found(file, { head: genesisHead(parseId('ses-2'), streamId) })).toEqual(['of-another']);
  });

  it('ends where a word from elsewhere says that it ends', async () => {
    expect(await found(without(11, 12), { last })).toEqual(['tail-cut 11']);
    expect(await found(file, { last: { seq: 12, hash: '0'.repeat(64) } })).toEqual(['link-altered 12']);
    expect(await found(file, { last: { seq: 11, hash: '0'.repeat(64) } })).toContain('fragment-inserted 12');
  });
});
