import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDataFolder } from './data-folder.ts';

describe('the data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-data-folder-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made with everything above it, and opened again as it is', async () => {
    const root = join(folder, 'not', 'yet', 'there');
    const { disks } = await openDataFolder(root);
    expect(disks).toEqual({ primary: join(root, 'primary'), mirror: join(root, 'mirror') });
    writeFileSync(join(root, 'keys', 'kept'), '');
    await openDataFolder(root);
    expect(existsSync(join(root, 'keys', 'kept'))).toBe(true);
    expect(readdirSync(root).sort()).toEqual(['children', 'keys', 'packets', 'profiles', 'stamps']);
  });

  it.each([
    ['below a file', () => join(folder, 'file', 'data')],
    ['where a file stands', () => join(folder, 'taken')],
    ['where the file system makes no folders and says “not found”', () => '/proc/shilu'],
    ['where the file system takes no files', () => '/proc/self/task'],
  ])('is refused %s', async (_what, root) => {
    writeFileSync(join(folder, 'file'), '');
    const taken = join(folder, 'taken', 'keys');
    rmSync(join(folder, 'taken'), { recursive: true, force: true });
    await openDataFolder(join(folder, 'taken'));
    rmSync(taken, { recursive: true });
    writeFileSync(taken, '');
    await expect(openDataFolder(root())).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
  });
});
