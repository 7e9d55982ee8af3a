import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { Packaging } from './delivery.ts';

/** vfat (linux/magic.h); exFAT has no such limit. */
const fatMagic = 0x4d44;
const largestFatFile = 0xffff_ffff;
/** Report, page, ledger and what the file system needs for itself. */
const besideMasters = 64 << 20;

/**
 * Looks before anything is written whether a packet has room there.
 * @throws AppError MEDIUM_TOO_SMALL, MEDIUM_FILE_TOO_LARGE
 */
export async function requireRoom(folder: string, masters: readonly { readonly path: string; readonly bytes: number }[], { packaging = 'folder', derive = false }: { readonly packaging?: Packaging; readonly derive?: boolean }): Promise<void> {
  const there = await nearest(folder);
  if (there === undefined) return;
  const { freeBytes, isFat } = there;
  const bytes = masters.reduce((sum, master) => sum + master.bytes, 0);
  // Derived copies are about as large as what they are made from; an image or zip holds them once more until it is whole.
  const copies = (derive ? 1 : 0) * (packaging === 'folder' ? 1 : 2);
  const neededBytes = bytes * (1 + copies) + besideMasters;
  if (freeBytes < neededBytes) throw new AppError('MEDIUM_TOO_SMALL', { path: folder, neededMb: Math.ceil(neededBytes / 1e6), freeMb: Math.floor(freeBytes / 1e6) });
  const largest = packaging === 'folder' ? Math.max(0, ...masters.map((master) => master.bytes)) : neededBytes;
  if (isFat && largest > largestFatFile) throw new AppError('MEDIUM_FILE_TOO_LARGE', { path: folder });
}

/** Of the folder, or of the first one above it that is there. */
async function nearest(folder: string): Promise<{ readonly freeBytes: number; readonly isFat: boolean } | undefined> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize, type } = await statfs(path);
      return { freeBytes: bavail * bsize, isFat: type === fatMagic };
    } catch {
      // Whoever may not even look is told by the first write.
      if (dirname(path) === path) return undefined;
    }
  }
}
