import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { disks, type Disk } from '../../shared/domain/index.ts';
import { newId, writeFileDurably } from '../platform/index.ts';

/** Lies in the folder of each disk, so that an empty mount point or another disk is never taken for it. */
const identityFile = 'shilu-disk.json';
const identityShape = z.object({ format: z.literal('shilu.disk.v1'), diskId: z.string().min(1), disk: z.enum(disks) });

/** What a folder says it is; undefined when it says nothing. @throws Error when it cannot be read or is not an identity */
export async function readDiskIdentity(folder: string): Promise<{ readonly diskId: string; readonly disk: Disk } | undefined> {
  try {
    return identityShape.parse(JSON.parse(await readFile(join(folder, identityFile), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Marks a folder as this disk, durably. @returns its new id. @throws when the folder has an identity or cannot be written */
export async function giveDiskIdentity(folder: string, disk: Disk): Promise<string> {
  const diskId = newId('disk');
  await writeFileDurably(join(folder, identityFile), `${JSON.stringify({ format: 'shilu.disk.v1', diskId, disk })}\n`);
  return diskId;
}
