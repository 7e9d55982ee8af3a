import { z } from 'zod';
import { cameraRoles, disks, type Disk } from '../../shared/domain/index.ts';
import type { StationDatabase } from '../database/index.ts';

const cameraSetting = z.object({
  cameraId: z.string(), name: z.string(), role: z.enum(cameraRoles),
  /** What is shown and written into facts: no credentials. */
  address: z.string(),
  /** The ONVIF device service, or empty for a plain RTSP camera. */
  xaddr: z.string(), rtspUrl: z.string(), user: z.string(), password: z.string(),
  manufacturer: z.string(), model: z.string(), width: z.number().int(), height: z.number().int(), hasAudio: z.boolean(),
});
const clockSetting = z.discriminatedUnion('source', [
  z.object({ source: z.literal('sntp'), server: z.string(), port: z.number().int() }),
  z.object({ source: z.literal('system') }),
]);
const roomSetting = z.object({ roomName: z.string(), timeZone: z.string(), profileId: z.string() });

const trainingSetting = z.object({ firstPort: z.number().int(), xaddrs: z.record(z.string(), z.string()) });

/** `given` is the folder that the start named when this one was set: naming another one later counts, the same one does not undo a replacement. */
const diskSetting = z.object({ path: z.string(), diskId: z.string(), given: z.string() });

export type DiskSetting = z.infer<typeof diskSetting>;
export type TrainingSetting = z.infer<typeof trainingSetting>;
export type CameraSetting = z.infer<typeof cameraSetting>;
export type ClockSetting = z.infer<typeof clockSetting>;
export type RoomSetting = z.infer<typeof roomSetting>;

/** What the administrator has set for this room. Each value is checked when it is read: a damaged one is a thrown Error, never a silent default. */
export class Settings {
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
  }

  get cameras(): readonly CameraSetting[] {
    return this.#read('cameras', z.array(cameraSetting), []);
  }

  set cameras(cameras: readonly CameraSetting[]) {
    this.#write('cameras', cameras);
  }

  get clock(): ClockSetting {
    return this.#read('clock', clockSetting, { source: 'system' });
  }

  set clock(clock: ClockSetting) {
    this.#write('clock', clock);
  }

  get room(): RoomSetting {
    return this.#read('room', roomSetting, { roomName: '讯问室', timeZone: 'Asia/Shanghai', profileId: 'cn-zaozhuang' });
  }

  set room(room: RoomSetting) {
    this.#write('room', room);
  }

  /** The two disks as they were last used; a disk that was never used has none. */
  get disks(): Readonly<Partial<Record<Disk, DiskSetting>>> {
    return this.#read('disks', z.partialRecord(z.enum(disks), diskSetting), {});
  }

  setDisk(disk: Disk, setting: DiskSetting): void {
    this.#write('disks', { ...this.disks, [disk]: setting });
  }

  /** Where the simulated cameras were last time, so that a room remembers them; undefined before the first. */
  readTraining(): TrainingSetting | undefined {
    return this.#read('training', trainingSetting.optional(), undefined);
  }

  writeTraining(training: TrainingSetting): void {
    this.#write('training', training);
  }

  #read<T>(key: string, shape: z.ZodType<T>, initial: T): T {
    const row = this.#database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?').get(key);
    return row === undefined ? initial : shape.parse(JSON.parse(row.value));
  }

  #write(key: string, value: unknown): void {
    this.#database
      .prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, JSON.stringify(value));
  }
}
