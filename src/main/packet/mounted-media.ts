import { access, readdir, readFile, realpath, statfs } from 'node:fs/promises';
import { constants } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** A medium that is mounted. */
export interface MountedMedium {
  /** Where a folder can be made. */
  readonly path: string;
  readonly name: string;
  readonly fileSystem: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** null where the operating system does not say without a program of its own (Windows, macOS). */
  readonly isRemovable: boolean | null;
}

/** Where Linux tells what is mounted and what kind of device it is. */
export interface LinuxSources {
  readonly mounts: string;
  readonly blocks: string;
}

const linux: LinuxSources = { mounts: '/proc/self/mounts', blocks: '/sys/class/block' };

/**
 * The media that are mounted. On Linux only block devices, each with what the kernel says of it; on macOS the volumes beside the system's,
 * on Windows the drives beside the system's, and for both nobody here knows whether they can be taken out.
 */
export async function mountedMedia(platform: NodeJS.Platform = process.platform, sources: LinuxSources = linux): Promise<readonly MountedMedium[]> {
  const found = await listed(platform, sources);
  const media = await Promise.all(found.map(async (medium) => {
    const size = await statfs(medium.path).catch(() => undefined);
    return size === undefined ? undefined : { ...medium, freeBytes: size.bavail * size.bsize, totalBytes: size.blocks * size.bsize };
  }));
  return media.filter((medium) => medium !== undefined);
}

/** The medium on which a path lies, or will lie once it is made; undefined when it is on none of these. */
export async function mediumAt(path: string, media: readonly MountedMedium[]): Promise<MountedMedium | undefined> {
  const real = await nearestReal(resolve(path));
  const holding = media.filter((medium) => real === medium.path || real.startsWith(medium.path.endsWith(sep) ? medium.path : `${medium.path}${sep}`));
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0];
}

type Listed = Omit<MountedMedium, 'freeBytes' | 'totalBytes'>;

async function listed(platform: NodeJS.Platform, sources: LinuxSources): Promise<readonly Listed[]> {
  if (platform === 'linux') return onLinux(sources);
  if (platform === 'darwin') return onMac();
  return platform === 'win32' ? onWindows() : [];
}

async function onLinux({ mounts, blocks }: LinuxSources): Promise<readonly Listed[]> {
  const lines = (await readFile(mounts, 'utf8')).split('\n').map((line) => line.split(' '));
  const media = await Promise.all(lines.map(async ([source = '', path = '', fileSystem = '']): Promise<Listed | undefined> => {
    if (!source.startsWith('/dev/')) return undefined;
    const device = basename(await realpath(source).catch(() => source));
    const at = withoutEscapes(path);
    return { path: at, name: basename(at) === '' ? at : basename(at), fileSystem, isRemovable: await isRemovableBlock(blocks, device) };
  }));
  return media.filter((medium) => medium !== undefined);
}

/** What is written with a number in the table of mounts: spaces and the like (fstab(5)). */
function withoutEscapes(path: string): string {
  return Buffer.from(path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))), 'utf8').toString('utf8');
}

/** A disk says so itself; a disk on USB does not and can be taken out all the same; a partition is where its disk is; a mapped (encrypted) one where those below it are. */
async function isRemovableBlock(blocks: string, device: string): Promise<boolean> {
  const place = await realpath(join(blocks, device)).catch(() => undefined);
  if (place === undefined) return false;
  if (/\/(usb\d|mmc_host)/.test(place)) return true;
  for (const below of await readdir(join(place, 'slaves')).catch(() => [])) if (await isRemovableBlock(blocks, below)) return true;
  const disk = (await isThere(join(place, 'partition'))) ? dirname(place) : place;
  return (await readFile(join(disk, 'removable'), 'utf8').catch(() => '0')).trim() === '1';
}

async function onMac(): Promise<readonly Listed[]> {
  const volumes = await readdir('/Volumes', { withFileTypes: true }).catch(() => []);
  return volumes.filter((volume) => volume.isDirectory()).map(({ name }) => ({ path: `/Volumes/${name}`, name, fileSystem: '', isRemovable: null }));
}

async function onWindows(): Promise<readonly Listed[]> {
  const system = (process.env['SystemDrive'] ?? 'C:').toUpperCase();
  const letters = Array.from('DEFGHIJKLMNOPQRSTUVWXYZABC', (letter) => `${letter}:`).filter((drive) => drive !== system);
  const there = await Promise.all(letters.map((drive) => isThere(`${drive}\\`)));
  return letters.filter((_, n) => there[n] === true).map((drive) => ({ path: `${drive}\\`, name: drive, fileSystem: '', isRemovable: null }));
}

async function nearestReal(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined || dirname(at) === at) return real ?? at;
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(() => true, () => false);
}
