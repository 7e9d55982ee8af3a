import { AppError, type CloseStack, isAppError, sha256Hex } from '../../shared/base/index.ts';
import type { CheckReport, Glance, Push } from '../../shared/contract/index.ts';
import type { PersonIdentity, SessionId } from '../../shared/domain/index.ts';
import type { FactPayloads, FactType } from '../../shared/ledger/index.ts';
import type { RoomClockService } from '../clock/index.ts';
import { type Accounts, NumberRegistry, OfficerRegistry, type Pseudonyms, StayRegistry } from '../custody/index.ts';
import type { FfmpegTools } from '../ffmpeg/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { measureLoopDelay, startTimer, type Logger } from '../platform/index.ts';
import type { Profile, RoomFindings } from '../rules/index.ts';
import type { KeyStore, StationKey } from '../seal/index.ts';
import type { HeadSigner } from '../segments/index.ts';
import { FactWriter, isHeld, isKept, SessionBook, type SessionController, type SessionParts, type SessionState } from '../session/index.ts';
import type { Settings } from '../settings/index.ts';
import { measureSpeech } from '../speech/index.ts';
import type { TrainingRoom } from '../training/index.ts';
import { Alarms } from './alarms.ts';
import { CameraRoster } from './camera-roster.ts';
import { ClimateWatch } from './climate-watch.ts';
import { ClockWatch } from './clock-watch.ts';
import { Connection } from './connection.ts';
import type { DataFolder } from './data-folder.ts';
import { DeviceEars } from './device-ears.ts';
import { EncoderKeeper } from './encoder-keeper.ts';
import { ExportDesk } from './export-desk.ts';
import { DiskKeeper } from './disk-keeper.ts';
import { CameraStamps } from './camera-stamps.ts';
import { HealthWatch } from './health-watch.ts';
import { BreakWatch } from './break-watch.ts';
import { KeyWatch } from './key-watch.ts';
import { LedgerKeeper } from './ledger-keeper.ts';
import { stationHandlers } from './handlers.ts';
import { LoopWatch } from './loop-watch.ts';
import { MasterReread } from './master-reread.ts';
import { MicrophoneRoster } from './microphone-roster.ts';
import { OtherRooms } from './other-rooms.ts';
import { OfficerLeases } from './officer-leases.ts';
import { OfficerCalls } from './officer-calls.ts';
import { RefusalLog } from './refusal-log.ts';
import type { RoomProfiles } from './room-profiles.ts';
import type { SecondKeys } from './second-keys.ts';
import { roomSnapshot } from './room-snapshot.ts';
import { RoomRecording } from './room-recording.ts';
import { RuleWatch } from './rule-watch.ts';
import { SessionVerifier } from './session-verifier.ts';
import { SoundDevices } from './sound-devices.ts';
import { SiteStays } from './site-stays.ts';
import type { StationRooms } from './station-rooms.ts';
import { StorageWatch } from './storage-watch.ts';
import { TimeStamping } from './time-stamping.ts';
import { TranscriptDesk } from './transcript-desk.ts';
import { TranscriptSigning } from './transcript-signing.ts';

/** The running engine of one room: everything except windows. Owns its parts and closes them in reverse. */
export class Station {
  readonly version = '0.1.0';
  readonly log: Logger;
  readonly folder: DataFolder;
  readonly tools: FfmpegTools;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly roomClock: RoomClockService;
  readonly keys: KeyStore;
  readonly secondKeys: SecondKeys;
  readonly training: TrainingRoom | null;
  readonly sessions: SessionBook;
  readonly encoder: EncoderKeeper;
  readonly cameras: CameraRoster;
  readonly microphones: MicrophoneRoster;
  readonly devices: SoundDevices;
  readonly ears: DeviceEars;
  readonly recording: RoomRecording;
  readonly facts: FactWriter;
  readonly alarms: Alarms;
  readonly disks: DiskKeeper;
  readonly storage: StorageWatch;
  readonly loop: LoopWatch;
  readonly health: HealthWatch;
  readonly stamps: CameraStamps;
  readonly clockWatch: ClockWatch;
  readonly climate: ClimateWatch;
  readonly leases: OfficerLeases;
  readonly stays: SiteStays;
  readonly pseudonyms: Pseudonyms;
  readonly rules: RuleWatch;
  readonly reread: MasterReread;
  readonly verifier: SessionVerifier;
  readonly timeStamps: TimeStamping;
  readonly keyWatch: KeyWatch;
  readonly desk: TranscriptDesk;
  readonly signing: TranscriptSigning;
  readonly refusals: RefusalLog;
  readonly ledgerKeeper: LedgerKeeper;
  readonly calls: OfficerCalls;
  readonly otherRooms: OtherRooms;
  readonly breaks: BreakWatch;
  readonly exports: ExportDesk;
  readonly #idleLockMs: number;
  readonly #profiles: RoomProfiles;
  readonly #connections = new Set<Connection>();
  readonly #closing: CloseStack;
  #controller: SessionController | null = null;
  #check: { readonly report: CheckReport; readonly atMonotonicMs: number } | null = null;
  #snapshotVersion = 0;
  #pushPlanned = false;
  #pushedAtMs = Number.NEGATIVE_INFINITY;
  #cancelPush: () => void = () => undefined;
  #isClosing = false;

  constructor(rooms: StationRooms, closing: CloseStack) {
    ({ log: this.log, folder: this.folder, tools: this.tools, ledger: this.ledger, settings: this.settings, accounts: this.accounts } = rooms);
    ({ roomClock: this.roomClock, keys: this.keys, secondKeys: this.secondKeys, training: this.training } = rooms);
    this.#profiles = rooms.profiles;
    this.pseudonyms = rooms.pseudonyms;
    this.#closing = closing;
    this.sessions = new SessionBook(this.ledger);
    this.alarms = new Alarms((change, alarm) => {
      const { code, subject } = alarm;
      if (this.#controller !== null && (isKept(this.#controller.state) || isHeld(this.#controller.state))) this.#controller.note(change === 'raised' ? 'alarm.raised' : 'alarm.cleared', { code, subject }, 'station');
      this.changed();
    });
    this.encoder = new EncoderKeeper(this);
    this.cameras = new CameraRoster(this);
    this.microphones = new MicrophoneRoster(this);
    this.devices = new SoundDevices(this);
    this.ears = new DeviceEars(this);
    this.recording = new RoomRecording(this);
    this.facts = new FactWriter(this.ledger, this.roomClock, () => {
      // While nothing comes from a stream, no moment has a place in it, however near the last fragment is.
      const away = this.#controller?.away;
      return this.recording.positions().filter(({ streamId }) => away?.has(streamId) !== true);
    });
    this.disks = new DiskKeeper(this);
    this.ledgerKeeper = new LedgerKeeper(this);
    this.calls = new OfficerCalls(this);
    this.breaks = new BreakWatch(this);
    this.exports = new ExportDesk(this);
    this.health = new HealthWatch(this);
    this.stamps = new CameraStamps(this);
    this.loop = new LoopWatch({ meter: measureLoopDelay(this.roomClock), alarms: this.alarms, nowMs: () => this.roomClock.now().atMs, onError: (error) => this.log.error('the loop could not be watched', error) });
    this.clockWatch = new ClockWatch(this);
    this.climate = new ClimateWatch(this);
    this.storage = new StorageWatch({
      disks: this.disks, bytesPerSecond: () => this.recording.bytesPerSecond(), onChange: () => this.changed(), onError: (error) => this.log.error('the room on the disks could not be watched', error),
    });
    this.reread = new MasterReread(this);
    this.verifier = new SessionVerifier(this);
    this.timeStamps = new TimeStamping(this);
    this.keyWatch = new KeyWatch(this);
    this.#idleLockMs = rooms.idleLockMs;
    const { roomName } = rooms.settings.room;
    const room = { folder: rooms.registryFolder, stationId: sha256Hex(rooms.keys.key.certificatePem).slice(0, 16), roomName };
    this.leases = new OfficerLeases(this, new OfficerRegistry(room));
    this.stays = new SiteStays(this, new StayRegistry(room), new NumberRegistry(room));
    this.otherRooms = new OtherRooms(this, rooms.registryFolder, room.stationId);
    this.rules = new RuleWatch({
      state: () => this.#controller?.state, profile: () => this.profile, nowMs: () => this.roomClock.now().atMs, alarms: this.alarms,
      note: (type, payload) => this.note(type, payload), roomName: () => this.settings.room.roomName, timeZone: () => this.settings.room.timeZone, changed: () => this.changed(),
    });
    this.desk = new TranscriptDesk(this);
    this.signing = new TranscriptSigning(this, this.desk);
    this.refusals = new RefusalLog({
      write: ({ person, method, code, sessionId, withAccounts }, count) => void this.facts.write(this.sessions.get(sessionId)?.sessionId ?? '', 'command.refused', { method, code, count, withAccounts }, person),
      writeLogin: (account, count) => void this.facts.write('', 'login.refused', { account, count }, 'station'),
      isSession: (sessionId) => this.sessions.get(sessionId) !== undefined, isAccount: (account) => this.accounts.has(account),
    });
  }

  connect(to: { push(push: Push): void; preview(message: Uint8Array): void }): Connection {
    const connection = new Connection({
      handlers: stationHandlers(this), previews: this.cameras, log: this.log, to, onClose: (closed) => this.#connections.delete(closed),
      idleLockMs: this.#idleLockMs, glance: () => this.glance(), onRefused: (refusal) => this.refusals.note(refusal),
      onLocked: (person, reason) => this.facts.write('', 'line.locked', { account: person.account, reason }, person),
    });
    this.#connections.add(connection);
    return connection;
  }

  /** All that a locked console may show: whether it records, not what. */
  glance(): Glance {
    const state = this.#controller?.state;
    const recording = state !== undefined && isKept(state);
    return {
      roomName: this.settings.room.roomName, recording, provenUntilMs: recording ? this.recording.provenUntilMs(state.requiredStreams) : null, alarms: this.alarms.snapshot().length,
    };
  }

  /** Ends every login of a person whose account was taken away. Recording goes on. */
  dismiss(personId: PersonIdentity['personId']): void {
    for (const connection of this.#connections) connection.dismiss(personId);
  }

  /** What the clocks did belongs to the session that is being held, if there is one. */
  noteClock<T extends 'clock.stepped' | 'systemClock.stepped'>(type: T, payload: FactPayloads[T]): void {
    if (this.#controller === null) this.facts.write('', type, payload, 'station');
    else this.#controller.note(type, payload, 'station');
    this.changed();
  }

  /** A fact about this station's parts: it belongs to the session that is being held, if there is one. */
  note<T extends FactType>(type: T, payload: FactPayloads[T], by: PersonIdentity | 'station' = 'station'): void {
    if (this.#controller === null) this.facts.write('', type, payload, by);
    else this.#controller.note(type, payload, by);
    this.changed();
  }

  /** Says to every console how the room is: at once after a rest, and at most twice a second while much happens. */
  changed(): void {
    if (this.#pushPlanned || this.#isClosing) return;
    this.#pushPlanned = true;
    // To put a snapshot together and send it costs as much as writing a second of a camera.
    this.#cancelPush = startTimer(Math.max(50, 500 - (this.roomClock.monotonicMs() - this.#pushedAtMs)), () => {
      this.#pushPlanned = false;
      this.#pushedAtMs = this.roomClock.monotonicMs();
      if (this.#connections.size > 0) this.push({ type: 'room.changed', room: roomSnapshot(this) });
    });
  }

  pushTraining(): void {
    if (this.training !== null) this.push({ type: 'training.changed', training: this.training.status() });
  }

  /** Tells every console that is logged in. */
  push(push: Push): void {
    if (!this.#isClosing) for (const connection of this.#connections) connection.push(push);
  }

  /** The rules of the session that this room holds, which are those it was opened under; without one, those of the next. */
  get profile(): Profile {
    const { underWay, next } = this.#profiles;
    return this.#controller === null && !isAppError(next) ? next : underWay;
  }

  /** @throws AppError what is wrong with the signed profile of this room: then no session may be opened */
  requireProfile(): void {
    if (isAppError(this.#profiles.next)) throw this.#profiles.next;
  }

  nextSnapshotVersion(): number {
    return ++this.#snapshotVersion;
  }

  get check(): CheckReport | null {
    return this.#check?.report ?? null;
  }

  rememberCheck(report: CheckReport, by: PersonIdentity): void {
    this.#check = { report, atMonotonicMs: this.roomClock.monotonicMs() };
    const items = report.items.map(({ kind, subject, ok, code }) => ({ kind, subject, ok, code: code ?? '' }));
    this.facts.write(this.sessions.current()?.sessionId ?? '', 'check.completed', { passed: report.passed, items }, by);
    this.changed();
  }

  /** A check says nothing about a room that has changed since. */
  forgetCheck(): void {
    this.#check = null;
    this.changed();
  }

  get hoursLeft(): number {
    return this.storage.hoursLeft;
  }

  /** A room that was checked, whose check still holds, and in which nothing is being kept. */
  get waitsForStart(): boolean {
    const status = this.#controller?.state.stage.status;
    return this.roomFindings().checkPassed && (status === undefined || status === 'open') && !this.#isClosing;
  }

  /** What the locks before the start look at. */
  roomFindings(): RoomFindings {
    const live = this.cameras.snapshots().filter((camera) => camera.state === 'live');
    const clock = this.roomClock.status();
    const checkAgeMs = this.#check === null ? Infinity : this.roomClock.monotonicMs() - this.#check.atMonotonicMs;
    return {
      cameraRoles: live.map((camera) => camera.role),
      hasSound: live.some((camera) => camera.hasAudio) || this.microphones.snapshots().some(({ state }) => state === 'live'),
      checkPassed: !this.stamps.isLearning() && this.#check?.report.passed === true && checkAgeMs < this.profile.roomCheckValidMs,
      // The system clock, or an operator's word, is a declared fallback: what it is worth is stated, not held against the room.
      clockReady: clock.state === 'fallback' || clock.state === 'aligned' || (clock.state === 'synced' && clock.errorMs <= this.profile.maximumClockErrorMs),
      hoursLeft: this.hoursLeft,
    };
  }

  get sessionParts(): SessionParts {
    return { facts: this.facts, time: this.roomClock, recording: this.recording, hear: async (samples) => (await measureSpeech(samples)).speechMs, profile: this.profile, timeZone: this.settings.room.timeZone };
  }

  /** What signs now. */
  get key(): StationKey {
    return this.keys.key;
  }

  get controller(): SessionController | null {
    return this.#controller;
  }

  /** Signs chain heads in the files with the key of the station. */
  get headSigner(): HeadSigner {
    return { certificates: this.key.certificatesDer, sign: (bytes) => this.key.signBytes(bytes) };
  }

  /** From its opening to its seal a session holds the room, and room time never jumps. */
  hold(controller: SessionController): void {
    this.#controller = controller;
    this.roomClock.holdSteps(true);
    this.changed();
  }

  /** @throws AppError SESSION_UNKNOWN */
  sessionState(sessionId: string): SessionState {
    const state = this.sessions.get(sessionId);
    if (state === undefined) throw new AppError('SESSION_UNKNOWN', { sessionId });
    return state;
  }

  /** After the seal: the room is free for the next session. */
  letGo(): void {
    this.#controller = null;
    this.roomClock.holdSteps(false);
    this.changed();
  }

  /** The controller of the session that this room holds. @throws AppError SESSION_UNKNOWN, or STATE_REFUSED for a session of the past */
  controllerOf(sessionId: string): SessionController {
    const state = this.sessionState(sessionId);
    if (this.#controller?.state.sessionId !== state.sessionId) throw new AppError('STATE_REFUSED', { status: state.stage.status });
    return this.#controller;
  }

  /** The folder of a session on each disk. */
  sessionFolder(disk: 'primary' | 'mirror', sessionId: SessionId): string {
    return `${this.disks.folders[disk]}/sessions/${sessionId}`;
  }

  /** Ends recording (what is under way is finalised), then everything else. A session goes on at the next start. */
  close(): Promise<void> {
    this.#isClosing = true;
    this.#cancelPush();
    return this.#closing.close();
  }
}
