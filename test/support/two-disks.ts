import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { nodeFileOps, systemClock, type Clock, type FileOps } from '../../src/main/platform/index.ts';
import { streamFolder, checkSegment, completeCopy, FragmentReader, genesisHead, listSegments, SegmentWriter, type SegmentEvents } from '../../src/main/segments/index.ts';
import { parseId, type Disk, type RunId, type SegmentName, type SessionId, type StreamId } from '../../src/shared/domain/index.ts';
import { quiet } from './recorder-bench.ts';
import { syntheticFragment, syntheticInit } from './synthetic-media.ts';

export const sessionId = parseId<SessionId>('ses-1');
export const streamId = parseId<StreamId>('cam-1');
const startMs = 1_795_000_000_000;

/** A camera that gives a fragment when it is asked, on two disks. */
export class TwoDisks {
  readonly folders: Record<Disk, string>;
  readonly proven: SegmentEvents['proven'][] = [];
  readonly failed: SegmentEvents['diskFailed'][] = [];
  readonly lost: SegmentEvents['storageLost'][] = [];
  readonly finalized: SegmentEvents['segmentFinalized'][] = [];
  readonly writer: SegmentWriter;
  readonly #reader = new FragmentReader();
  readonly #noiseBytes: number;
  #n = 0;

  private constructor(folders: Record<Disk, string>, writer: SegmentWriter, noiseBytes: number) {
    this.folders = folders;
    this.writer = writer;
    this.#noiseBytes = noiseBytes;
    writer.events.on('proven', (event) => this.proven.push(event));
    writer.events.on('diskFailed', (event) => this.failed.push(event));
    writer.events.on('storageLost', (event) => this.lost.push(event));
    writer.events.on('segmentFinalized', (event) => this.finalized.push(event));
    const [init] = this.#reader.push(syntheticInit());
    if (init?.kind !== 'init') throw new Error('no init');
    writer.startRun(parseId<RunId>('run-1'), init);
  }

  /** Removes its folder when the test ends. */
  static async open(options: { fileOps?: FileOps; folders?: Record<Disk, string>; absent?: ReadonlySet<Disk>; noiseBytes?: number; clock?: Pick<Clock, 'monotonicMs'> } = {}): Promise<TwoDisks> {
    const folder = mkdtempSync(join(tmpdir(), 'shilu-returns-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const folders = options.folders ?? { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') };
    const writer = await SegmentWriter.open({
      sessionId, streamId, folders, fileOps: options.fileOps ?? nodeFileOps, clock: options.clock ?? systemClock, log: quiet, segmentMs: 600_000,
      ...(options.absent === undefined ? {} : { absent: options.absent }),
    });
    return new TwoDisks(folders, writer, options.noiseBytes ?? 700);
  }

  write(): void {
    const [media] = this.#reader.push(syntheticFragment(this.#n, this.#noiseBytes));
    if (media?.kind !== 'fragment') throw new Error('no fragment');
    this.writer.write({ media, roomMs: startMs + this.#n * 1_000, errorMs: 3 });
    this.#n += 1;
  }

  /** Writes so many fragments, each settled on every working disk before the next. */
  async record(fragments: number): Promise<void> {
    for (let n = 0; n < fragments; n += 1) {
      const wanted = this.writer.head.seq + 1;
      this.write();
      const settled = () => this.lost.length > 0 || (this.proven.at(-1)?.chainSeq ?? 0) >= wanted;
      for (let waits = 0; waits < 1_000 && !settled(); waits += 1) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(settled(), `fragment ${wanted}`).toBe(true);
    }
  }

  path(disk: Disk, segment: SegmentName): string {
    return join(streamFolder(this.folders[disk], sessionId, streamId), segment);
  }

  /** Every link of the chain on this disk in order; fails when a file or the chain from one file to the next is not whole. */
  async chainOn(disk: Disk): Promise<number> {
    let head = genesisHead(sessionId, streamId);
    for (const segment of await listSegments(streamFolder(this.folders[disk], sessionId, streamId))) {
      const report = await checkSegment(this.path(disk, segment), { head, segment });
      expect(report.findings, `${disk} ${segment}`).toEqual([]);
      head = report.head ?? head;
    }
    return head.seq;
  }

  async copyMissing(from: Disk, to: Disk): Promise<void> {
    for (const segment of await listSegments(streamFolder(this.folders[from], sessionId, streamId))) {
      const isThere = this.finalized.some((event) => event.disk === to && event.segment === segment);
      if (!isThere) await nodeFileOps.setAside(this.path(to, segment));
      expect(await completeCopy(this.path(from, segment), this.path(to, segment))).toMatchObject({ kind: 'completed' });
    }
  }
}
