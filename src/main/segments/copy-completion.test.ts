import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeCopy } from './copy-completion.ts';

let folder: string;
const long = Buffer.alloc(2_500_000, 7);
const from = () => join(folder, 'long.mp4');
const to = () => join(folder, 'mirror', 'short.mp4');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-copy-'));
  long.writeUInt32BE(99, 1_500_000);
  writeFileSync(from(), long);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('completeCopy', () => {
  it('makes a copy that is missing', async () => {
    const sha256 = createHash('sha256').update(long).digest('hex');
    expect(await completeCopy(from(), to())).toEqual({ kind: 'completed', bytes: long.length, sha256, addedBytes: long.length });
    expect(readFileSync(to()).equals(long)).toBe(true);
  });

  it('appends only what is missing, and nothing the second time', async () => {
    await completeCopy(from(), to());
    writeFileSync(to(), long.subarray(0, 1_200_000));
    expect(await completeCopy(from(), to())).toMatchObject({ kind: 'completed', addedBytes: 1_300_000 });
    expect(await completeCopy(from(), to())).toMatchObject({ kind: 'completed', addedBytes: 0 });
  });

  it('touches no byte of a copy that is not the same, or that is longer', async () => {
    await completeCopy(from(), to());
    const other = Buffer.from(long.subarray(0, 1_800_000));
    other[1_500_001] = 1;
    writeFileSync(to(), other);
    expect(await completeCopy(from(), to())).toMatchObject({ kind: 'differs' });
    expect(readFileSync(to()).equals(other)).toBe(true);
    writeFileSync(to(), Buffer.concat([long, Buffer.from([1])]));
    expect(await completeCopy(from(), to())).toMatchObject({ kind: 'differs' });
  });
});
