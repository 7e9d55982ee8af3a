import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { streamFolder, completeCopy, listSegments, recoverSegments } from '../../src/main/segments/index.ts';
import { disks, parseId, type Disk } from '../../src/shared/domain/index.ts';
import { FailingDisk } from '../support/failing-disk.ts';
import { routedDisks } from '../support/routed-disks.ts';
import { sessionId, streamId, TwoDisks } from '../support/two-disks.ts';

const rooms: string[] = [];

afterEach(async () => {
  for (const folder of rooms.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('a disk that comes back', () => {
  it.each(['append', 'sync', 'read', 'create'] as const)('after a failed %s joins at the next fragment in a fresh file, and is completed from the other', async (call) => {
    const bench = await TwoDisks.open({ fileOps: new FailingDisk({ where: 'mirror', call, nth: call === 'create' ? 1 : 3, outcome: 'EIO' }) });
    await bench.record(4);
    expect(bench.failed.map((event) => event.disk)).toEqual(['mirror']);
    expect(bench.writer.workingDisks).toEqual(['primary']);

    await bench.writer.join('mirror', bench.folders.mirror);
    await bench.record(3);
    await bench.writer.close();
    expect(bench.lost).toEqual([]);
    expect(bench.proven.map((event) => event.chainSeq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(bench.finalized.map((event) => `${event.segment} ${event.disk}`).toSorted()).toEqual(['0001-0001.mp4 primary', '0001-0002.mp4 mirror', '0001-0002.mp4 primary']);

    await bench.copyMissing('primary', 'mirror');
    expect(await bench.chainOn('primary')).toBe(7);
    expect(await bench.chainOn('mirror')).toBe(7);
  });

  it('is not counted on before it has proven a fragment itself', async () => {
    const bench = await TwoDisks.open({ absent: new Set<Disk>(['mirror']), fileOps: new FailingDisk({ where: 'mirror', call: 'sync', nth: 2, outcome: 'hangs' }) });
    await bench.record(2);
    await bench.writer.join('mirror', bench.folders.mirror);
    bench.write();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(bench.proven.at(-1)?.chainSeq).toBe(2);
    bench.writer.leave('mirror', 'it hangs');
    expect(bench.proven.at(-1)?.chainSeq).toBe(3);
    await bench.writer.close();
  });

  it('in another folder leaves the first one as it was', async () => {
    const bench = await TwoDisks.open({ fileOps: new FailingDisk({ where: 'mirror', call: 'append', nth: 3, outcome: 'ENOSPC' }) });
    await bench.record(3);
    const spare = `${bench.folders.primary}-spare`;
    await bench.writer.join('mirror', spare);
    await bench.record(2);
    await bench.writer.close();
    expect(await listSegments(streamFolder(bench.folders.mirror, sessionId, streamId))).toEqual(['0001-0001.mp4']);
    expect(await listSegments(streamFolder(spare, sessionId, streamId))).toEqual(['0001-0002.mp4']);
  });
});

describe('when both disks have failed', () => {
  it('the chain goes on after what was proven, whichever disk returns first, and both end whole', async () => {
    for (const [first, second] of [['primary', 'mirror'], ['mirror', 'primary']] as const) {
      const failing = { primary: new FailingDisk({ where: 'primary', call: 'sync', nth: 4, outcome: 'EIO' }), mirror: new FailingDisk({ where: 'mirror', call: 'sync', nth: 6, outcome: 'EIO' }) };
      const bench = await TwoDisks.open({ fileOps: routedDisks((path) => (path.includes('/primary/') ? failing.primary : failing.mirror)) });
      await bench.record(6);
      expect(bench.lost).toHaveLength(1);
      const provenSeq = bench.proven.at(-1)?.chainSeq ?? 0;
      expect(provenSeq).toBe(4);

      bench.lost.length = 0;
      const until = await bench.writer.join(first, bench.folders[first]);
      expect(until).toEqual({ segment: '0001-0001.mp4', chainSeq: provenSeq });
      await bench.record(2);
      await bench.writer.join(second, bench.folders[second]);
      await bench.record(2);
      await bench.writer.close();
      expect(bench.proven.at(-1)?.chainSeq).toBe(provenSeq + 4);

      const finalized = new Set(bench.finalized.map((event) => event.segment));
      const recovery = await recoverSegments({ folders: bench.folders, sessionId, streamId, finalized, ...(until === undefined ? {} : { until }) });
      expect(recovery.longest.get(parseId('0001-0001.mp4'))).toBe('mirror');
      expect(Math.max(...recovery.segments.map((segment) => segment.head?.seq ?? 0))).toBe(provenSeq);
      await completeCopy(bench.path('mirror', parseId('0001-0001.mp4')), bench.path('primary', parseId('0001-0001.mp4')));
      await bench.copyMissing(first, second);
      for (const disk of disks) expect(await bench.chainOn(disk), `${first} first, ${disk}`).toBe(provenSeq + 4);
    }
  });
});

describe('a real disk that is taken away while it is written to', () => {
  const mounted = () => {
    const mount = mkdtempSync(join(tmpdir(), 'shilu-small-'));
    rooms.push(mount);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', mount]);
    return mount;
  };

  it('made read-only it is given up with its reason; the other goes on; writable again it is completed and whole', async () => {
    const mount = mounted();
    try {
      const folder = mkdtempSync(join(tmpdir(), 'shilu-returns-'));
      rooms.push(folder);
      const bench = await TwoDisks.open({ folders: { primary: join(folder, 'primary'), mirror: join(mount, 'mirror') } });
      await bench.record(3);
      // A file that is open for writing keeps a file system from being made read-only; the segment after it meets the read-only one.
      await bench.writer.cut();
      execFileSync('mount', ['-o', 'remount,ro', mount]);
      await bench.record(3);
      expect(bench.failed).toMatchObject([{ disk: 'mirror', detail: expect.stringContaining('EROFS') as string }]);
      expect(bench.proven.at(-1)?.chainSeq).toBe(6);
      expect(await bench.chainOn('mirror')).toBe(3);
      await expect(completeCopy(bench.path('primary', parseId('0001-0002.mp4')), bench.path('mirror', parseId('0001-0002.mp4')))).rejects.toThrow(/EROFS/);

      execFileSync('mount', ['-o', 'remount,rw', mount]);
      await bench.writer.join('mirror', bench.folders.mirror);
      await bench.record(2);
      await bench.writer.close();
      await bench.copyMissing('primary', 'mirror');
      expect([await bench.chainOn('primary'), await bench.chainOn('mirror')]).toEqual([8, 8]);
      expect(bench.lost).toEqual([]);
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });

  it('unplugged, what lies under its mount point is not taken for it', async () => {
    const mount = mounted();
    try {
      const folder = mkdtempSync(join(tmpdir(), 'shilu-returns-'));
      rooms.push(folder);
      mkdirSync(join(mount, 'mirror'));
      const bench = await TwoDisks.open({ folders: { primary: join(folder, 'primary'), mirror: join(mount, 'mirror') } });
      await bench.record(3);
      execFileSync('umount', ['-l', mount]);
      // The keeper of the disks finds the identity file gone and says so; whatever was written until then is on the other disk too.
      bench.writer.leave('mirror', 'DISK_MISSING');
      await bench.record(3);
      expect(bench.failed).toEqual([{ disk: 'mirror', detail: 'DISK_MISSING' }]);
      expect(bench.proven.at(-1)?.chainSeq).toBe(6);
      await bench.writer.close();
      expect(await bench.chainOn('primary')).toBe(6);
      expect(await listSegments(streamFolder(join(mount, 'mirror'), sessionId, streamId))).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', mount], { stdio: 'ignore' });
    }
  });
});

describe('a real full disk', () => {
  it('stops its copy at ENOSPC; the other goes on; emptied again it is completed and whole', async () => {
    const mount = mkdtempSync(join(tmpdir(), 'shilu-small-'));
    rooms.push(mount);
    // No other way: without the right to mount, this promise is not tested, and that is a failure.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', mount]);
    try {
      const folder = mkdtempSync(join(tmpdir(), 'shilu-returns-'));
      rooms.push(folder);
      const bench = await TwoDisks.open({ folders: { primary: join(folder, 'primary'), mirror: join(mount, 'mirror') }, noiseBytes: 60_000 });
      await bench.record(8);
      expect(bench.failed).toMatchObject([{ disk: 'mirror', detail: expect.stringContaining('ENOSPC') as string }]);
      expect(bench.proven.at(-1)?.chainSeq).toBe(8);
      expect(await bench.chainOn('primary')).toBe(8);

      execFileSync('mount', ['-o', 'remount,size=8m', mount]);
      await bench.writer.join('mirror', bench.folders.mirror);
      await bench.record(2);
      await bench.writer.close();
      await bench.copyMissing('primary', 'mirror');
      expect(await bench.chainOn('mirror')).toBe(10);
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });
});
