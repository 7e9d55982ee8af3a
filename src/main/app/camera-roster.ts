import { AppError, type ErrorParams } from '../../shared/base/index.ts';
import { mediaTypeOfInit, writePreviewMessage, type CameraSnapshot } from '../../shared/contract/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import type { PreviewSource } from './connection.ts';
import type { RecordedSource } from './recorded-source.ts';
import { RosterCamera } from './roster-camera.ts';
import type { Station } from './station.ts';

/** The cameras of the room, each with its recorder. */
export class CameraRoster implements PreviewSource {
  readonly #station: Station;
  readonly #cameras = new Map<string, RosterCamera>();

  constructor(station: Station) {
    this.#station = station;
  }

  /** Begins to connect to every camera of the settings. */
  start(): void {
    for (const setting of this.#station.settings.cameras) this.add(setting);
    for (const cameraId of this.#station.settings.lostLogins) this.#camera(cameraId).tellLostLogin();
  }

  add(setting: CameraSetting): void {
    this.#cameras.set(setting.cameraId, new RosterCamera(this.#station, setting));
  }

  async remove(cameraId: string): Promise<void> {
    const camera = this.#camera(cameraId);
    this.#cameras.delete(cameraId);
    await this.#letGo(camera);
  }

  /** The encoder has changed: every camera goes over to the new one. */
  encodeAnew(): void {
    for (const { recorder } of this.#cameras.values()) recorder.encodeAnew();
  }

  get sources(): readonly RecordedSource[] {
    return [...this.#cameras.values()].map(({ source }) => source);
  }

  /** Init and the last seconds of a live camera, as they are being recorded. @throws AppError PICTURE_MISSING */
  recentMedia(cameraId: string): Uint8Array {
    const camera = this.#camera(cameraId);
    const { recent } = camera.recorder;
    if (recent === undefined) throw new AppError('PICTURE_MISSING', { camera: camera.setting.name });
    return Buffer.concat([recent.init.bytes, ...recent.fragments.map((f) => f.media.bytes)]);
  }

  /** The same with the time of each picture as its stamp has it, and the latency that was allowed for. @throws AppError PICTURE_MISSING */
  recentPictures(cameraId: string): { readonly media: Uint8Array; readonly timesMs: readonly number[]; readonly latencyMs: number } {
    const { recorder, setting } = this.#camera(cameraId);
    const timesMs = (recorder.recent?.fragments ?? []).flatMap(({ roomMs, media }) => Array.from({ length: media.samples }, (_, n) => roomMs + (n * media.durationMs) / media.samples));
    return { media: this.recentMedia(cameraId), timesMs, latencyMs: setting.latency?.latencyMs ?? 0 };
  }

  /** From now on the stamp of this camera allows for this latency. The camera connects again. */
  async setLatency(cameraId: string, latency: CameraSetting['latency']): Promise<void> {
    const setting = this.#station.settings.cameras.find((camera) => camera.cameraId === cameraId) ?? this.#camera(cameraId).setting;
    await this.replace({ ...setting, ...(latency === undefined ? {} : { latency }) });
  }

  /** The setting of a camera changes; it connects again. It does not leave the room for that: its row stays on the consoles, with what they say of it. */
  async replace(setting: CameraSetting): Promise<void> {
    const { cameraId } = setting;
    const camera = this.#camera(cameraId);
    this.#station.settings.cameras = this.#station.settings.cameras.map((camera) => (camera.cameraId === cameraId ? setting : camera));
    await this.#letGo(camera);
    if (this.#cameras.get(cameraId) === camera) this.add(setting);
  }

  /** Whether the camera itself wrote the time into the pictures of this run. */
  isCameraStamped(cameraId: string, runId: string): boolean {
    return this.#cameras.get(cameraId)?.cameraStampedRuns.has(runId) ?? false;
  }

  /** The recorder of a camera and what stands under its stamp. @throws AppError CAMERA_UNKNOWN */
  stampedCamera(cameraId: string): Pick<RosterCamera, 'recorder' | 'setting' | 'stampLabel'> {
    return this.#camera(cameraId);
  }

  snapshot(cameraId: string): CameraSnapshot {
    return this.#camera(cameraId).snapshot();
  }

  /** What the sentences about a camera's problems name. */
  problemParams(cameraId: string): ErrorParams {
    return this.#camera(cameraId).problemParams;
  }

  snapshots(): CameraSnapshot[] {
    return [...this.#cameras.values()].map((camera) => camera.snapshot());
  }

  watch(cameraId: string, streamId: number, send: (message: Uint8Array) => void): { mimeType: string; stop: () => void } {
    const { recorder } = this.#camera(cameraId);
    const sendInit = (bytes: Uint8Array) => send(writePreviewMessage({ streamId, kind: 'init', atMs: 0, bytes }));
    const sendFragment = (fragment: { readonly roomMs: number; readonly media: { readonly bytes: Uint8Array } }) =>
      send(writePreviewMessage({ streamId, kind: 'fragment', atMs: fragment.roomMs, bytes: fragment.media.bytes }));
    const { recent } = recorder;
    // The console learns its stream id from the answer to this call, so nothing is sent before that has gone out.
    const stops = [recorder.events.on('init', ({ init }) => sendInit(init.bytes)), recorder.events.on('fragment', sendFragment)];
    setImmediate(() => {
      if (recent === undefined) return;
      sendInit(recent.init.bytes);
      recent.fragments.slice(-1).forEach(sendFragment);
    });
    return { mimeType: (recent === undefined ? undefined : mediaTypeOfInit(recent.init.bytes)) ?? 'video/mp4', stop: () => stops.forEach((stop) => stop()) };
  }

  async close(): Promise<void> {
    const outcomes = await Promise.allSettled([...this.#cameras.values()].map((camera) => camera.close()));
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, 'Some cameras did not close');
  }

  async #letGo(camera: RosterCamera): Promise<void> {
    await camera.close();
    this.#station.alarms.clear(camera.setting.name);
    this.#station.health.relearn();
  }

  #camera(cameraId: string): RosterCamera {
    const camera = this.#cameras.get(cameraId);
    if (camera === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
    return camera;
  }
}
