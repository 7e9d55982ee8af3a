import { AppError } from '../../shared/base/index.ts';
import { posixZone, type CameraId } from '../../shared/domain/index.ts';
import { readCameraClock, setCameraClock, withCameraOsd, type CameraAccess, type CameraOsd } from '../camera/index.ts';
import { decodeLooks } from '../ffmpeg/index.ts';
import { isRight, learnLetters, readStamp, teachingTexts, type StampLetters } from '../health/index.ts';
import { Rounds, sleep } from '../platform/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import type { Handlers } from './connection.ts';
import type { Station } from './station.ts';

type Person = Parameters<Handlers['camera.setStamp']>[1]['person'];

export type CameraStampReading =
  | { readonly kind: 'right' | 'wrong'; readonly text: string }
  | { readonly kind: 'absent' };

const roundMs = 5_000;
const lookAtClockEveryMs = 120_000;
/** A crystal of 200 ppm drifts by 24 ms between two looks: it is set again long before anybody could see it in the picture. */
const setBeyondMs = 60;
const deadlineMs = 12_000;
const teachDeadlineMs = 240_000;
const liveMs = 20_000;
/** From the camera's answer until what it was told stands in its pictures. */
const drawnMs = 600;
/** The same for a slow camera, or a machine that is busy. */
const drawnSlowlyMs = 2_500;
const pictureMs = 8_000;
const readMs = 4_000;

/** The cameras that write room time into their own pictures: sets them up, learns how they write, keeps their clocks set, and gives them up. */
export class CameraStamps {
  readonly #station: Station;
  readonly #letters = new Map<string, StampLetters | undefined>();
  readonly #labels = new Map<string, string>();
  readonly #lookedAtMs = new Map<string, number>();
  /** Cameras whose digits are being learnt: they show test texts, and nothing may be recorded of them. */
  readonly #learning = new Map<string, Promise<unknown>>();
  readonly #kept = new Map<string, Promise<void>>();
  readonly #rounds: Rounds;

  constructor(station: Station) {
    this.#station = station;
    this.#rounds = new Rounds({ everyMs: roundMs, round: () => this.#keepAll(), onError: (error) => station.log.error('the stamps of cameras could not be kept', error) });
  }

  start(): void {
    this.#rounds.start();
  }

  async close(): Promise<void> {
    await Promise.all([this.#rounds.close(), ...this.#learning.values(), ...this.#kept.values()]);
  }

  /** Whether a camera is showing test texts: this one, or any. */
  isLearning(cameraId?: string): boolean {
    return cameraId === undefined ? this.#learning.size > 0 : this.#learning.has(cameraId);
  }

  /** Whether a camera can write date, time and a text into its own picture. One that does not answer in time is taken for one that cannot. */
  async canStamp(access: Pick<CameraSetting, 'xaddr' | 'user' | 'password'>): Promise<boolean> {
    return withCameraOsd({ ...access, deadlineMs, time: this.#station.roomClock }, () => Promise.resolve(true)).catch((error: unknown) => {
      this.#station.log.info('the camera does not stamp its own picture', { address: access.xaddr, error: String(error) });
      return false;
    });
  }

  /** How this camera writes its digits; undefined while that is not known. */
  letters(cameraId: string): StampLetters | undefined {
    if (!this.#letters.has(cameraId)) {
      const strips = this.#station.settings.readStampStrips(cameraId);
      this.#letters.set(cameraId, strips === undefined ? undefined : learnLetters(strips));
    }
    return this.#letters.get(cameraId);
  }

  /** The station stamps again. */
  async useStation(setting: CameraSetting, person: Person): Promise<void> {
    this.#refuseWhileLearning(setting);
    await this.#stampBy(setting.cameraId, 'station');
    await this.#wipe(setting);
    this.#noteSet(setting, 'station', '', person);
  }

  /**
   * The camera stamps from now on: its clock is set, it is told to write the teaching texts one after the other, which are learnt from its pictures, then
   * date and time, which are read back.
   * @returns what was read
   * @throws AppError CAMERA_STAMP_LEARNING, CAMERA_CLOCK_REFUSED, CAMERA_STAMP_UNSUPPORTED, CAMERA_STAMP_UNREADABLE, PICTURE_MISSING and those of the camera; then the station stamps as before
   */
  async useCamera(setting: CameraSetting, person: Person): Promise<string> {
    const { cameraId } = setting;
    this.#refuseWhileLearning(setting);
    const learning = this.#learn(setting, person);
    this.#learning.set(cameraId, learning.catch(() => undefined));
    try {
      return await learning;
    } finally {
      this.#learning.delete(cameraId);
      // What a check saw meanwhile is not what will be recorded.
      this.#station.forgetCheck();
    }
  }

  #refuseWhileLearning({ cameraId, name }: CameraSetting): void {
    if (this.#learning.has(cameraId)) throw new AppError('CAMERA_STAMP_LEARNING', { camera: name });
  }

  async #learn(setting: CameraSetting, person: Person): Promise<string> {
    const { settings } = this.#station;
    const { cameraId, name } = setting;
    await this.#setClock(setting);
    try {
      return await withCameraOsd(this.#access(setting, teachDeadlineMs), async (osd) => {
        await osd.show('time', { kind: 'text', text: teachingTexts[0] ?? '' });
        await this.#stampBy(cameraId, 'camera');
        await this.#live(setting);
        const { strips, letters } = (await this.#teach(setting, osd, drawnMs)) ?? (await this.#teach(setting, osd, drawnSlowlyMs)) ?? {};
        if (strips === undefined || letters === undefined) throw new AppError('CAMERA_STAMP_UNREADABLE', { camera: name });
        settings.writeStampStrips(cameraId, strips);
        this.#letters.set(cameraId, letters);
        await this.#strip(setting, drawnMs, () => osd.show('time', { kind: 'time' }));
        await this.#label(cameraId, osd);
        const reading = await this.read(cameraId);
        if (reading.kind !== 'right') throw new AppError('CAMERA_STAMP_UNREADABLE', { camera: name });
        this.#noteSet(setting, 'camera', reading.text, person);
        return reading.text;
      });
    } catch (error) {
      await this.#stampBy(cameraId, 'station');
      await this.#wipe(setting);
      throw error;
    }
  }

  /** @returns undefined when its digits cannot be told apart: also where it draws a text later than it is given time for */
  async #teach(setting: CameraSetting, osd: CameraOsd, withinMs: number): Promise<{ readonly strips: readonly Uint8Array[]; readonly letters: StampLetters } | undefined> {
    const strips: Uint8Array[] = [];
    for (const text of teachingTexts) strips.push(await this.#strip(setting, withinMs, () => osd.show('time', { kind: 'text', text })));
    const letters = learnLetters(strips);
    return letters === undefined ? undefined : { strips, letters };
  }

  /**
   * What the pictures of this camera say: when nothing right stands in the newest, those of the next seconds are looked at as well, for a camera
   * that has just been told what to write. @throws AppError CAMERA_UNKNOWN
   */
  async read(cameraId: string): Promise<CameraStampReading> {
    await this.#kept.get(cameraId);
    const giveUpAtMs = this.#station.roomClock.monotonicMs() + readMs;
    for (;;) {
      const reading = await this.#readOnce(cameraId);
      if (reading.kind === 'right' || this.#station.roomClock.monotonicMs() > giveUpAtMs || this.#rounds.closing.aborted) return reading;
      await sleep(300, this.#rounds.closing);
    }
  }

  async #readOnce(cameraId: string): Promise<CameraStampReading> {
    const { cameras, settings, profile } = this.#station;
    const { recorder } = cameras.stampedCamera(cameraId);
    const strip = await this.#newest(recorder, Number.NEGATIVE_INFINITY);
    const letters = this.letters(cameraId);
    const reading = strip === undefined || letters === undefined ? undefined : readStamp(strip.strip, letters);
    if (strip === undefined || reading?.kind !== 'read') return { kind: 'absent' };
    const right = isRight(reading.text, { roomMs: strip.roomMs, timeZone: settings.room.timeZone, toleranceMs: profile.maximumCameraClockOffsetMs });
    return { kind: right ? 'right' : 'wrong', text: reading.text };
  }

  /** Its stamp is absent, wrong or unreadable: the station stamps from now on, until the administrator sets it again. @returns false where the station stamps anyway */
  drop(cameraId: string, reason: string): boolean {
    const { cameras, settings, alarms, roomClock, facts, controller } = this.#station;
    const setting = settings.cameras.find((camera) => camera.cameraId === cameraId);
    if (setting?.stampedBy !== 'camera' || this.#learning.has(cameraId)) return false;
    settings.cameras = settings.cameras.map((camera) => (camera.cameraId === cameraId ? { ...camera, stampedBy: 'station' } : camera));
    cameras.stampedCamera(cameraId).recorder.stampHere();
    // Whatever is being written to it now is taken away as well.
    void (this.#kept.get(cameraId) ?? Promise.resolve()).then(() => this.#wipe(setting));
    alarms.raise({ code: 'CAMERA_STAMP_DROPPED', subject: cameraId, severity: 'alarm', sinceMs: Math.round(roomClock.now().atMs), params: { camera: setting.name } });
    facts.write(controller?.state.sessionId ?? '', 'camera.stampDropped', { cameraId: cameraId as CameraId, name: setting.name, reason }, 'station');
    this.#station.changed();
    return true;
  }

  /** A camera whose stream began anew may have forgotten what it was told, and the time with it: both are set again at once. */
  renew(cameraId: string): void {
    const setting = this.#station.settings.cameras.find((camera) => camera.cameraId === cameraId);
    if (setting?.stampedBy !== 'camera' || setting.xaddr === '' || this.#learning.has(cameraId)) return;
    this.#labels.delete(cameraId);
    this.#lookedAtMs.delete(cameraId);
    void this.#keepOne(setting);
  }

  /** The camera connects again, unless nothing changes; while the station closes, its cameras are let go of anyway. */
  async #stampBy(cameraId: string, stampedBy: 'station' | 'camera'): Promise<void> {
    const { cameras, settings } = this.#station;
    const setting = settings.cameras.find((camera) => camera.cameraId === cameraId);
    if (setting === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
    if ((setting.stampedBy ?? 'station') === stampedBy && cameras.stampedCamera(cameraId).recorder.stampedBy === stampedBy) return;
    if (this.#rounds.closing.aborted) settings.cameras = settings.cameras.map((camera) => (camera === setting ? { ...camera, stampedBy } : camera));
    else await cameras.replace({ ...setting, stampedBy });
  }

  /** What the camera writes must not stand under what the station draws. A camera that will not, or is gone, keeps it: the reading-back tells when that disturbs. */
  async #wipe(setting: CameraSetting): Promise<void> {
    this.#labels.delete(setting.cameraId);
    await withCameraOsd(this.#access(setting, deadlineMs), async (osd) => {
      await osd.clear('time');
      await osd.clear('label');
    }).catch((error: unknown) => this.#station.log.warn('the camera keeps its stamp', { cameraId: setting.cameraId, error: String(error) }));
  }

  #noteSet({ cameraId, name }: CameraSetting, by: 'station' | 'camera', read: string, person: Person): void {
    this.#station.alarms.clear(cameraId, 'CAMERA_STAMP_DROPPED');
    this.#station.facts.write('', 'camera.stampSet', { cameraId: cameraId as CameraId, name, by, read }, person);
  }

  async #keepAll(): Promise<void> {
    const cameras = this.#station.settings.cameras.filter(({ cameraId, stampedBy, xaddr }) => stampedBy === 'camera' && xaddr !== '' && !this.#learning.has(cameraId));
    await Promise.all(cameras.map((setting) => this.#keepOne(setting)));
  }

  /** One conversation at a time. Never rejects: what could not be kept is tried again, and the reading-back tells what became of it. */
  async #keepOne(setting: CameraSetting): Promise<void> {
    const { cameraId } = setting;
    const before = this.#kept.get(cameraId) ?? Promise.resolve();
    const kept = before.then(() => this.#writeAnew(setting)).catch((error: unknown) => this.#station.log.warn('the stamp of a camera is not kept', { cameraId, error: String(error) }));
    this.#kept.set(cameraId, kept);
    await kept;
    if (this.#kept.get(cameraId) === kept) this.#kept.delete(cameraId);
  }

  /** What stands under the time changes with the case and the climate; the clock is set again before its drift shows. */
  async #writeAnew(setting: CameraSetting): Promise<void> {
    const { cameras, roomClock } = this.#station;
    const { cameraId } = setting;
    const camera = cameras.stampedCamera(cameraId);
    if (this.#rounds.closing.aborted || camera.recorder.state.phase !== 'live' || camera.recorder.stampedBy !== 'camera') return;
    const written = this.#labels.get(cameraId);
    if (written !== camera.stampLabel()) await withCameraOsd(this.#access(setting, deadlineMs), async (osd) => {
      if (written === undefined) await osd.show('time', { kind: 'time' });
      await this.#label(cameraId, osd);
    });
    const nowMs = roomClock.monotonicMs();
    if (nowMs - (this.#lookedAtMs.get(cameraId) ?? Number.NEGATIVE_INFINITY) < lookAtClockEveryMs) return;
    this.#lookedAtMs.set(cameraId, nowMs);
    const { offsetMs, errorMs, atMs } = await readCameraClock(this.#access(setting, deadlineMs));
    roomClock.noteCameraOffset(cameraId, offsetMs, errorMs, atMs);
    if (Math.abs(offsetMs) > setBeyondMs) await this.#setClock(setting);
  }

  async #setClock(setting: CameraSetting): Promise<void> {
    const { roomClock, settings, profile, facts, controller } = this.#station;
    const { cameraId, name } = setting;
    const access = this.#access(setting, deadlineMs);
    const beforeMs = (await readCameraClock(access, 1)).offsetMs;
    const { offsetMs, errorMs: boundMs, atMs } = await setCameraClock(access, 7, posixZone(roomClock.now().atMs, settings.room.timeZone));
    roomClock.noteCameraOffset(cameraId, offsetMs, boundMs, atMs);
    const errorMs = Math.max(0, boundMs - roomClock.status().errorMs);
    if (Math.abs(offsetMs) - errorMs > profile.maximumCameraClockOffsetMs) throw new AppError('CAMERA_CLOCK_REFUSED', { camera: name });
    facts.write(controller?.state.sessionId ?? '', 'camera.clockSet', { cameraId: cameraId as CameraId, name, byMs: Math.round(offsetMs - beforeMs), offsetMs: Math.round(offsetMs), errorMs: Math.ceil(errorMs) }, 'station');
    this.#lookedAtMs.set(cameraId, roomClock.monotonicMs());
  }

  async #label(cameraId: string, osd: CameraOsd): Promise<void> {
    const label = this.#station.cameras.stampedCamera(cameraId).stampLabel();
    if (osd.hasLabel) await osd.show('label', { kind: 'text', text: label });
    this.#labels.set(cameraId, label);
  }

  async #live({ cameraId, name }: CameraSetting): Promise<void> {
    const { cameras, roomClock } = this.#station;
    const giveUpAtMs = roomClock.monotonicMs() + liveMs;
    for (;;) {
      const { recorder } = cameras.stampedCamera(cameraId);
      if (recorder.state.phase === 'live' && recorder.recent !== undefined) return;
      // H.265, or pictures that refer to later ones, are no pictures to be recorded as they come.
      if (recorder.stampedBy === 'station') throw new AppError('CAMERA_STAMP_UNSUPPORTED', { address: cameras.stampedCamera(cameraId).setting.address });
      if (roomClock.monotonicMs() > giveUpAtMs) throw new AppError('PICTURE_MISSING', { camera: name });
      if (this.#rounds.closing.aborted) throw new AppError('PICTURE_MISSING', { camera: name });
      await sleep(100, this.#rounds.closing);
    }
  }

  /** Has something written, and gives the strip of the first key picture in which it stands. */
  async #strip({ cameraId, name }: CameraSetting, withinMs: number, write: () => Promise<void>): Promise<Uint8Array> {
    const { cameras, roomClock } = this.#station;
    await write();
    const fromMs = roomClock.now().atMs + withinMs;
    const giveUpAtMs = roomClock.monotonicMs() + pictureMs;
    while (roomClock.monotonicMs() < giveUpAtMs && !this.#rounds.closing.aborted) {
      const found = await this.#newest(cameras.stampedCamera(cameraId).recorder, fromMs);
      if (found !== undefined) return found.strip;
      await sleep(100, this.#rounds.closing);
    }
    throw new AppError('PICTURE_MISSING', { camera: name });
  }

  /** The strip of the newest key picture that is held, when it is of `fromMs` or later. */
  async #newest({ recent }: ReturnType<Station['cameras']['stampedCamera']>['recorder'], fromMs: number): Promise<{ readonly strip: Uint8Array; readonly roomMs: number } | undefined> {
    const key = recent?.fragments.findLast(({ media }) => media.startsWithKey);
    if (recent === undefined || key === undefined || key.roomMs < fromMs) return undefined;
    const [look] = await decodeLooks(this.#station.tools, [{ init: recent.init.bytes, fragments: [key.media.bytes], keys: 1, hasPicture: true, hasSound: false, soundMs: 0, stampedBy: 'camera' }]);
    const strip = look?.strips[0];
    return strip === undefined ? undefined : { strip, roomMs: key.roomMs };
  }

  #access({ xaddr, user, password }: CameraSetting, within: number): CameraAccess {
    return { xaddr, user, password, deadlineMs: within, time: this.#station.roomClock };
  }
}
