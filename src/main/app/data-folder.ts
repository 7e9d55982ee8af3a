import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { Disk } from '../../shared/domain/index.ts';

/** Where a station keeps what. The mirror should be on a disk of its own; by default both are folders side by side. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly keys: string;
  readonly packets: string;
  readonly stamps: string;
  readonly disks: Readonly<Record<Disk, string>>;
  /** True when a power cut or a dead disk would take both copies. */
  readonly disksShared: boolean;
}

/** Makes what is missing. @throws AppError FOLDER_NOT_WRITABLE */
export async function openDataFolder(root: string, mirror = join(root, 'mirror')): Promise<DataFolder> {
  const disks = { primary: join(root, 'primary'), mirror };
  const folder = { root, database: join(root, 'station.db'), keys: join(root, 'keys'), packets: join(root, 'packets'), stamps: join(root, 'stamps'), disks };
  for (const path of [disks.primary, disks.mirror, folder.keys, folder.packets, folder.stamps]) {
    await mkdir(path, { recursive: true, mode: 0o750 }).catch((cause: unknown) => {
      throw new AppError('FOLDER_NOT_WRITABLE', { path }, cause);
    });
  }
  const [primaryStat, mirrorStat] = [await stat(disks.primary), await stat(disks.mirror)];
  return { ...folder, disksShared: primaryStat.dev === mirrorStat.dev };
}
