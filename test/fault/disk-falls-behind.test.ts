import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeFileOps, type FileOps, type OpenFile } from '../../src/main/platform/index.ts';
import { listSegments, streamFolder } from '../../src/main/segments/index.ts';
import type { Disk } from '../../src/shared/domain/index.ts';
import { routedDisks } from '../support/routed-disks.ts';
import { sessionId, streamId, TwoDisks } from '../support/two-disks.ts';

/** A disk that does everything that it is asked, rightly, and only so often: each of its syncs waits until `allow` lets it through. */
class SlowDisk implements Pick<FileOps, 'create'> {
  #allowed = 0;
  #waiting: (() => void)[] = [];
  readonly ops: FileOps = { ...nodeFileOps, create: (path) => this.create(path) };

  async create(path: string): Promise<OpenFile> {
    const file = await nodeFileOps.create(path);
    return { ...file, sync: async () => {
      await this.#turn();
      await file.sync();
    } };
  }

  allow(syncs: number): void {
    this.#allowed += syncs;
    for (; this.#allowed > 0 && this.#waiting.length > 0; this.#allowed -= 1) this.#waiting.shift()?.();
  }

  async #turn(): Promise<void> {
    if (this.#allowed > 0) this.#allowed -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

const settle = async (isSo: () => boolean) => {
  for (let waits = 0; waits < 2_000 && !isSo(); waits += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(isSo()).toBe(true);
};

const sizeOn = async (bench: TwoDisks, disk: Disk): Promise<number> => {
  const segments = await listSegments(streamFolder(bench.folders[disk], sessionId, streamId));
  return segments.reduce((sum, segment) => sum + readFileSync(bench.path(disk, segment)).byteLength, 0);
};
const grownOn = async (bench: TwoDisks, disk: Disk, from: number): Promise<number> => {
  let size = await sizeOn(bench, disk);
  for (let waits = 0; waits < 2_000 && size <= from; waits += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    size = await sizeOn(bench, disk);
  }
  return size;
};
const hashesOn = async (bench: TwoDisks, disk: Disk) =>
  Object.fromEntries((await listSegments(streamFolder(bench.folders[disk], sessionId, streamId))).map((segment) => [segment, createHash('sha256').update(readFileSync(bench.path(disk, segment))).digest('hex')]));

describe('a disk that falls behind', () => {
  it.each([['mirror', 'primary'], ['primary', 'mirror']] as const)('(%s) never holds up the other, fails when its bytes have waited too long, and is completed from the other when it is fast again', async (slow, other) => {
    const disk = new SlowDisk();
    let nowMs = 0;
    const bench = await TwoDisks.open({ fileOps: routedDisks((path) => (path.includes(`/${slow}/`) ? disk.ops : nodeFileOps)), clock: { monotonicMs: () => nowMs } });
    disk.allow(4);
    await bench.record(3);

    // One fragment a second comes; the slow disk takes one in three.
    let before = await sizeOn(bench, other);
    let written = 3;
    const hasFailed = () => bench.failed.length > 0;
    while (!hasFailed() && written < 200) {
      bench.write();
      written += 1;
      nowMs += 1_000;
      if (written % 3 === 0) disk.allow(1);
      // Every fragment is on the disk that keeps pace, before the next comes.
      const grown = await grownOn(bench, other, before);
      expect(grown, `fragment ${written} on the ${other}`).toBeGreaterThan(before);
      before = grown;
      // What is not on both is not called proven while both count.
      if (!hasFailed()) expect(bench.proven.at(-1)?.chainSeq).toBeLessThan(written);
    }

    expect(bench.failed.map(({ disk: failed }) => failed)).toEqual([slow]);
    expect(bench.failed[0]?.detail).toContain('waited more than 30000 ms');
    expect(bench.writer.workingDisks).toEqual([other]);
    expect(bench.lost).toEqual([]);
    // Bytes may wait for half a minute, so it lay at least that far behind.
    expect(written).toBeGreaterThan(33);
    await settle(() => bench.proven.at(-1)?.chainSeq === written);

    // Recording goes on without it; then it is fast again.
    await bench.record(2);
    disk.allow(1_000);
    await bench.writer.join(slow, bench.folders[slow]);
    await bench.record(3);
    await bench.writer.close();
    expect(bench.proven.at(-1)?.chainSeq).toBe(written + 5);

    await bench.copyMissing(other, slow);
    expect(await bench.chainOn(slow)).toBe(written + 5);
    expect(await bench.chainOn(other)).toBe(written + 5);
    expect(await hashesOn(bench, slow)).toEqual(await hashesOn(bench, other));
  }, 60_000);
});
