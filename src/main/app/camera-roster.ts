import { AppError, type ErrorParams } from '../../shared/base/index.ts';
import { mediaTypeOfInit, writePreviewMessage, type CameraSnapshot } from '../../shared/contract/index.ts';
import type { Disk, MediaPosition, RecordedStream, SessionId, StreamId } from '../../shared/domain/index.ts';
import { decodeAudio, decodedSampleRate } from '../ffmpeg/index.ts';
import { sleep, startTimer } from '../platform/index.ts';
import { readSpan, type RecordedSpan } from '../segments/index.ts';
import type { StreamWrittenUntil } from '../recorder/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import type { RecordedSound, RecordingPort } from '../session/index.ts';
import type { PreviewSource } from './connection.ts';
import { RosterCamera } from './roster-camera.ts';
import type { Station } from './station.ts';

/** A spoken explanation ends a moment before it is proven; longer than this means that nothing more is coming. */
const provenWaitMs = 15_000;
const watchEveryMs = 1_000;

/** The cameras of the room, each with its recorder. */
export class CameraRoster implements RecordingPort, PreviewSource {
  readonly #station: Station;
  readonly #cameras = new Map<string, RosterCamera>();
  #cancelWatch: () => void = () => undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  /** Begins to connect to every camera of the settings. */
  start(): void {
    for (const setting of this.#station.settings.cameras) this.add(setting);
    for (const cameraId of this.#station.settings.lostLogins) this.#camera(cameraId).tellLostLogin();
    this.#watchProof();
  }

  add(setting: CameraSetting): void {
    this.#cameras.set(setting.cameraId, new RosterCamera(this.#station, setting));
  }

  async remove(cameraId: string): Promise<void> {
    const camera = this.#camera(cameraId);
    this.#cameras.delete(cameraId);
    await camera.close();
    this.#station.alarms.clear(camera.setting.name);
  }

  get streams(): readonly RecordedStream[] {
    return [...this.#cameras.values()].flatMap((camera) => camera.streams);
  }

  async keep(sessionId: SessionId): Promise<void> {
    await Promise.all([...this.#cameras.values()].map((camera) => camera.keep(sessionId)));
  }

  async cut(untilMs: number): Promise<void> {
    await Promise.all([...this.#cameras.values()].map((camera) => camera.cut(untilMs)));
  }

  async release(untilMs: number): Promise<void> {
    await Promise.all([...this.#cameras.values()].map((camera) => camera.release(untilMs)));
  }

  /** A disk takes part (again) in everything that is recorded. Resolves with where the files before end, for each stream that it was away from. */
  async join(disk: Disk, folder: string): Promise<readonly StreamWrittenUntil[]> {
    return (await Promise.all([...this.#cameras.values()].map(({ recorder }) => recorder.join(disk, folder)))).flat();
  }

  /** No camera writes to this disk any more. */
  leave(disk: Disk, detail: string): void {
    for (const { recorder } of this.#cameras.values()) recorder.leave(disk, detail);
  }

  /** Where an instant lies in what is being kept: now, or a moment of this recording since the station started. */
  positions(atMs?: number): readonly MediaPosition[] {
    return [...this.#cameras.values()].flatMap((camera) => {
      const position = atMs === undefined ? camera.position() : camera.recorder.positionAt(atMs) ?? camera.recorder.positionAt(atMs + 1);
      return position === undefined ? [] : [{ ...position, mediaMs: Math.round(position.mediaMs) }];
    });
  }

  async recordedSound(sessionId: SessionId, fromMs: number, toMs: number): Promise<RecordedSound | undefined> {
    const microphone = [...this.#cameras.values()].find((camera) => camera.setting.hasAudio);
    if (microphone === undefined) return undefined;
    await this.#provenUntil(microphone, toMs);
    const request = { sessionId, streamId: microphone.recorder.streamId, fromMs, toMs };
    const { primary, mirror } = this.#station.disks.folders;
    const spans = await readSpan({ ...request, folder: primary }).catch((error: unknown) => {
      this.#station.log.error('the primary copy cannot be read', error);
      return readSpan({ ...request, folder: mirror });
    });
    const [first, last] = [spans[0], spans.at(-1)];
    const from = first?.positionAt(Math.max(fromMs, first.startsAtMs));
    const to = last?.positionAt(Math.min(toMs, last.endsAtMs - 1));
    if (from === undefined || to === undefined) return undefined;
    return { samples: await this.#decode(spans, fromMs, toMs), from: whole(from), to: whole(to) };
  }

  /** The earliest proven time of these streams; null while one has none. */
  provenUntilMs(streamIds: readonly StreamId[]): number | null {
    const times = streamIds.map((streamId) => [...this.#cameras.values()].find(({ recorder }) => recorder.streamId === streamId)?.provenUntilMs ?? null);
    return times.length === 0 || times.includes(null) ? null : Math.min(...times.map((ms) => ms ?? 0));
  }

  /** Bytes that one copy of everything takes in a second, as measured. */
  bytesPerSecond(): number {
    return [...this.#cameras.values()].reduce((sum, camera) => sum + camera.bytesPerSecond, 0);
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
    const setting = { ...this.#camera(cameraId).setting, ...(latency === undefined ? {} : { latency }) };
    this.#station.settings.cameras = this.#station.settings.cameras.map((camera) => (camera.cameraId === cameraId ? setting : camera));
    await this.remove(cameraId);
    this.add(setting);
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
    this.#cancelWatch();
    const outcomes = await Promise.allSettled([...this.#cameras.values()].map((camera) => camera.close()));
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, 'Some cameras did not close');
  }

  #watchProof(): void {
    // The pre-roll is held only while a checked room waits for its session to start; otherwise it is forgotten.
    const preRoll = this.#station.waitsForStart;
    for (const camera of this.#cameras.values()) {
      camera.watchProof();
      camera.recorder.holdPreRoll(preRoll);
    }
    this.#station.climate.look();
    this.#cancelWatch = startTimer(watchEveryMs, () => this.#watchProof());
  }

  #camera(cameraId: string): RosterCamera {
    const camera = this.#cameras.get(cameraId);
    if (camera === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
    return camera;
  }

  async #provenUntil(camera: RosterCamera, toMs: number): Promise<void> {
    const giveUpAtMs = this.#station.roomClock.monotonicMs() + provenWaitMs;
    while ((camera.provenUntilMs ?? 0) < toMs && this.#station.roomClock.monotonicMs() < giveUpAtMs) await sleep(100);
  }

  /** The sound of the spans between two moments of room time, and of nothing else. */
  async #decode(spans: readonly RecordedSpan[], fromMs: number, toMs: number): Promise<Float32Array> {
    const pieces: Float32Array[] = [];
    for (const { media, startsAtMs } of spans) {
      const samples = await decodeAudio(this.#station.tools, media);
      const at = (roomMs: number) => Math.max(0, Math.round(((roomMs - startsAtMs) * decodedSampleRate) / 1000));
      pieces.push(samples.subarray(at(fromMs), at(toMs)));
    }
    const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let offset = 0;
    for (const piece of pieces) {
      all.set(piece, offset);
      offset += piece.length;
    }
    return all;
  }
}

function whole(position: MediaPosition): MediaPosition {
  return { ...position, mediaMs: Math.round(position.mediaMs) };
}
