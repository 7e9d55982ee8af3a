import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket } from '../../src/main/packet/index.ts';
import { verifyPacket, type PacketCheck } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording } from '../integration/packet-fixture.ts';

describe('an altered packet', () => {
  let folder: string;
  let packet: string;
  let files: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-bits-'));
    const { input, key } = await makeRecording(folder);
    packet = (await exportPacket(input, { key, work: inThisThread })).path;
    files = (await readdir(packet, { recursive: true, withFileTypes: true })).filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name).slice(packet.length + 1)).sort();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const accused = (check: PacketCheck) => ({ result: check.result, files: [...new Set(check.findings.map((finding) => finding.file))] });

  async function withFlippedBit<T>(file: string, bit: number, work: () => Promise<T>): Promise<T> {
    const path = join(packet, file);
    const whole = await readFile(path);
    const altered = Buffer.from(whole);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await writeFile(path, altered);
    try {
      return await work();
    } finally {
      await writeFile(path, whole);
    }
  }

  it('is altered and names that very file, and no other, whichever single bit is flipped', async () => {
    expect((await verifyPacket(packet)).result).toBe('intact');
    for (const file of files) {
      const bits = (await readFile(join(packet, file))).length * 8;
      const runs = file.includes('/recording/') || file.startsWith('data/') ? 4 : 25;
      await fc.assert(
        fc.asyncProperty(fc.nat(bits - 1), async (bit) => {
          expect({ bit, ...accused(await withFlippedBit(file, bit, () => verifyPacket(packet))) }).toEqual({ bit, result: 'altered', files: [file] });
        }),
        { numRuns: runs, examples: [[0], [bits - 1]] },
      );
    }
    expect((await verifyPacket(packet)).result).toBe('intact');
  }, 600_000);

  it('names the second of the recording that was changed', async () => {
    const file = 'data/recording/cam-overview/0001-0001.mp4';
    const bytes = await readFile(join(packet, file));
    const third = nthFragment(bytes, 3);
    const check = await withFlippedBit(file, (third + 2_000) * 8, () => verifyPacket(packet));
    expect(check.findings).toEqual([{ file, problem: 'pictures-altered', place: `byte ${third}, fragment 3, 2026-11-23 14:03:09` }]);
    const init = await withFlippedBit(file, 100 * 8, () => verifyPacket(packet));
    expect(init.findings).toEqual([{ file, problem: 'start-altered', place: 'byte 0' }]);
  });

  it('is found out whatever else is done to its files', async () => {
    const segment = 'data/recording/cam-close/0001-0001.mp4';
    const cases: readonly (readonly [string, (at: string) => Promise<unknown>, readonly string[]])[] = [
      ['a file too many', (at) => writeFile(join(at, 'data/extra.txt'), 'x'), ['data/extra.txt']],
      ['a tag file too many', (at) => writeFile(join(at, 'notes.txt'), 'x'), ['notes.txt']],
      ['an empty folder too many', (at) => mkdir(join(at, 'data/empty')), ['data/empty']],
      ['a file missing', (at) => rm(join(at, segment)), [segment]],
      ['the declaration missing', (at) => rm(join(at, 'bagit.txt')), ['bagit.txt']],
      ['the export signature missing', (at) => rm(join(at, 'tagmanifest-sha256.txt.p7s')), ['tagmanifest-sha256.txt.p7s']],
      ['a link instead of a file', async (at) => { await rename(join(at, segment), join(folder, 'moved.mp4')); await symlink(join(folder, 'moved.mp4'), join(at, segment)); }, [segment]],
      ['the tail cut off', (at) => truncate(join(at, segment), 20_000), [segment]],
      ['something appended', (at) => appendFile(join(at, segment), 'x'), [segment]],
      ['two segments exchanged', async (at) => { const other = segment.replace('0001-', '0002-'); await rename(join(at, segment), join(at, 'x')); await rename(join(at, other), join(at, segment)); await rename(join(at, 'x'), join(at, other)); }, [segment, segment.replace('0001-', '0002-')]],
      ['a path that leads out', async (at) => { await appendFile(join(at, 'manifest-sha256.txt'), `${'0'.repeat(64)}  data/../../secret\n`); }, ['manifest-sha256.txt']],
      ['Windows line ends', async (at) => { await writeFile(join(at, 'bagit.txt'), (await readFile(join(at, 'bagit.txt'), 'utf8')).replaceAll('\n', '\r\n')); }, ['bagit.txt']],
    ];
    for (const [what, change, expected] of cases) {
      const copy = join(folder, 'copy');
      await cp(packet, copy, { recursive: true });
      await change(copy);
      const found = accused(await verifyPacket(copy));
      const result = ['a file missing', 'the declaration missing', 'the tail cut off'].includes(what) ? 'incomplete' : 'altered';
      expect({ what, result: found.result, files: [...found.files].sort() }).toEqual({ what, result, files: [...expected].sort() });
      await rm(copy, { recursive: true });
    }
  });
});

function nthFragment(bytes: Buffer, n: number): number {
  let seen = 0;
  for (let offset = 0; offset < bytes.length; offset += bytes.readUInt32BE(offset)) if (bytes.toString('latin1', offset + 4, offset + 8) === 'moof' && ++seen === n) return offset;
  throw new Error('no such fragment');
}
