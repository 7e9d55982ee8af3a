import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeFileOps, systemClock, type FileOps } from '../../src/main/platform/index.ts';
import {
  streamFolder, checkSegment, FragmentReader, genesisHead, listSegments, recoverSegments, SegmentWriter, type Init, type MediaFragment,
  type SegmentEvents,
} from '../../src/main/segments/index.ts';
import { disks, parseId, type StreamId, type Disk, type RunId, type SessionId } from '../../src/shared/domain/index.ts';
import { projectRoot } from '../../src/main/platform/index.ts';
import { FailingDisk, type DiskFault } from '../support/failing-disk.ts';
import { routedDisks } from '../support/routed-disks.ts';
import { quiet } from '../support/recorder-bench.ts';
import { syntheticFragment, syntheticInit } from '../support/synthetic-media.ts';

const sessionId = parseId<SessionId>('ses-1');
const streamId = parseId<StreamId>('cam-1');
const genesis = genesisHead(sessionId, streamId);
const startMs = 1_795_000_000_000;
const rooms: string[] = [];

function newRoom(): { readonly folder: string; readonly folders: Readonly<Record<Disk, string>> } {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-segments-'));
  rooms.push(folder);
  return { folder, folders: { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') } };
}

afterEach(async () => {
  for (const folder of rooms.splice(0)) await rm(folder, { recursive: true, force: true });
});

function media(): { readonly init: Init; readonly fragment: (n: number) => MediaFragment } {
  const reader = new FragmentReader();
  const [init] = reader.push(syntheticInit());
  if (init?.kind !== 'init') throw new Error('no init');
  const fragment = (n: number) => {
    const [piece] = reader.push(syntheticFragment(n));
    if (piece?.kind !== 'fragment') throw new Error('no fragment');
    return piece;
  };
  return { init, fragment };
}

interface Heard {
  readonly proven: SegmentEvents['proven'][];
  readonly failed: SegmentEvents['diskFailed'][];
  readonly lost: SegmentEvents['storageLost'][];
  readonly finalized: SegmentEvents['segmentFinalized'][];
}

/** Writes 6 fragments, a new segment after every third, one at a time, and closes. */
async function writeSix(folders: Readonly<Record<Disk, string>>, fileOps: FileOps, queueMs = 30_000): Promise<Heard> {
  const { init, fragment } = media();
  const writer = await SegmentWriter.open({ sessionId, streamId, folders, fileOps, clock: systemClock, log: quiet, segmentMs: 3_000, queueMs });
  const heard: Heard = { proven: [], failed: [], lost: [], finalized: [] };
  writer.events.on('proven', (event) => heard.proven.push(event));
  writer.events.on('diskFailed', (event) => heard.failed.push(event));
  writer.events.on('storageLost', (event) => heard.lost.push(event));
  writer.events.on('segmentFinalized', (event) => heard.finalized.push(event));
  writer.startRun(parseId<RunId>('run-1'), init);
  for (let n = 0; n < 6; n += 1) {
    writer.write({ media: fragment(n), roomMs: startMs + n * 1_000, errorMs: 3 });
    await new Promise((resolve) => setTimeout(resolve, queueMs < 1_000 ? 40 : 1));
  }
  await writer.close();
  return heard;
}

async function linksOn(folder: string): Promise<number> {
  let head = genesis;
  let links = 0;
  for (const name of await listSegments(streamFolder(folder, sessionId, streamId))) {
    const report = await checkSegment(join(streamFolder(folder, sessionId, streamId), name), { head, segment: name });
    // A crash may leave a file in which nothing was recorded yet.
    if (report.links.length === 0) continue;
    expect(report.findings).toEqual([]);
    links += report.links.length;
    head = report.head ?? head;
  }
  return links;
}

describe('a disk that fails', () => {
  const outcomes = { makeFolder: ['EIO', 'ENOSPC', 'EROFS'], create: ['EIO', 'ENOSPC', 'EROFS'], append: ['EIO', 'ENOSPC', 'short'], sync: ['EIO', 'ENOSPC'], read: ['EIO', 'lies', 'short'] } as const;
  const calls = ['makeFolder', 'create', 'append', 'sync', 'read'] as const;

  it('has the calls that these tests fail one by one', async () => {
    const { folders } = newRoom();
    const counting = new FailingDisk({ where: 'mirror', call: 'close', nth: 99, outcome: 'EIO' });
    const heard = await writeSix(folders, counting);
    expect(heard.failed).toEqual([]);
    expect(heard.proven.at(-1)).toMatchObject({ provenUntilMs: startMs + 6_000, chainSeq: 6 });
    expect(heard.finalized.map((event) => `${event.segment} ${event.disk}`).toSorted()).toEqual(
      ['0001-0001.mp4 mirror', '0001-0001.mp4 primary', '0001-0002.mp4 mirror', '0001-0002.mp4 primary'],
    );
    expect(counting.counts).toEqual(new Map([['makeFolder', 2], ['create', 2], ['append', 8], ['sync', 8], ['read', 8], ['close', 2]]));
  });

  for (const call of calls)
    it(`in ${call} leaves the other one whole, and nothing is claimed that is not there`, async () => {
      const times = call === 'makeFolder' || call === 'create' ? 2 : 8;
      for (let nth = 1; nth <= times; nth += 1)
        for (const outcome of outcomes[call]) {
          const { folders } = newRoom();
          const heard = await writeSix(folders, new FailingDisk({ where: 'mirror', call, nth, outcome }));
          expect(heard.failed.map((event) => event.disk), `${call} ${nth} ${outcome}`).toEqual(['mirror']);
          expect(heard.lost).toEqual([]);
          expect(await linksOn(folders.primary)).toBe(6);
          expect(heard.proven.at(-1)).toMatchObject({ provenUntilMs: startMs + 6_000, chainSeq: 6 });
          expect(heard.finalized.filter((event) => event.disk === 'primary')).toHaveLength(2);
          for (const event of heard.finalized.filter((finalized) => finalized.disk === 'mirror'))
            expect((await checkSegment(join(streamFolder(folders.mirror, sessionId, streamId), event.segment))).findings).toEqual([]);
        }
    });

  it('is given up when it hangs; the other goes on meanwhile', async () => {
    for (const call of ['create', 'append', 'sync', 'read'] as const) {
      const { folders } = newRoom();
      const heard = await writeSix(folders, new FailingDisk({ where: 'mirror', call, nth: 2, outcome: 'hangs' }), 60);
      expect(heard.failed.map((event) => event.disk), call).toEqual(['mirror']);
      expect(await linksOn(folders.primary)).toBe(6);
      expect(heard.proven.at(-1)).toMatchObject({ chainSeq: 6 });
    }
  });

  it('like the other one means that nothing is recorded, and says so once', async () => {
    const { folders } = newRoom();
    const fault: DiskFault = { where: '', call: 'sync', nth: 5, outcome: 'EIO' };
    const both: FileOps[] = [new FailingDisk({ ...fault, where: 'primary' }), new FailingDisk({ ...fault, where: 'mirror' })];
    const route = (path: string) => (path.includes('primary') ? both[0] : both[1]) ?? nodeFileOps;
    const heard = await writeSix(folders, routedDisks(route));
    expect(heard.failed.map((event) => event.disk).toSorted()).toEqual(['mirror', 'primary']);
    expect(heard.lost).toHaveLength(1);
    expect(heard.proven.at(-1)?.chainSeq ?? 0).toBeLessThan(5);
  });
});

describe('a station that dies while it writes', () => {
  it('loses nothing that was proven, at any moment, and goes on with the same chain', async () => {
    const script = await bundleWriter();
    for (let trial = 0; trial < 12; trial += 1) {
      const { folders } = newRoom();
      const provenSeq = await writeUntilKilled(script, folders, 120 + trial * 37);
      const recovery = await recoverSegments({ folders, sessionId, streamId, finalized: new Set() });
      expect(recovery.failures).toEqual([]);
      expect(recovery.segments.flatMap((segment) => segment.findings)).toEqual([]);
      for (const disk of disks) expect(await linksOn(folders[disk])).toBeGreaterThanOrEqual(provenSeq);

      const again = await recoverSegments({ folders, sessionId, streamId, finalized: new Set() });
      expect(again.segments.map((segment) => [segment.sha256, segment.tornBytes])).toEqual(recovery.segments.map((segment) => [segment.sha256, 0]));
      const before = Math.max(await linksOn(folders.primary), await linksOn(folders.mirror));
      await writeSix(folders, nodeFileOps);
      const longest = (await linksOn(folders.primary).catch(() => 0)) === before + 6 ? 'primary' : 'mirror';
      expect(await linksOn(folders[longest])).toBe(before + 6);
    }
  });

  it('keeps the torn bytes beside the segment, also when it dies again while recovering', async () => {
    const { folders, folder } = newRoom();
    await writeSix(folders, nodeFileOps);
    const path = join(streamFolder(folders.mirror, sessionId, streamId), '0001-0002.mp4');
    const whole = await readFile(path);
    const torn = Buffer.from(syntheticFragment(9).subarray(0, 333));
    await appendFile(path, torn);
    // The death came between keeping the tail and cutting it off.
    await writeFile(`${path}.torn`, torn);
    await cp(folder, `${folder}-2`, { recursive: true });
    rooms.push(`${folder}-2`);
    const recovery = await recoverSegments({ folders, sessionId, streamId, finalized: new Set() });
    expect(recovery.segments.map((segment) => [segment.disk, segment.segment, segment.tornBytes])).toEqual([
      ['primary', '0001-0001.mp4', 0], ['primary', '0001-0002.mp4', 0], ['mirror', '0001-0001.mp4', 0], ['mirror', '0001-0002.mp4', 333],
    ]);
    expect([...recovery.longest.values()]).toEqual(['both', 'both']);
    expect(Buffer.compare(await readFile(path), whole)).toBe(0);
    expect((await readdir(streamFolder(folders.mirror, sessionId, streamId))).toSorted()).toEqual(['0001-0001.mp4', '0001-0002.mp4', '0001-0002.mp4.torn']);
    expect(Buffer.compare(await readFile(`${path}.torn`), torn)).toBe(0);
  });
});

/** A program that writes fragments as fast as the disks take them and prints what is proven. */
async function bundleWriter(): Promise<string> {
  const outfile = join(projectRoot, 'node_modules', '.cache', `segment-writer-${process.pid}.mjs`);
  await build({
    stdin: { contents: writerProgram, resolveDir: join(projectRoot, 'test', 'fault'), loader: 'ts' },
    bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error',
  });
  rooms.push(outfile);
  return outfile;
}

const writerProgram = `
  import { createLogger, nodeFileOps, systemClock } from '../../src/main/platform/index.ts';
  import { FragmentReader, SegmentWriter } from '../../src/main/segments/index.ts';
  import { syntheticFragment, syntheticInit } from '../support/synthetic-media.ts';
  import { newSigner } from '../support/test-signer.ts';
  const [, , primary, mirror] = process.argv;
  const reader = new FragmentReader();
  const [init] = reader.push(syntheticInit());
  const writer = await SegmentWriter.open({
    sessionId: 'ses-1', streamId: 'cam-1', folders: { primary, mirror }, fileOps: nodeFileOps, clock: systemClock,
    log: createLogger('writer', () => undefined), segmentMs: 20_000, signer: await newSigner(),
  });
  writer.startRun('run-1', init);
  for (let n = 0; n < 100_000; n += 1) {
    const proven = new Promise((resolve) => { const stop = writer.events.on('proven', (e) => { if (e.chainSeq > n) { stop(); resolve(e); } }); });
    writer.write({ media: reader.push(syntheticFragment(n, 40_000))[0], roomMs: ${startMs} + n * 1000, errorMs: 3 });
    process.stdout.write((await proven).chainSeq + '\\n');
  }
`;

function writeUntilKilled(script: string, folders: Readonly<Record<Disk, string>>, afterMs: number): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, folders.primary, folders.mirror], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      said += chunk.toString();
    });
    child.once('close', () => resolve(Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1) ?? 0)));
  });
}
