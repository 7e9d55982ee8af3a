import { open, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket } from '../../src/main/packet/index.ts';
import { isoFiles } from '../../src/main/verify/iso-files.ts';
import { verifyMaterial, type PacketCheck } from '../../src/main/verify/index.ts';
import { zipFiles } from '../../src/main/verify/zip-files.ts';
import type { FileRange } from '../../src/main/segments/index.ts';
import { inThisThread, makeRecording, type Recording } from '../integration/packet-fixture.ts';
import { RandomMutations } from '../support/random-mutations.ts';

// The campaign of 10,000 is asked for by SHILU_MUTATIONS=10000; each of the two gets half.
const times = Number(process.env['SHILU_MUTATIONS'] ?? 80) / 2;

describe.each(['zip', 'iso'] as const)('a packet in one file of which anything was changed (%s)', (packaging) => {
  let folder: string;
  let recording: Recording;
  let path: string;
  let whole: Buffer;
  let files: ReadonlyMap<string, FileRange>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-packed-'));
    recording = await makeRecording(folder);
    ({ path } = await exportPacket({ ...recording.input, packaging }, { key: recording.key, work: inThisThread }));
    whole = await readFile(path);
    const found = await (packaging === 'zip' ? zipFiles(path) : isoFiles(path));
    if (found === undefined) throw new Error('not packed');
    files = found;
    endOfFiles = Math.max(...[...files.values()].map(({ start, bytes }) => start + bytes));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true }));

  let endOfFiles = 0;
  async function withBytes(at: number, bytes: Buffer, work: () => Promise<void>): Promise<void> {
    const handle = await open(path, 'r+');
    try {
      await handle.write(bytes, 0, bytes.length, at);
      await work();
      await handle.write(whole, at, bytes.length, at);
    } finally {
      await handle.close();
    }
  }
  const named = ({ result, findings }: PacketCheck) => ({ result, files: [...new Set(findings.map(({ file }) => file))] });
  /** Nothing of the packet is other than it was: what was altered is bookkeeping that says nothing of a file. */
  const isWhole = ({ result, filesChecked, fragmentsChecked, findings }: PacketCheck) => result === 'intact' && filesChecked === files.size && fragmentsChecked === 24 && findings.length === 0;

  it('is intact before', async () => {
    expect(isWhole(await verifyMaterial(path))).toBe(true);
  });

  it('is altered, and that very file is named, whichever bit of a file is flipped', async () => {
    const random = new RandomMutations(Number(process.env['SHILU_SEED'] ?? 20261125));
    for (let n = 0; n < times / 2; n += 1) {
      const [file, { start, bytes }] = random.oneOf([...files].filter(([, range]) => range.bytes > 0));
      const at = start + random.below(bytes);
      await withBytes(at, Buffer.from([(whole[at] ?? 0) ^ (1 << random.below(8))]), async () => expect({ at, ...named(await verifyMaterial(path)) }).toEqual({ at, result: 'altered', files: [file] }));
    }
  }, 900_000);

  it('is never called whole when it is not, whatever is done to its list of files', async () => {
    const random = new RandomMutations(Number(process.env['SHILU_SEED'] ?? 20261126));
    const results = new Map<string, number>();
    // An image begins with its list, a zip ends with it.
    const [listAt, listBytes] = packaging === 'iso' ? [16 * 2048, Math.min(...[...files.values()].map(({ start }) => start)) - 16 * 2048] : [endOfFiles, whole.length - endOfFiles];
    for (let n = 0; n < times / 2; n += 1) {
      const at = listAt + random.below(listBytes);
      await withBytes(at, Buffer.from([random.below(256)]), async () => {
        const check = await verifyMaterial(path);
        results.set(check.result, (results.get(check.result) ?? 0) + 1);
        expect(check.result !== 'intact' || isWhole(check), `byte ${at}: ${JSON.stringify(named(check))}`).toBe(true);
      });
    }
    expect([...results.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(times / 2);
  }, 900_000);

  it('is not intact when it is cut anywhere, or its bytes are exchanged, and it is judged in any case', async () => {
    const random = new RandomMutations(Number(process.env['SHILU_SEED'] ?? 20261127));
    try {
      for (let n = 0; n < Math.max(6, times / 20); n += 1) {
        const length = random.below(whole.length);
        await truncate(path, length);
        const check = await verifyMaterial(path);
        // An image ends with sectors that belong to no file.
        expect(isWhole(check), `cut at ${length}: ${JSON.stringify(named(check))}`).toBe(packaging === 'iso' && length >= endOfFiles);
        await writeFile(path, whole);
      }
      // Two files of the same length exchange their places: each is named.
      const segments = [...files].filter(([file]) => file.startsWith('data/recording/'));
      const [one, two] = [segments[0], segments[1]];
      if (one === undefined || two === undefined) throw new Error('no segments');
      const length = Math.min(one[1].bytes, two[1].bytes);
      const exchanged = Buffer.from(whole);
      whole.copy(exchanged, one[1].start, two[1].start, two[1].start + length);
      whole.copy(exchanged, two[1].start, one[1].start, one[1].start + length);
      await writeFile(path, exchanged);
      const found = named(await verifyMaterial(path));
      expect(found.result).toBe('altered');
      expect(found.files.sort()).toEqual([one[0], two[0]].sort());
    } finally {
      await writeFile(path, whole);
    }
  }, 900_000);
});
