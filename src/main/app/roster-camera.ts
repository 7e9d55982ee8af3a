import type { ErrorCode, ErrorParams } from '../../shared/base/index.ts';
import type { CameraSnapshot } from '../../shared/contract/index.ts';
import { parseId, type CameraId, type MediaPosition, type RecordedStream, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import { nodeFileOps } from '../platform/index.ts';
import { Recorder, type RecorderEvents } from '../recorder/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import { chainEndOf, StreamFacts } from './stream-facts.ts';
import type { Station } from './station.ts';

const rateFragments = 60;
/** Longer than a stall takes to be found: media is coming, but too slowly to be proven. */
const proofGoodForMs = 8_000;

/** One camera of the room with its recorder: turns what the recorder says into facts, alarms and a snapshot. */
export class RosterCamera {
  readonly setting: CameraSetting;
  readonly cameraId: CameraId;
  readonly recorder: Recorder;
  readonly #station: Station;
  readonly #facts: ReadonlyMap<StreamId, StreamFacts>;
  #levelDb: number | null = null;
  #lastMediaAtMs: number | null = null;
  #rates: { readonly bytes: number; readonly durationMs: number }[] = [];
  #nativeBytes = 0;
  #keeping = false;

  constructor(station: Station, setting: CameraSetting) {
    this.#station = station;
    this.setting = setting;
    this.cameraId = parseId<CameraId>(setting.cameraId);
    const { timeZone } = station.settings.room;
    this.recorder = new Recorder({
      camera: { cameraId: this.cameraId, name: setting.name, url: setting.rtspUrl, user: setting.user, password: setting.password, hasAudio: setting.hasAudio, stampLabel: () => this.#stampLabel() },
      tools: station.tools, roomClock: station.roomClock, timeZone, fileOps: nodeFileOps, folders: station.disks.folders, log: station.log.child('recorder'),
      signer: station.headSigner,
      settings: { native: station.profile.recordsNativeStreams, cameraLatencyMs: setting.latency?.latencyMs ?? 0, cameraLatencyErrorMs: setting.latency?.errorMs ?? 0 },
    });
    this.#facts = new Map(this.streams.map(({ streamId }) => [streamId, new StreamFacts(station, streamId)]));
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

  /** Until when everything that comes of this camera is proven: a stream that is away is a gap, and does not hold up the proof of the other. */
  get provenUntilMs(): number | null {
    const coming = [...this.#facts.values()].filter((facts) => facts.streamId === this.recorder.streamId || (facts.hasBegun && !facts.isAway));
    const times = coming.map((facts) => facts.provenUntilMs);
    return times.includes(null) ? null : Math.min(...times.map((ms) => ms ?? 0));
  }

  get bytesPerSecond(): number {
    const durationMs = this.#rates.reduce((sum, r) => sum + r.durationMs, 0);
    return durationMs === 0 ? 0 : Math.round((this.#rates.reduce((sum, r) => sum + r.bytes, 0) * 1000) / durationMs);
  }

  async keep(sessionId: SessionId): Promise<void> {
    this.#keeping = true;
    for (const facts of this.#facts.values()) facts.begin(this.recorder.beginsAtMs(facts.streamId));
    const { absent, folders } = this.#station.disks;
    const entries = this.#station.ledger.entriesOf(sessionId);
    const known = new Map(this.streams.map(({ streamId }) => [streamId, chainEndOf(entries, sessionId, streamId)]));
    await this.recorder.keep(sessionId, { absent, known }, folders);
  }

  /** Recording goes on; what was questioned ends here, when this is the finish. */
  async cut(untilMs: number): Promise<void> {
    const isFinish = this.#station.controller?.state.stage.status === 'recording';
    await this.recorder.cut(untilMs);
    if (isFinish) for (const facts of this.#facts.values()) facts.finished();
  }

  /** The end of the closing segment. */
  async release(untilMs: number): Promise<void> {
    await this.recorder.release(untilMs);
    this.#station.health.forget(this.cameraId);
    this.#keeping = false;
    for (const facts of this.#facts.values()) facts.end();
  }

  position(): MediaPosition | undefined {
    return this.recorder.position();
  }

  snapshot(): CameraSnapshot {
    const { cameraId, name, role, address, manufacturer, model, width, height, hasAudio } = this.setting;
    const { phase, problem } = this.recorder.state;
    return {
      cameraId, name, role, address, manufacturer, model, width, height, hasAudio, state: phase, problem,
      levelDb: phase === 'live' ? this.#levelDb : null, lastMediaAtMs: this.#lastMediaAtMs, provenUntilMs: this.provenUntilMs, latency: this.setting.latency ?? null,
    };
  }

  /** Called once a second: proof that stands still is an alarm, even while nothing says that it failed. */
  watchProof(): void {
    const behindMs = Math.max(...[...this.#facts.values()].map((facts) => facts.behindMs));
    if (behindMs > proofGoodForMs && this.recorder.state.phase === 'live') this.#alarm('PROOF_BEHIND', this.setting.name, Math.round(behindMs / 1000));
    else this.#station.alarms.clear(this.setting.name, 'PROOF_BEHIND');
  }

  /** Its login cannot be opened here: until somebody enters it again it is tried without. */
  tellLostLogin(): void {
    this.#alarm('CAMERA_LOGIN_LOST', this.setting.name);
  }

  /** What the sentences about its problems name. */
  get problemParams(): ErrorParams {
    const { name, address } = this.setting;
    return { camera: name, address, detail: this.recorder.state.detail };
  }

  close(): Promise<void> {
    return this.recorder.close();
  }

  #listen(): void {
    const { events } = this.recorder;
    events.on('state', (state) => this.#stateChanged(state));
    events.on('fragment', (fragment) => this.#fragmentCame(fragment));
    events.on('level', ({ dbfs }) => (this.#levelDb = Math.round(dbfs)));
    events.on('step', (step) => this.#station.health.noteStep(this.setting, step));
    events.on('proven', (proven) => this.#proven(proven));
    events.on('diskFailed', ({ disk, detail }) => {
      this.#station.disks.failed(disk, detail);
    });
    events.on('storageLost', () => this.#alarm('STORAGE_LOST', 'disks'));
    events.on('signing', ({ failure }) => this.#signing(failure));
    events.on('native', (fragment) => this.#nativeCame(fragment));
    events.on('segmentFinalized', (finalized) => this.#factsOf(finalized).finalized(finalized));
    events.on('gapOpened', (gap) => this.#factsOf(gap).gapOpened(gap));
    events.on('gapClosed', (gap) => this.#factsOf(gap).gapClosed(gap));
    events.on('runStarted', (run) => this.#factsOf(run).runStarted(run));
    events.on('runEnded', (run) => this.#factsOf(run).runEnded(run));
  }

  /** What stands in the picture under the time: room, camera, and what the profile asks for. */
  #stampLabel(): string {
    const { settings, profile, controller, climate } = this.#station;
    const texts = climate.texts();
    const further = profile.stampFields.map((field) => {
      if (field === 'caseNumber') return controller?.state.caseNumber ?? '';
      return texts?.[field] ?? '';
    });
    return [settings.room.roomName, this.setting.name, ...further].filter((part) => part !== '').join('  ');
  }

  #factsOf({ streamId }: { readonly streamId: StreamId }): StreamFacts {
    const facts = this.#facts.get(streamId);
    if (facts === undefined) throw new Error(`This camera has no stream ${streamId}`);
    return facts;
  }

  #stateChanged({ phase, problem, soundMissing, nativeMissing }: RecorderEvents['state']): void {
    if (phase === 'live') this.#station.alarms.clear(this.setting.name);
    else if (problem !== null && problem !== 'NATIVE_REFUSED' && phase === 'backoff') this.#alarm(problem, this.setting.name);
    if (soundMissing) this.#alarm('SOUND_MISSING', this.setting.name);
    if (nativeMissing) this.#alarm('NATIVE_REFUSED', this.setting.name);
    this.#station.changed();
  }

  #fragmentCame({ runId, roomMs, errorMs, media }: RecorderEvents['fragment']): void {
    if (this.#keeping) this.#station.clockWatch.noteFragment(this.cameraId, { runId, roomMs, errorMs, mediaMs: media.mediaMs, durationMs: media.durationMs });
    this.#lastMediaAtMs = Math.round(roomMs + media.durationMs);
    this.#rates = [...this.#rates, { bytes: media.bytes.byteLength + this.#nativeBytes, durationMs: media.durationMs }].slice(-rateFragments);
    this.#nativeBytes = 0;
    this.#factsOf(this.recorder).came(roomMs);
    this.#station.changed();
  }

  #nativeCame({ roomMs, media }: RecorderEvents['native']): void {
    this.#nativeBytes += media.bytes.byteLength;
    if (this.recorder.nativeStreamId !== undefined) this.#factsOf({ streamId: this.recorder.nativeStreamId }).came(roomMs);
  }

  #proven(proven: RecorderEvents['proven']): void {
    const sessionId = this.#station.controller?.state.sessionId;
    if (this.#keeping && sessionId !== undefined && proven.streamId === this.recorder.streamId) this.#station.health.noteProven(this.setting, sessionId, proven.segment);
    this.#factsOf(proven).proven(proven);
    this.#station.changed();
  }

  /** Its alarm is of the key, not of the camera, and stays when the camera reconnects. Raised and cleared it is a fact of the session. */
  #signing(failure: string | null): void {
    if (failure === null) this.#station.alarms.clear('key', 'SIGNING_FAILED');
    else this.#alarm('SIGNING_FAILED', 'key');
  }

  #alarm(code: ErrorCode, subject: string, seconds = 0): void {
    this.#station.alarms.raise({ code, subject, severity: 'alarm', sinceMs: Math.round(this.#station.roomClock.now().atMs), params: { ...this.problemParams, disk: subject, seconds } });
  }
}
