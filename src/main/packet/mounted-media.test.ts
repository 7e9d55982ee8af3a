import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediumAt, mountedMedia, type MountedMedium } from './mounted-media.ts';

// A tree as the kernel lays it out: /sys/class/block/X is a link to where the device hangs, and a partition lies inside its disk.
describe('mounted media', () => {
  let folder: string;
  let media: readonly MountedMedium[];
  const named = (name: string) => media.find((medium) => medium.name === name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-media-'));
    const device = async (at: string, name: string, removable: string | undefined, under?: string) => {
      const place = join(folder, 'devices', at, name);
      await mkdir(place, { recursive: true });
      if (removable !== undefined) await writeFile(join(place, 'removable'), `${removable}\n`);
      if (under !== undefined) await writeFile(join(place, 'partition'), '1\n');
      await mkdir(join(folder, 'block'), { recursive: true });
      await symlink(place, join(folder, 'block', name));
    };
    await device('pci0/ata1/block', 'sda', '0');
    await device('pci0/ata1/block/sda', 'sda1', undefined, 'sda');
    await device('pci0/usb2/2-1/block', 'sdb', '0');
    await device('pci0/usb2/2-1/block/sdb', 'sdb1', undefined, 'sdb');
    await device('pci0/ata2/block', 'sdc', '1');
    await device('pci0/ata2/block/sdc', 'sdc1', undefined, 'sdc');
    await device('virtual/block', 'dm-0', '0');
    await mkdir(join(folder, 'devices/virtual/block/dm-0/slaves/sdb1'), { recursive: true });
    const mounts: [string, string][] = [['sda1', 'system'], ['sdb1', 'USB DISK'], ['sdc1', 'card'], ['dm-0', 'encrypted']];
    for (const [, at] of mounts) await mkdir(join(folder, 'mnt', at), { recursive: true });
    const line = ([source, at]: [string, string]) => `/dev/${source} ${join(folder, 'mnt', at).replaceAll(' ', '\\040')} vfat rw 0 0`;
    await writeFile(join(folder, 'mounts'), ['proc /proc proc rw 0 0', ...mounts.map(line), `/dev/sdd1 ${join(folder, 'mnt', 'gone')} vfat rw 0 0`, ''].join('\n'));
    media = await mountedMedia('linux', { mounts: join(folder, 'mounts'), blocks: join(folder, 'block') });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are told apart from built-in disks: by the disk, by USB, and through encryption', () => {
    expect(media.map(({ name, isRemovable }) => [name, isRemovable])).toEqual([['system', false], ['USB DISK', true], ['card', true], ['encrypted', true]]);
    expect(named('USB DISK')).toMatchObject({ path: join(folder, 'mnt', 'USB DISK'), fileSystem: 'vfat' });
    expect(named('card')?.freeBytes).toBeGreaterThan(0);
  });

  it('hold what lies on them, also what is not made yet, and nothing beside them', async () => {
    expect((await mediumAt(join(folder, 'mnt/card/case 1/new'), media))?.name).toBe('card');
    expect((await mediumAt(join(folder, 'mnt/card'), media))?.name).toBe('card');
    expect(await mediumAt(join(folder, 'mnt/cards'), media)).toBeUndefined();
    await symlink(join(folder, 'mnt/card'), join(folder, 'link'));
    expect((await mediumAt(join(folder, 'link/x'), media))?.name).toBe('card');
  });

  it('of other systems are listed without a word on whether they can be taken out', async () => {
    for (const platform of ['darwin', 'win32'] as const) for (const { isRemovable } of await mountedMedia(platform)) expect(isRemovable).toBeNull();
    expect(await mountedMedia('linux')).toBeInstanceOf(Array);
  });
});
