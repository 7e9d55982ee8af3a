import type { ErrorParams } from '../../shared/base/index.ts';
import type { CameraSnapshot } from '../../shared/contract/index.ts';
import { parseId, type CameraId, type RecordedStream } from '../../shared/domain/index.ts';
import { nodeFileOps } from '../platform/index.ts';
import { Recorder, type RecorderEvents } from '../recorder/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import { RecordedSource } from './recorded-source.ts';
import type { Station } from './station.ts';

/** One camera of the room with its recorder: turns what the recorder says into facts, alarms and a snapshot. */
export class RosterCamera {
  readonly setting: CameraSetting;
  readonly cameraId: CameraId;
  readonly recorder: Recorder;
  readonly source: RecordedSource;
  /** Into whose pictures the camera itself wrote the time. */
  readonly cameraStampedRuns = new Set<string>();
  readonly #station: Station;
  #levelDb: number | null = null;

  constructor(station: Station, setting: CameraSetting) {
    this.#station = station;
    this.setting = setting;
    this.cameraId = parseId<CameraId>(setting.cameraId);
    const { timeZone } = station.settings.room;
    this.recorder = new Recorder({
      camera: { cameraId: this.cameraId, name: setting.name, url: setting.rtspUrl, user: setting.user, password: setting.password, hasAudio: setting.hasAudio, stampLabel: () => this.stampLabel() },
      tools: station.tools, roomClock: station.roomClock, timeZone, fileOps: nodeFileOps, folders: station.disks.folders, log: station.log.child('recorder'),
      signer: station.headSigner, encoder: station.encoder.inUse,
      settings: { stampedBy: setting.stampedBy ?? 'station', native: station.profile.recordsNativeStreams, cameraLatencyMs: setting.latency?.latencyMs ?? 0, cameraLatencyErrorMs: setting.latency?.errorMs ?? 0 },
    });
    this.source = new RecordedSource(station, {
      sourceId: this.cameraId, name: () => this.setting.name, recorder: this.recorder, streams: () => this.streams, hasSound: setting.hasAudio, problemParams: () => this.problemParams,
      onProven: (sessionId, proven) => station.health.noteProven({ sourceId: this.cameraId, name: setting.name, streamId: proven.streamId, hasPicture: true, hasSound: setting.hasAudio, awayFromMs: () => this.source.awayFromMs }, sessionId, proven.segment), onReleased: () => station.health.forget(this.cameraId),
    });
    this.#listen();
  }

  /** What a session records of this camera. The profile's required roles are what it needs; other cameras are recorded as well. */
  get streams(): readonly RecordedStream[] {
    const { name, role } = this.setting;
    const required = this.#station.profile.requiredCameraRoles.includes(role);
    const { streamId, nativeStreamId } = this.recorder;
    const stamped: RecordedStream = { streamId, kind: 'stamped', sourceId: this.cameraId, name, role, required };
    // The native stream comes through the same connection: when it alone is missing, that is an alarm and not an interruption.
    return nativeStreamId === undefined ? [stamped] : [stamped, { ...stamped, streamId: nativeStreamId, kind: 'native', required: false }];
  }

  snapshot(): CameraSnapshot {
    const { cameraId, name, role, address, manufacturer, model, width, height, hasAudio } = this.setting;
    const { phase, problem } = this.recorder.state;
    return {
      cameraId, name, role, address, manufacturer, model, width, height, hasAudio, state: phase, problem,
      levelDb: phase === 'live' ? this.#levelDb : null, lastMediaAtMs: this.source.lastMediaAtMs, provenUntilMs: this.source.provenUntilMs, stampedBy: this.recorder.stampedBy, canStamp: this.setting.canStamp ?? false, latency: this.setting.latency ?? null,
    };
  }

  /** Its login cannot be opened here: until somebody enters it again it is tried without. */
  tellLostLogin(): void {
    this.source.alarm('CAMERA_LOGIN_LOST');
  }

  /** What the sentences about its problems name. */
  get problemParams(): ErrorParams {
    const { name, address } = this.setting;
    return { camera: name, address, detail: this.recorder.state.detail };
  }

  close(): Promise<void> {
    return this.source.close();
  }

  #listen(): void {
    const { events } = this.recorder;
    events.on('state', (state) => this.#stateChanged(state));
    events.on('level', ({ dbfs }) => (this.#levelDb = Math.round(dbfs)));
    events.on('runStarted', ({ streamId, runId, stampedBy }) => {
      if (stampedBy !== 'camera' || streamId !== this.recorder.streamId) return;
      this.cameraStampedRuns.add(runId);
      this.#station.stamps.renew(this.cameraId);
    });
    events.on('stampedHere', () => this.#station.stamps.drop(this.cameraId, 'FFMPEG_FAILED'));
    events.on('step', (step) => this.#station.health.noteStep(this.cameraId, step));
  }

  /** What stands in the picture under the time: room, camera, and what the profile asks for. */
  stampLabel(): string {
    const { settings, profile, controller, climate } = this.#station;
    const texts = climate.texts();
    const further = profile.stampFields.map((field) => {
      if (field === 'caseNumber') return controller?.state.caseNumber ?? '';
      return texts?.[field] ?? '';
    });
    return [settings.room.roomName, this.setting.name, ...further].filter((part) => part !== '').join('  ');
  }

  #stateChanged({ phase, problem, soundMissing, nativeMissing }: RecorderEvents['state']): void {
    if (phase === 'live') this.#station.alarms.clear(this.setting.name);
    else if (problem !== null && problem !== 'NATIVE_REFUSED' && phase === 'backoff') this.source.alarm(problem);
    if (soundMissing) this.source.alarm('SOUND_MISSING');
    if (nativeMissing) this.source.alarm('NATIVE_REFUSED');
    this.#station.changed();
  }
}
