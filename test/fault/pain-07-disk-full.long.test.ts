import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileOps, systemClock } from '../../src/main/platform/index.ts';
import { checkSegment, FragmentReader, genesisHead, listSegments, recoverSegments, SegmentWriter, streamFolder, type SegmentEvents } from '../../src/main/segments/index.ts';
import { parseId, type Disk, type RunId, type SessionId, type StreamId } from '../../src/shared/domain/index.ts';
import { quiet } from '../support/recorder-bench.ts';
import { syntheticFragment, syntheticInit } from '../support/synthetic-media.ts';

/** Pain 7 of docs/design/pains.md: the disk is full, and the recorder stops without a word or deletes what matters. Real file systems of a few megabytes. */
const sessionId = parseId<SessionId>('ses-1');
const streamId = parseId<StreamId>('cam-1-stamped');
const startMs = 1_795_000_000_000;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function place(megabytes: Readonly<Record<Disk, number>>): Readonly<Record<Disk, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-pain-07-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const mounted = (disk: Disk) => {
    const at = join(folder, disk);
    mkdirSync(at);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes[disk]}m`, 'tmpfs', at]);
    closing.push(() => execFileSync('umount', ['-l', at]));
    // What somebody recorded before: nothing may make room by taking it away.
    writeFileSync(join(at, 'of-another-session.mp4'), Buffer.alloc(200_000, 7));
    return at;
  };
  return { primary: mounted('primary'), mirror: mounted('mirror') };
}

interface Heard {
  readonly proven: SegmentEvents['proven'][];
  readonly failed: SegmentEvents['diskFailed'][];
  readonly lost: SegmentEvents['storageLost'][];
}

/** Seconds of 100 kB each, one after the other as each is proven or its disk is lost. */
async function record(folders: Readonly<Record<Disk, string>>, seconds: number): Promise<Heard> {
  const reader = new FragmentReader();
  const [init] = reader.push(syntheticInit());
  if (init?.kind !== 'init') throw new Error('no init');
  const writer = await SegmentWriter.open({ sessionId, streamId, folders, fileOps: nodeFileOps, clock: systemClock, log: quiet, segmentMs: 5_000 });
  const heard: Heard = { proven: [], failed: [], lost: [] };
  writer.events.on('proven', (event) => heard.proven.push(event));
  writer.events.on('diskFailed', (event) => heard.failed.push(event));
  writer.events.on('storageLost', (event) => heard.lost.push(event));
  writer.startRun(parseId<RunId>('run-1'), init);
  for (let n = 0; n < seconds && writer.workingDisks.length > 0; n += 1) {
    const [media] = reader.push(syntheticFragment(n, 100_000));
    if (media?.kind !== 'fragment') throw new Error('no fragment');
    const told = heard.proven.length;
    writer.write({ media, roomMs: startMs + n * 1_000, errorMs: 3 });
    while (heard.proven.length === told && writer.workingDisks.length > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await writer.close();
  return heard;
}

async function linksOn(folder: string): Promise<number> {
  let head = genesisHead(sessionId, streamId);
  let links = 0;
  for (const segment of await listSegments(streamFolder(folder, sessionId, streamId))) {
    const report = await checkSegment(join(streamFolder(folder, sessionId, streamId), segment), { head, segment });
    head = report.head ?? head;
    links += report.links.length;
  }
  return links;
}

function othersAreWhole(folders: Readonly<Record<Disk, string>>): boolean {
  return Object.values(folders).every((folder) => readFileSync(join(folder, 'of-another-session.mp4')).equals(Buffer.alloc(200_000, 7)));
}

describe('pain 7: the disk is full', () => {
  it('one of them: it is said once, the other goes on to the end, nothing is deleted, and what fitted is whole', async () => {
    const folders = place({ primary: 16, mirror: 2 });
    const heard = await record(folders, 40);
    expect(heard.failed).toEqual([{ disk: 'mirror', detail: expect.stringContaining('ENOSPC') as string }]);
    expect(heard.lost).toEqual([]);
    expect(heard.proven.at(-1)).toMatchObject({ chainSeq: 40, provenUntilMs: startMs + 40_000 });
    expect(await linksOn(folders.primary)).toBe(40);
    expect(othersAreWhole(folders)).toBe(true);
    const fitted = await linksOn(folders.mirror);
    expect(fitted).toBeGreaterThanOrEqual(14);
    expect(fitted).toBeLessThan(20);
  });

  it('both: nothing is claimed from that moment on, and everything that was proven is there', async () => {
    const folders = place({ primary: 4, mirror: 2 });
    const heard = await record(folders, 100);
    expect(heard.failed.map((event) => event.disk)).toEqual(['mirror', 'primary']);
    expect(heard.lost).toHaveLength(1);
    const proven = heard.proven.at(-1)?.chainSeq ?? 0;
    expect(proven).toBeGreaterThan(30);
    expect(proven).toBeLessThan(40);
    expect(await linksOn(folders.primary)).toBeGreaterThanOrEqual(proven);
    expect(othersAreWhole(folders)).toBe(true);
    // A full disk is also what a start finds: the unfinished end has no room to be kept aside, so nothing is cut.
    const before = statSync(join(streamFolder(folders.primary, sessionId, streamId), '0001-0001.mp4')).size;
    await recoverSegments({ folders, sessionId, streamId, finalized: new Set() });
    expect(statSync(join(streamFolder(folders.primary, sessionId, streamId), '0001-0001.mp4')).size).toBe(before);
    expect(await linksOn(folders.primary)).toBeGreaterThanOrEqual(proven);
  });
});
