import type { ErrorCode, ErrorParams } from '../../shared/base/index.ts';
import type { CameraSnapshot } from '../../shared/contract/index.ts';
import { parseId, type CameraId, type MediaPosition, type SessionId } from '../../shared/domain/index.ts';
import { nodeFileOps } from '../platform/index.ts';
import { Recorder, type RecorderEvents, type RunEndReason } from '../recorder/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import { genesisHead, type ChainEnd } from '../segments/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import type { Station } from './station.ts';

type GapReason = RunEndReason | 'storage-lost' | 'no-pictures';

const gapCodes: Readonly<Record<GapReason, ErrorCode>> = {
  stopped: 'STATION_STOPPED', 'stream-lost': 'STREAM_LOST', stalled: 'STREAM_STALLED', 'not-connected': 'CAMERA_UNREACHABLE', 'clock-jump': 'STREAM_LOST',
  'media-broken': 'FFMPEG_FAILED', 'no-audio': 'SOUND_MISSING', 'ffmpeg-failed': 'FFMPEG_FAILED', 'storage-lost': 'STORAGE_LOST', 'no-pictures': 'STREAM_STALLED',
};

/** Proven time is live on the console; in the ledger every ten seconds is enough. With one disk every fragment is a fact: the chain must go on from it if that disk dies. */
const provenFactEveryMs = 10_000;
const rateFragments = 60;
/** Longer than a stall takes to be found: media is coming, but too slowly to be proven. */
const proofGoodForMs = 8_000;

/** One camera of the room with its recorder: turns what the recorder says into facts, alarms and a snapshot. */
export class RosterCamera {
  readonly setting: CameraSetting;
  readonly cameraId: CameraId;
  readonly recorder: Recorder;
  readonly #station: Station;
  #levelDb: number | null = null;
  #lastMediaAtMs: number | null = null;
  #provenUntilMs: number | null = null;
  #provenFactAtMs = 0;
  /** What was proven since the last fact about it. */
  #unwritten: RecorderEvents['proven'] | undefined;
  #rates: { readonly bytes: number; readonly durationMs: number }[] = [];
  #keeping = false;
  #began = false;
  #keptFromMs = 0;
  #endedAtMs = 0;

  constructor(station: Station, setting: CameraSetting) {
    this.#station = station;
    this.setting = setting;
    this.cameraId = parseId<CameraId>(setting.cameraId);
    const { roomName, timeZone } = station.settings.room;
    this.recorder = new Recorder({
      camera: { cameraId: this.cameraId, name: setting.name, url: setting.rtspUrl, user: setting.user, password: setting.password, hasAudio: setting.hasAudio, stampLabel: `${roomName} ${setting.name}` },
      tools: station.tools, roomClock: station.roomClock, timeZone, fileOps: nodeFileOps, folders: station.disks.folders, log: station.log.child('recorder'),
    });
    this.#listen();
  }

  get provenUntilMs(): number | null {
    return this.#provenUntilMs;
  }

  get bytesPerSecond(): number {
    const durationMs = this.#rates.reduce((sum, r) => sum + r.durationMs, 0);
    return durationMs === 0 ? 0 : Math.round((this.#rates.reduce((sum, r) => sum + r.bytes, 0) * 1000) / durationMs);
  }

  async keep(sessionId: SessionId): Promise<void> {
    const heldFromMs = this.recorder.recent?.fragments.at(-1)?.roomMs;
    this.#keeping = true;
    this.#began = false;
    this.#provenUntilMs = null;
    this.#keptFromMs = this.#station.roomClock.now().atMs;
    if (heldFromMs !== undefined) this.#noteBegin(heldFromMs);
    const { absent, folders } = this.#station.disks;
    await this.recorder.keep(sessionId, { absent, known: chainEndOf(this.#station.ledger.entriesOf(sessionId), sessionId, this.cameraId) }, folders);
  }

  async release(untilMs: number): Promise<void> {
    await this.recorder.release(untilMs);
    this.#station.health.forget(this.cameraId);
    this.#keeping = false;
    this.#noteProven();
    if (this.#began) this.#station.controller?.note('recording.ended', { cameraId: this.cameraId, untilMs: this.#endedAtMs }, 'station');
  }

  position(): MediaPosition | undefined {
    return this.recorder.position();
  }

  snapshot(): CameraSnapshot {
    const { cameraId, name, role, address, manufacturer, model, width, height, hasAudio } = this.setting;
    const { phase, problem } = this.recorder.state;
    return {
      cameraId, name, role, address, manufacturer, model, width, height, hasAudio, state: phase, problem,
      levelDb: phase === 'live' ? this.#levelDb : null, lastMediaAtMs: this.#lastMediaAtMs, provenUntilMs: this.#provenUntilMs,
    };
  }

  /** Called once a second: proof that stands still is an alarm, even while nothing says that it failed. */
  watchProof(): void {
    const behindMs = this.#keeping && this.#began ? this.#station.roomClock.now().atMs - (this.#provenUntilMs ?? this.#keptFromMs) : 0;
    if (behindMs > proofGoodForMs && this.recorder.state.phase === 'live') this.#alarm('PROOF_BEHIND', this.setting.name, Math.round(behindMs / 1000));
    else this.#station.alarms.clear(this.setting.name, 'PROOF_BEHIND');
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
    events.on('proven', (proven) => this.#proven(proven));
    events.on('diskFailed', ({ disk, detail }) => {
      this.#station.disks.failed(disk, detail);
    });
    events.on('storageLost', () => this.#alarm('STORAGE_LOST', 'disks'));
    events.on('segmentFinalized', (finalized) => {
      if (this.#keeping) this.#station.controller?.note('segment.finalized', { cameraId: this.cameraId, ...finalized, startsAtMs: Math.round(finalized.startsAtMs), endsAtMs: Math.round(finalized.endsAtMs) }, 'station');
      this.#endedAtMs = Math.max(this.#endedAtMs, Math.round(finalized.endsAtMs));
    });
    events.on('gapOpened', ({ fromMs, reason }) => this.#station.controller?.gapOpened(this.cameraId, Math.round(fromMs), gapCode(reason)));
    events.on('gapClosed', ({ toMs }) => this.#station.controller?.gapClosed(this.cameraId, Math.round(toMs)));
    events.on('runStarted', ({ runId, firstMedia }) => {
      const first = { atMs: Math.round(firstMedia.atMs), errorMs: Math.ceil(firstMedia.errorMs) };
      if (this.#keeping) this.#station.controller?.note('run.started', { cameraId: this.cameraId, runId, firstMedia: first }, 'station');
    });
    events.on('runEnded', ({ runId, reason }) => {
      if (this.#keeping) this.#station.controller?.note('run.ended', { cameraId: this.cameraId, runId, reason }, 'station');
    });
  }

  #stateChanged({ phase, problem, soundMissing }: RecorderEvents['state']): void {
    if (phase === 'live') this.#station.alarms.clear(this.setting.name);
    else if (problem !== null && phase === 'backoff') this.#alarm(problem, this.setting.name);
    if (soundMissing) this.#alarm('SOUND_MISSING', this.setting.name);
    this.#station.changed();
  }

  #fragmentCame({ roomMs, media }: RecorderEvents['fragment']): void {
    this.#lastMediaAtMs = Math.round(roomMs + media.durationMs);
    this.#rates = [...this.#rates, { bytes: media.bytes.byteLength, durationMs: media.durationMs }].slice(-rateFragments);
    if (this.#keeping && !this.#began) this.#noteBegin(roomMs);
    this.#station.changed();
  }

  #noteBegin(fromMs: number): void {
    this.#began = true;
    this.#station.controller?.note('recording.began', { cameraId: this.cameraId, fromMs: Math.round(fromMs) }, 'station');
  }

  #proven(proven: RecorderEvents['proven']): void {
    const sessionId = this.#station.controller?.state.sessionId;
    if (this.#keeping && sessionId !== undefined) this.#station.health.noteProven(this.setting, sessionId, proven.segment);
    this.#provenUntilMs = Math.round(proven.provenUntilMs);
    this.#unwritten = proven;
    if (this.#station.roomClock.monotonicMs() - this.#provenFactAtMs > (this.#station.disks.copies === 2 ? provenFactEveryMs : 0)) this.#noteProven();
    this.#station.changed();
  }

  #noteProven(): void {
    if (this.#unwritten === undefined) return;
    const { provenUntilMs, segment, chainSeq, chainHead } = this.#unwritten;
    this.#unwritten = undefined;
    this.#provenFactAtMs = this.#station.roomClock.monotonicMs();
    this.#station.controller?.note('recording.proven', { cameraId: this.cameraId, segment, chainSeq, chainHead, provenUntilMs: Math.round(provenUntilMs) }, 'station');
  }

  #alarm(code: ErrorCode, subject: string, seconds = 0): void {
    this.#station.alarms.raise({ code, subject, severity: 'alarm', sinceMs: Math.round(this.#station.roomClock.now().atMs), params: { ...this.problemParams, disk: subject, seconds } });
  }
}

function gapCode(reason: string): ErrorCode {
  return reason in gapCodes ? gapCodes[reason as GapReason] : 'STREAM_LOST';
}

/** The furthest link and the last run of a camera that the ledger knows of. */
function chainEndOf(entries: readonly LedgerEntry[], sessionId: SessionId, cameraId: CameraId): ChainEnd {
  let end: ChainEnd = { lastRun: 0, head: genesisHead(sessionId, cameraId) };
  for (const { type, payload } of entries) {
    if ((type !== 'recording.proven' && type !== 'segment.finalized') || payload.cameraId !== cameraId) continue;
    const head = payload.chainSeq > end.head.seq ? { seq: payload.chainSeq, hash: payload.chainHead } : end.head;
    end = { lastRun: Math.max(end.lastRun, Number(payload.segment.split('-')[0])), head };
  }
  return end;
}
