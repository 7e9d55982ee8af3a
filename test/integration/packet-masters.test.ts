import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyMasters, verifyMastersInWorker, type MastersInput } from '../../src/main/verify/index.ts';
import { makeRecording } from './packet-fixture.ts';

describe('masters before sealing', () => {
  let folder: string;
  let input: MastersInput;
  const mirrorPath = () => input.streams[0]?.segments[1]?.copies.find((copy) => copy.disk === 'mirror')?.path ?? '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-masters-'));
    const { manifest } = await makeRecording(folder);
    await cp(join(folder, 'masters'), join(folder, 'mirror'), { recursive: true });
    input = {
      sessionId: manifest.sessionId,
      streams: manifest.streams.map(({ streamId, segments }) => ({
        streamId,
        segments: segments.map(({ segment, chainSeq, chainHead, bytes, sha256 }) => ({
          segment, chainSeq, chainHead,
          copies: [{ disk: 'primary', path: join(folder, 'masters', streamId, segment), bytes, sha256 }, { disk: 'mirror', path: join(folder, 'mirror', streamId, segment), bytes, sha256 }],
        })),
      })),
    };
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are whole and equal on both disks', async () => {
    expect(await verifyMasters(input)).toEqual({ ok: true, filesChecked: 8, fragmentsChecked: 32, findings: [] });
    expect(await verifyMastersInWorker(input)).toEqual(await verifyMasters(input));
  });

  it('name the disk, the file and the second that was altered', async () => {
    const whole = await readFile(mirrorPath());
    const altered = Buffer.from(whole);
    const byte = whole.lastIndexOf('mdat') + 100;
    altered[byte] = (altered[byte] ?? 0) ^ 1;
    await writeFile(mirrorPath(), altered);
    const check = await verifyMasters(input);
    expect(check.ok).toBe(false);
    expect(check.findings).toEqual([expect.objectContaining({ streamId: 'cam-overview', segment: '0002-0001.mp4', disk: 'mirror', problem: 'pictures-altered', roomMs: Date.UTC(2026, 10, 23, 6, 3, 17, 23) })]);
    await truncate(mirrorPath(), whole.length - 10);
    expect((await verifyMasters(input)).findings.map(({ disk, problem }) => `${disk} ${problem}`)).toEqual(['mirror pictures-altered', 'mirror tail-cut']);
    await rm(mirrorPath());
    expect((await verifyMasters(input)).findings.map(({ disk, problem }) => `${disk} ${problem}`)).toEqual(['mirror missing']);
    await writeFile(mirrorPath(), whole);
  });

  it('must be the ones that the ledger knows, on both disks', async () => {
    const first = input.streams[0]?.segments[0];
    if (first === undefined) throw new Error('no segment');
    const change = (segment: typeof first): MastersInput => ({ ...input, streams: [{ streamId: 'cam-overview', segments: [segment] }] });
    const problems = async (segment: typeof first) => (await verifyMasters(change(segment))).findings.map(({ disk, problem }) => `${disk} ${problem}`);
    expect(await problems({ ...first, copies: first.copies.slice(0, 1) })).toEqual(['mirror missing']);
    expect(await problems({ ...first, chainHead: '0'.repeat(64) })).toEqual(['primary link-altered', 'mirror link-altered']);
    expect(await problems({ ...first, copies: first.copies.map((copy) => (copy.disk === 'mirror' ? { ...copy, sha256: '0'.repeat(64) } : copy)) })).toEqual(['mirror hash-differs', 'mirror copies-differ']);
  });
});
