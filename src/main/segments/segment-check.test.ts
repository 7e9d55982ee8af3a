import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box, join, syntheticFragment, syntheticInit } from '../../../test/support/synthetic-media.ts';
import { parseId, type StreamId, type RunId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { genesisHead, sha256Of, writeChainBox, type ChainHead } from './chain-link.ts';
import { checkSegment } from './segment-check.ts';

const streamId = parseId<StreamId>('cam-1');
const segment = parseId<SegmentName>('0001-0001.mp4');
const genesis = genesisHead(parseId<SessionId>('ses-1'), streamId);
const init = syntheticInit();

interface Piece {
  readonly fragment: Uint8Array;
  readonly chainBox: Uint8Array;
}

function pieces(count: number): { readonly list: readonly Piece[]; readonly head: ChainHead } {
  let head = genesis;
  const list = Array.from({ length: count }, (_, n) => {
    const fragment = syntheticFragment(n, 120);
    const { box: chainBox, hash } = writeChainBox({
      v: 1, seq: n + 1, streamId, runId: parseId<RunId>('run-1'), segment, roomMs: 1_700_000_000_000 + n * 1_000, errorMs: 5, mediaMs: n * 1_000,
      durationMs: 1_000, fragmentSha256: sha256Of(fragment), initSha256: sha256Of(init), prev: head.hash,
    });
    head = { seq: n + 1, hash };
    return { fragment, chainBox };
  });
  return { list, head };
}

const { list, head } = pieces(5);
const fileOf = (parts: readonly Piece[]) => join(init, ...parts.flatMap((piece) => [piece.fragment, piece.chainBox]));
const file = fileOf(list);
const check = (bytes: Uint8Array) => checkSegment(bytes, { head: genesis, segment });
const problems = async (bytes: Uint8Array) => [...new Set((await check(bytes)).findings.map((finding) => finding.problem))];

describe('a segment that is checked', () => {
  it('is whole when it is what was written', async () => {
    const report = await check(file);
    expect(report.findings).toEqual([]);
    expect(report.head).toEqual(head);
    expect(report.links.map((link) => [link.seq, link.mediaMs, link.fragmentOffset])).toEqual(
      list.map((_, n) => [n + 1, n * 1_000, fileOf(list.slice(0, n)).byteLength]),
    );
    expect(report).toMatchObject({ bytes: file.byteLength, wholeBytes: file.byteLength });
  });

  it('tells of any byte that was changed', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(file.byteLength - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = Uint8Array.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      const report = await check(damaged);
      expect(report.findings.length > 0 || report.head?.hash !== head.hash).toBe(true);
    }), { numRuns: 1_500 });
  });

  it('tells of a cut at any place, and where what is whole ends', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: file.byteLength - 1 }), async (length) => {
      const report = await check(file.subarray(0, length));
      const whole = list.filter((_, n) => fileOf(list.slice(0, n + 1)).byteLength <= length).length;
      expect(report.links).toHaveLength(whole);
      expect(report.findings.length > 0 || report.head?.hash !== head.hash).toBe(true);
      if (length >= init.byteLength) expect(report.wholeBytes).toBe(fileOf(list.slice(0, whole)).byteLength);
    }), { numRuns: 500 });
  });

  it('tells of fragments taken out, exchanged, doubled or put in', async () => {
    const at = (n: number) => list[n] ?? list[0] ?? { fragment: init, chainBox: init };
    expect(await problems(fileOf([at(0), at(2), at(3), at(4)]))).toEqual(['sequence-broken', 'link-broken']);
    expect(await problems(fileOf([at(0), at(2), at(1), at(3), at(4)]))).toEqual(['sequence-broken', 'link-broken']);
    expect(await problems(fileOf([at(0), at(0), at(1)]))).toEqual(['sequence-broken', 'link-broken']);
    expect(await problems(fileOf([at(1), at(2)]))).toEqual(['sequence-broken', 'link-broken']);
    expect(await problems(fileOf([{ fragment: at(1).fragment, chainBox: at(0).chainBox }, at(1)]))).toEqual(['hash-mismatch']);
    expect(await problems(join(fileOf([at(0)]), at(1).fragment, fileOf([at(2)]).subarray(init.byteLength)))).toContain('foreign-box');
    expect(await problems(join(fileOf([at(0)]), box('free', new Uint8Array(9))))).toEqual(['foreign-box']);
    expect(await problems(join(box('free', new Uint8Array(9)), file))).toContain('not-mp4');
    expect(await problems(new Uint8Array())).toEqual(['not-mp4']);
  });

  it('belongs to no other name and no other stream', async () => {
    const other = await checkSegment(file, { segment: parseId('0001-0002.mp4') });
    expect(other.findings.map((finding) => finding.problem)).toContain('link-broken');
    const foreign = await checkSegment(file, { head: genesisHead(parseId('ses-1'), parseId('cam-2')) });
    expect(foreign.findings.map((finding) => finding.problem)).toEqual(['link-broken']);
  });
});
