import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFolder, hoursLeft, sameDisk } from './folder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-folder-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('checkFolder', () => {
  it('passes a good folder and leaves nothing behind', async () => {
    const { freeBytes, ...rest } = await checkFolder(folder);
    expect(rest).toEqual({ ok: true, code: null });
    expect(freeBytes).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails a folder that is not there, and does not make it', async () => {
    expect(await checkFolder(join(folder, 'absent'))).toEqual({ ok: false, freeBytes: 0, code: 'FOLDER_NOT_WRITABLE' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await checkFolder(join(folder, 'file'))).toMatchObject({ ok: false, code: 'FOLDER_NOT_WRITABLE' });
  });

  it('fails a folder without the right to write', async () => {
    // The superuser may write anywhere, except where the kernel lets nobody.
    const closed = process.getuid?.() === 0 ? '/proc/self' : join(folder, 'closed');
    if (closed !== '/proc/self') {
      mkdirSync(closed);
      chmodSync(closed, 0o500);
    }
    expect(await checkFolder(closed)).toMatchObject({ ok: false, code: 'FOLDER_NOT_WRITABLE' });
  });
});

describe('sameDisk', () => {
  it('compares devices', async () => {
    expect(await sameDisk(folder, tmpdir())).toBe(true);
    expect(await sameDisk(folder, '/proc')).toBe(false);
  });
});

describe('hoursLeft', () => {
  it.each([[3_600_000, 1_000, 1], [3_599_999, 1_000, 0], [1e12, 750_000, 370], [0, 1_000, 0], [1, 0, Infinity]])('%d bytes at %d a second: %d h', (free, rate, hours) => {
    expect(hoursLeft(free, rate)).toBe(hours);
  });
});
