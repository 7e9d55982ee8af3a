import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { cameraRoles, disks, microphoneKinds, roomKinds, type Disk } from '../../shared/domain/index.ts';
import type { StationDatabase } from '../database/index.ts';
import { redact } from '../platform/index.ts';
import { CameraLogins, type CameraLogin } from './camera-logins.ts';
import type { SecretVault } from './secret-vault.ts';

const cameraSetting = z.object({
  cameraId: z.string(), name: z.string(), role: z.enum(cameraRoles),
  /** What is shown and written into facts: no credentials. */
  address: z.string(),
  /** The ONVIF device service, or empty for a plain RTSP camera. */
  xaddr: z.string(), rtspUrl: z.string(),
  /** Its login, sealed. */
  login: z.string(),
  manufacturer: z.string(), model: z.string(), width: z.number().int(), height: z.number().int(), hasAudio: z.boolean(),
  /** Who writes room time into its pictures. */
  stampedBy: z.enum(['station', 'camera']).optional(),
  /** Whether it has an on-screen display that can write the stamp; asked when it was added. */
  canStamp: z.boolean().optional(),
  latency: z.object({ latencyMs: z.number().int(), errorMs: z.number().int(), measuredAtMs: z.number().int() }).optional(),
});
const microphoneSetting = z.object({ microphoneId: z.string(), name: z.string(), kind: z.enum(microphoneKinds), address: z.string() });
const clockSetting = z.discriminatedUnion('source', [
  z.object({ source: z.literal('sntp'), servers: z.array(z.object({ server: z.string(), port: z.number().int() })).min(1) }),
  z.object({ source: z.literal('operator') }),
  z.object({ source: z.literal('system') }),
]);
const roomSetting = z.object({ roomName: z.string(), timeZone: z.string(), profileId: z.string(), kind: z.enum(roomKinds) });

const timeStampSetting = z.object({ url: z.string(), trustedPem: z.string() }).nullable();

const trainingSetting = z.object({ firstPort: z.number().int(), xaddrs: z.record(z.string(), z.string()) });

/** `given` is the folder that the start named when this one was set: naming another one later counts, the same one does not undo a replacement. */
const diskSetting = z.object({ path: z.string(), diskId: z.string(), given: z.string() });

export type DiskSetting = z.infer<typeof diskSetting>;
export type TrainingSetting = z.infer<typeof trainingSetting>;
export type CameraSetting = Omit<z.infer<typeof cameraSetting>, 'login'> & CameraLogin;
export type MicrophoneSetting = z.infer<typeof microphoneSetting>;
export type ClockSetting = z.infer<typeof clockSetting>;
export type RoomSetting = z.infer<typeof roomSetting>;

/** What the administrator has set for this room. Each value is checked when it is read: a damaged one is a thrown Error, never a silent default. */
export class Settings {
  readonly #database: StationDatabase;
  readonly #logins: CameraLogins;

  /** @param vaults the first one seals the logins of cameras; any of them opens what it has sealed */
  constructor(database: StationDatabase, vaults: readonly [SecretVault, ...SecretVault[]]) {
    this.#database = database;
    this.#logins = new CameraLogins(vaults);
  }

  /** With their logins; a login that cannot be opened is empty here and named by `lostLogins`. */
  get cameras(): readonly CameraSetting[] {
    return this.#storedCameras().map(({ login, ...camera }) => ({ ...camera, ...(this.#logins.open(camera.cameraId, camera.rtspUrl, login) ?? { user: '', password: '' }) }));
  }

  set cameras(cameras: readonly CameraSetting[]) {
    const lost = new Map(this.#storedCameras().filter((stored) => this.#isLost(stored)).map((stored) => [stored.cameraId, stored.login]));
    this.#write('cameras', cameras.map(({ user, password, ...camera }) => ({ ...camera, rtspUrl: redact(camera.rtspUrl), login: this.#logins.seal(camera.cameraId, { rtspUrl: camera.rtspUrl, user, password }) || (lost.get(camera.cameraId) ?? '') })));
  }

  /** The cameras whose login cannot be opened: the key that sealed it is not here, or the database was changed. */
  get lostLogins(): readonly string[] {
    return this.#storedCameras().filter((stored) => this.#isLost(stored)).map(({ cameraId }) => cameraId);
  }

  get microphones(): readonly MicrophoneSetting[] {
    return this.#read('microphones', z.array(microphoneSetting), []);
  }

  set microphones(microphones: readonly MicrophoneSetting[]) {
    this.#write('microphones', microphones);
  }

  get clock(): ClockSetting {
    return this.#read('clock', clockSetting, { source: 'system' });
  }

  set clock(clock: ClockSetting) {
    this.#write('clock', clock);
  }

  /** The file of the temperature and humidity sensor; undefined where it was never set, empty where there is none. */
  get climatePath(): string | undefined {
    return this.#read('climate', z.string().optional(), undefined);
  }

  setClimatePath(path: string): void {
    this.#write('climate', path);
  }

  get room(): RoomSetting {
    return this.#read('room', roomSetting, { roomName: '讯问室', timeZone: 'Asia/Shanghai', profileId: 'cn-zaozhuang', kind: 'unregistered' });
  }

  set room(room: RoomSetting) {
    this.#write('room', room);
  }

  /** The time-stamp authority (RFC 3161); null when there is none. */
  get timeStamp(): z.infer<typeof timeStampSetting> {
    return this.#read('timeStamp', timeStampSetting, null);
  }

  set timeStamp(setting: z.infer<typeof timeStampSetting>) {
    this.#write('timeStamp', setting);
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

  /** How a camera writes its stamp, as it was learnt: ten strips of its pictures; undefined where it never was. */
  readStampStrips(cameraId: string): readonly Uint8Array[] | undefined {
    return this.#read(`stampStrips:${cameraId}`, z.array(z.string()).optional(), undefined)?.map((strip) => inflateRawSync(Buffer.from(strip, 'base64')));
  }

  writeStampStrips(cameraId: string, strips: readonly Uint8Array[]): void {
    this.#write(`stampStrips:${cameraId}`, strips.map((strip) => deflateRawSync(strip).toString('base64')));
  }

  #storedCameras(): readonly z.infer<typeof cameraSetting>[] {
    return this.#read('cameras', z.array(cameraSetting), []);
  }

  #isLost({ cameraId, rtspUrl, login }: z.infer<typeof cameraSetting>): boolean {
    return this.#logins.open(cameraId, rtspUrl, login) === undefined;
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
