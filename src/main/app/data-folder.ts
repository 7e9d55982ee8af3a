import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { Disk } from '../../shared/domain/index.ts';

/** Where a station keeps what. The mirror should be on a disk of its own; by default both are folders side by side. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly keys: string;
  readonly packets: string;
  readonly stamps: string;
  /** Every profile that a session was ever opened under, by its hash. */
  readonly profiles: string;
  /** Which export is under way, for the start after a crash. */
  readonly exporting: string;
  /** Which ffmpegs run. */
  readonly children: string;
  /** As the start named them; `DiskKeeper` knows which are in use. */
  readonly disks: Readonly<Record<Disk, string>>;
}

/** Makes what is missing, except the folders of the two disks: one of them may be away. @throws AppError FOLDER_NOT_WRITABLE */
export async function openDataFolder(root: string, mirror = join(root, 'mirror')): Promise<DataFolder> {
  const disks = { primary: join(root, 'primary'), mirror };
  const folder = { root, database: join(root, 'station.db'), keys: join(root, 'keys'), packets: join(root, 'packets'), stamps: join(root, 'stamps'), profiles: join(root, 'profiles'), children: join(root, 'children'), exporting: join(root, 'exporting.json'), disks };
  for (const path of [folder.keys, folder.packets, folder.stamps, folder.profiles, folder.children]) await makeDataFolder(path);
  return folder;
}

/** Makes a folder and what is missing above it. @throws AppError FOLDER_NOT_WRITABLE */
export async function makeDataFolder(path: string): Promise<void> {
  await makeFolder(path).catch((cause: unknown) => {
    throw new AppError('FOLDER_NOT_WRITABLE', { path }, cause);
  });
}

/** As `mkdir` with `recursive`, which never ends where a file system answers ENOENT though the folder above is there (autofs, /proc). */
async function makeFolder(path: string): Promise<void> {
  const failure = await makeOne(path);
  if (failure === undefined) return;
  if (failure.code !== 'ENOENT' || dirname(path) === path) throw failure;
  await makeFolder(dirname(path));
  const again = await makeOne(path);
  if (again !== undefined) throw again;
}

async function makeOne(path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path, { mode: 0o750 });
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === 'EEXIST' && (await stat(path)).isDirectory() ? undefined : error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
