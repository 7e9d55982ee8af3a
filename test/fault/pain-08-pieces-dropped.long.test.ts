import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileOps, systemClock, type FileOps, type OpenFile } from '../../src/main/platform/index.ts';
import { checkSegment, FragmentReader, genesisHead, listSegments, SegmentWriter, streamFolder, type CheckedLink, type SegmentEvents } from '../../src/main/segments/index.ts';
import { parseId, type Disk, type RunId, type SessionId, type StreamId } from '../../src/shared/domain/index.ts';
import { quiet } from '../support/recorder-bench.ts';
import { syntheticFragment, syntheticInit } from '../support/synthetic-media.ts';

/** Pain 8 of docs/design/pains.md: pieces are dropped to keep up, or because one looks bad. */
const sessionId = parseId<SessionId>('ses-1');
const streamId = parseId<StreamId>('cam-1-stamped');
const startMs = 1_795_000_000_000;
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A mirror whose every sync takes this long. */
function slowMirror(ms: number): FileOps {
  const slow = (path: string, file: OpenFile): OpenFile => ({
    ...file, path, append: (bytes) => file.append(bytes), read: (position, length) => file.read(position, length), size: () => file.size(), truncate: (bytes) => file.truncate(bytes), close: () => file.close(),
    sync: async () => {
      if (path.includes('mirror')) await new Promise((resolve) => setTimeout(resolve, ms));
      await file.sync();
    },
  });
  return { ...nodeFileOps, create: async (path) => slow(path, await nodeFileOps.create(path)) };
}

async function writeFast(fileOps: FileOps, count: number, queueMs: number, pauseMs: number) {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-pain-08-'));
  folders.push(folder);
  const places: Readonly<Record<Disk, string>> = { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') };
  const reader = new FragmentReader();
  const [init] = reader.push(syntheticInit());
  if (init?.kind !== 'init') throw new Error('no init');
  const writer = await SegmentWriter.open({ sessionId, streamId, folders: places, fileOps, clock: systemClock, log: quiet, segmentMs: 20_000, queueMs });
  const heard = { proven: [] as SegmentEvents['proven'][], failed: [] as SegmentEvents['diskFailed'][] };
  writer.events.on('proven', (event) => heard.proven.push(event));
  writer.events.on('diskFailed', (event) => heard.failed.push(event));
  writer.startRun(parseId<RunId>('run-1'), init);
  for (let n = 0; n < count; n += 1) {
    const [media] = reader.push(syntheticFragment(n, 20_000));
    if (media?.kind !== 'fragment') throw new Error('no fragment');
    writer.write({ media, roomMs: startMs + n * 1_000, errorMs: 3 });
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  await writer.close();
  return { places, heard };
}

async function linksOn(folder: string): Promise<readonly CheckedLink[]> {
  const links: CheckedLink[] = [];
  let head = genesisHead(sessionId, streamId);
  for (const segment of await listSegments(streamFolder(folder, sessionId, streamId))) {
    const report = await checkSegment(join(streamFolder(folder, sessionId, streamId), segment), { head, segment });
    links.push(...report.links);
    head = report.head ?? head;
  }
  return links;
}

const inOrder = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe('pain 8: pieces are dropped to keep up', () => {
  it('never: a disk that is behind gets every piece, in order, only later', async () => {
    const { places, heard } = await writeFast(slowMirror(10), 60, 30_000, 0);
    expect(heard.failed).toEqual([]);
    expect(heard.proven.at(-1)).toMatchObject({ chainSeq: 60, provenUntilMs: startMs + 60_000 });
    for (const folder of Object.values(places)) expect((await linksOn(folder)).map((link) => link.seq)).toEqual(inOrder(60));
  });

  it('never: a disk so slow that it falls behind for good is given up as a whole and said to be; the other has every piece', async () => {
    const { places, heard } = await writeFast(slowMirror(150), 60, 200, 20);
    expect(heard.failed).toEqual([{ disk: 'mirror', detail: expect.stringContaining('waited more than 200 ms') as string }]);
    expect(heard.proven.at(-1)).toMatchObject({ chainSeq: 60 });
    expect((await linksOn(places.primary)).map((link) => link.seq)).toEqual(inOrder(60));
    const kept = (await linksOn(places.mirror)).map((link) => link.seq);
    expect(kept).toEqual(inOrder(kept.length));
    expect(kept.length).toBeLessThan(60);
  });

  it('never: a piece that looks bad is recorded like any other, as it came', async () => {
    const { places } = await writeFast(nodeFileOps, 5, 30_000, 0);
    // The pictures of these fragments are noise that no decoder takes: the writer does not judge, it keeps.
    expect((await linksOn(places.primary)).map((link) => link.durationMs)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
  });
});
