import { AppError } from '../../shared/base/index.ts';
import type { BreakId, Capacity, InterruptionCause, InterruptionId, LegalClass, MarkerId, MarkerKind, PersonId, PersonIdentity, SessionId, SessionKind, Sex, StreamId } from '../../shared/domain/index.ts';
import type { Circumstances, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { newId } from '../platform/index.ts';
import { finishLocks, type Profile } from '../rules/index.ts';
import { bestHeard } from './best-heard.ts';
import { decideBreakUndo } from './break-record.ts';
import { conductOf } from './conduct.ts';
import {
  type BreakStart, decideBreakEnd, decideBreakStart, decideExplainBegin, decideExplainFinish, decideFinish, decideMark, decidePersonEnter, decidePersonLeave, decideSealBegin, decideSealComplete,
  decideSealWithdraw, decideSign, decideStart,
} from './decisions.ts';
import type { FactWriter, TimeSource } from './fact-writer.ts';
import { interruptionChange, joinedInterruption, type GapState } from './interruption.ts';
import type { RecordingPort, SpeechMeter } from './ports.ts';
import { isHeld, isKept, type LastingInterruption, type SealingState, type SessionState } from './session-state.ts';
import { projectSession, transition } from './transition.ts';

export interface SessionOpening {
  readonly sessionId: SessionId;
  readonly caseNumber: string;
  readonly kind: SessionKind;
  readonly place: string;
  readonly legalClass: LegalClass;
  readonly interviewee: string;
  readonly arrivedAtMs: number;
  readonly officers: readonly [PersonIdentity, PersonIdentity];
  readonly circumstances: Circumstances;
}

/** Somebody who comes into the room; an officer is known by their account. */
export interface Arrival {
  readonly personId?: PersonId;
  readonly name: string;
  readonly capacity: Capacity;
  readonly sex: Sex;
  readonly note: string;
}

/** Times that were measured in different ways and mean the same may differ by so much. */
const roundingMs = 100;

/** Drives one session: decides purely, acts, and writes what came of it. The only writer of session facts. */
export class SessionController {
  #state: SessionState;
  #gaps: readonly GapState[] = [];
  #finishing = false;
  readonly #facts: FactWriter;
  readonly #time: TimeSource;
  readonly #recording: RecordingPort;
  readonly #hear: SpeechMeter;
  readonly #profile: Profile;

  private constructor(state: SessionState, parts: SessionParts) {
    this.#state = state;
    this.#facts = parts.facts;
    this.#time = parts.time;
    this.#recording = parts.recording;
    this.#hear = parts.hear;
    this.#profile = parts.profile;
  }

  /** Opens a new session; the two officers are in the room. */
  static open(opening: SessionOpening, parts: SessionParts): SessionController {
    const { sessionId, ...payload } = opening;
    const [first] = opening.officers;
    const entry = parts.facts.write(sessionId, 'session.opened', { ...payload, streams: parts.recording.streams, profileId: parts.profile.id, profileSha256: parts.profile.sha256 }, first);
    const state = projectSession([entry]);
    if (state === undefined) throw new Error('The opening fact made no session');
    const controller = new SessionController(state, parts);
    for (const officer of opening.officers) controller.#write('person.entered', { personId: officer.personId, name: officer.name, capacity: 'officer', sex: opening.circumstances.womenOfficers.includes(officer.personId) ? 'female' : 'unknown', note: '' }, first);
    return controller;
  }

  /** Takes up a session from its facts, as after a restart. */
  static resume(entries: readonly LedgerEntry[], parts: SessionParts): SessionController {
    const state = projectSession(entries);
    if (state === undefined) throw new Error('These facts hold no session');
    return new SessionController(state, parts);
  }

  get state(): SessionState {
    return this.#state;
  }

  /** @throws AppError when the session cannot start; then nothing is being kept */
  async start(by: PersonIdentity): Promise<void> {
    decideStart(this.#state);
    const pressedAt = this.#time.now();
    await this.#recording.keep(this.#state.sessionId);
    this.#write('session.started', {}, by, pressedAt);
  }

  mark(by: PersonIdentity, kind: MarkerKind, text: string): MarkerId {
    decideMark(this.#state);
    const markerId = newId<MarkerId>('mark');
    this.#write('marker.added', { markerId, kind, text }, by);
    return markerId;
  }

  startBreak(by: PersonIdentity, start: BreakStart): void {
    decideBreakStart(this.#state, start);
    this.#write('break.started', { breakId: newId<BreakId>('break'), ...start }, by);
  }

  endBreak(by: PersonIdentity, note: string): void {
    const { breakId } = decideBreakEnd(this.#state);
    this.#write('break.ended', { breakId, note }, by);
  }

  /**
   * The recording has ended for an announced break. A stream that was behind and ended before that moment lacks what lies between: that is missing, and no part of the break. What was missing
   * until then is missing no longer: nothing is to be recorded.
   */
  holdForBreak(by: PersonIdentity, breakId: BreakId, stoppedAtMs: number): void {
    for (const { streamId, fromMs, toMs, breakId: of } of this.#state.held) if (of === breakId && toMs === null && stoppedAtMs - fromMs > roundingMs) this.gapOpened(streamId, fromMs, 'STREAM_STALLED');
    for (const { streamId } of this.#gaps.filter(({ part, toMs }) => part === undefined && toMs === null)) this.gapClosed(streamId, stoppedAtMs);
    this.soundBack(stoppedAtMs);
    this.#write('break.recordingStopped', { breakId, stoppedAtMs }, by);
  }

  /** Takes back the break's start or end of the last seconds; both facts stay. */
  undoBreak(by: PersonIdentity): void {
    const { breakId, undoes } = decideBreakUndo(this.#state.breaks, this.#time.now().atMs);
    decideMark(this.#state);
    this.#write('break.corrected', { breakId, undoes }, by);
  }

  /** @throws AppError ADULT_REASON_REQUIRED when another adult takes the place of a minor's parent and nobody says why */
  personEnters(by: PersonIdentity, { personId, name, capacity, sex, note }: Arrival): void {
    decidePersonEnter(this.#state, { personId, capacity, note });
    this.#write('person.entered', { personId: personId ?? newId<PersonId>('person'), name, capacity, sex, note }, by);
  }

  personLeaves(by: PersonIdentity, personId: string): void {
    const person = decidePersonLeave(this.#state, personId);
    this.#write('person.left', { personId: person.personId, name: person.name, capacity: person.capacity }, by);
  }

  beginExplanation(by: PersonIdentity, interruptionId: string, cause: InterruptionCause, note: string): void {
    const interruption = decideExplainBegin(this.#state, interruptionId);
    const beganAtMs = Math.round(this.#time.now().atMs);
    this.#write('explanation.begun', { interruptionId: interruption.interruptionId, cause, note, beganAtMs }, by);
  }

  /**
   * Listens to what was recorded since the explanation was begun. Opens the lock only when the profile's minimum of speech is heard.
   * @throws AppError EXPLANATION_NOT_HEARD with what was heard; the lock stays and the explanation may be begun again
   */
  async finishExplanation(by: PersonIdentity, interruptionId: string): Promise<void> {
    const { beganAtMs, cause, note, interruptionId: id } = decideExplainFinish(this.#state, interruptionId);
    const endedAtMs = Math.round(this.#time.now().atMs);
    const best = await bestHeard(await this.#recording.recordedSounds(this.#state.sessionId, beganAtMs, endedAtMs), this.#profile.minimumExplanationSpeechMs, this.#hear);
    const heardMs = best?.heardMs ?? 0;
    decideExplainFinish(this.#state, interruptionId);
    const requiredMs = this.#profile.minimumExplanationSpeechMs;
    if (best === undefined || heardMs < requiredMs) {
      this.#write('explanation.rejected', { interruptionId: id, heardMs, requiredMs }, by);
      throw new AppError('EXPLANATION_NOT_HEARD', { heardSeconds: Math.floor(heardMs / 1000), requiredSeconds: Math.ceil(requiredMs / 1000) });
    }
    this.#write('interruption.explained', { interruptionId: id, cause, note, beganAtMs, endedAtMs, heardMs, spokenFrom: best.sound.from, spokenTo: best.sound.to }, by);
  }

  /** The questioning ends: everything up to this moment is proven and finalised when it resolves. The cameras go on until the seal is closed. */
  async finish(by: PersonIdentity, reason: string): Promise<void> {
    decideFinish(this.#state, reason);
    const missing = finishLocks(this.#profile, conductOf(this.#state, this.#profile, this.#time.now().atMs));
    const [lock] = missing;
    if (lock !== undefined && reason === '') throw new AppError(lock.code, lock.params);
    if (this.#finishing) throw new AppError('STATE_REFUSED', { status: 'finishing' });
    this.#finishing = true;
    try {
      const pressedAt = this.#time.now();
      await this.#recording.cut(pressedAt.atMs);
      this.#write('session.finished', { reason, without: missing.map(({ code }) => code) }, by, pressedAt);
    } finally {
      this.#finishing = false;
    }
  }

  /** Closes everything up to this moment: its segments are proven and finalised when it resolves, and recording goes on. @returns that moment */
  async cutForSeal(): Promise<number> {
    decideSealBegin(this.#state);
    const { atMs } = this.#time.now();
    await this.#recording.cut(atMs);
    decideSealBegin(this.#state);
    return Math.round(atMs);
  }

  /** The manifest lies on the disks: from now on the closing segment shows who signs its code. */
  beginSeal(by: PersonIdentity, seal: FactPayloads['seal.begun']): void {
    decideSealBegin(this.#state);
    this.#write('seal.begun', seal, by);
  }

  /** Notes that a person signs, in the recording, or does not; the second officer stands for that. */
  signSeal(by: PersonIdentity, signing: FactPayloads['seal.signed']): void {
    decideSign(this.#state, signing.decision, this.isRecorded, signing.reason, signing.approvedBy !== null);
    this.#write('seal.signed', signing, by);
  }

  withdrawSeal(by: PersonIdentity, reason: string): void {
    decideSealWithdraw(this.#state);
    this.#write('seal.withdrawn', { reason }, by);
  }

  /** Ends the closing segment: it is proven and finalised when it resolves. @throws AppError SIGNATURE_MISSING while it is not known of everybody whether they sign */
  async endClosing(): Promise<SealingState> {
    const sealing = decideSealComplete(this.#state);
    await this.#recording.release(this.#time.now().atMs);
    return sealing;
  }

  /** Recording goes on after a closing that could not be completed. */
  async resumeClosing(): Promise<void> {
    await this.#recording.keep(this.#state.sessionId);
  }

  /** Writes a fact about this session that another room has measured or made. */
  note<T extends FactType>(type: T, payload: FactPayloads[T], by: PersonIdentity | 'station'): void {
    this.#write(type, payload, by);
  }

  /** A stream's media is missing from `fromMs` on (room time, measured from the media). */
  gapOpened(streamId: StreamId, fromMs: number, reason: string): void {
    const known = this.#gaps.some((gap) => gap.streamId === streamId && gap.part === undefined && gap.toMs === null);
    if (!isKept(this.#state) || known) return;
    this.#write('gap.opened', { streamId, fromMs, reason }, 'station');
    this.#gaps = [...this.#gaps, { streamId, fromMs, toMs: null, reason }];
    this.#accountForGaps();
  }

  /** The stream's media is there again from `toMs` on. */
  gapClosed(streamId: StreamId, toMs: number): void {
    const gap = this.#gaps.find((g) => g.streamId === streamId && g.part === undefined && g.toMs === null);
    if (!isKept(this.#state) || gap === undefined) return;
    const endMs = Math.max(gap.fromMs, toMs);
    this.#write('gap.closed', { streamId, fromMs: gap.fromMs, toMs: endMs }, 'station');
    this.#gaps = this.#gaps.map((g) => (g === gap ? { ...g, toMs: endMs } : g));
    this.#accountForGaps();
  }

  /** No microphone is heard any more from `fromMs` on (room time, from the media), for longer than the profile allows: that is an interruption. */
  soundLost(fromMs: number): void {
    const [streamId] = this.#state.requiredStreams;
    const known = this.#gaps.some((gap) => gap.part === 'sound' && gap.toMs === null);
    if (this.#state.stage.status !== 'recording' || isHeld(this.#state) || this.#finishing || known || streamId === undefined) return;
    this.#gaps = [...this.#gaps, { streamId, fromMs, toMs: null, reason: 'SOUND_SILENT', part: 'sound' }];
    this.#accountForGaps();
  }

  soundBack(toMs: number): void {
    if (this.#state.stage.status !== 'recording') return;
    this.#gaps = this.#gaps.map((gap) => (gap.part === 'sound' && gap.toMs === null ? { ...gap, toMs } : gap));
    this.#accountForGaps();
  }

  /** After a restart: the gaps that the ledger left open are open still. */
  restoreGaps(gaps: readonly GapState[]): void {
    this.#gaps = gaps;
  }

  /** Streams from which nothing comes now: no moment has a place in their media. */
  get away(): ReadonlySet<StreamId> {
    return new Set(this.#gaps.filter(({ part, toMs }) => part === undefined && toMs === null).map(({ streamId }) => streamId));
  }

  /** Media of a stream that the session needs is coming in; on a busy machine the latest of it may not be placed yet. */
  get isRecorded(): boolean {
    return !isHeld(this.#state) && this.#state.requiredStreams.some((streamId) => !this.#gaps.some((gap) => gap.streamId === streamId && gap.part === undefined && gap.toMs === null));
  }

  /** After the finish a gap is a fact and no interruption: nobody is being questioned. */
  #accountForGaps(): void {
    if (this.#state.stage.status !== 'recording' || this.#finishing) return;
    const lasting = this.#state.interruptions.find((i): i is LastingInterruption => i.state === 'lasting');
    const required = this.#gaps.filter((gap) => this.#state.requiredStreams.includes(gap.streamId));
    const change = interruptionChange(required, lasting !== undefined);
    if (change.kind === 'open') this.#openInterruption(change);
    if (lasting === undefined) return;
    for (const gap of required) this.#widenInterruption(lasting.interruptionId, gap);
    if (change.kind !== 'close') return;
    const { interruptionId, fromMs, notBeforeMs } = this.#state.interruptions.find((i): i is LastingInterruption => i.interruptionId === lasting.interruptionId && i.state === 'lasting') ?? lasting;
    this.#write('interruption.closed', { interruptionId, fromMs, toMs: Math.max(change.toMs, notBeforeMs) }, 'station');
    this.#gaps = this.#gaps.filter((gap) => gap.toMs === null);
  }

  /** A further gap while it lasts: its reason, and what is missing from before the beginning that was known. */
  #widenInterruption(interruptionId: InterruptionId, gap: GapState): void {
    const lasting = this.#state.interruptions.find((i) => i.interruptionId === interruptionId);
    if (lasting === undefined || (lasting.reasons.includes(gap.reason) && gap.fromMs >= lasting.fromMs)) return;
    const others = this.#state.interruptions.filter((each) => each !== lasting);
    const { fromMs, absorbs } = joinedInterruption(others, { fromMs: Math.min(gap.fromMs, lasting.fromMs), toMs: lasting.fromMs });
    this.#write('interruption.widened', { interruptionId, fromMs, reason: gap.reason, absorbs }, 'station');
  }

  /** No second belongs to two interruptions: what overlaps one that had ended goes on with that one. */
  #openInterruption({ fromMs, reason }: { readonly fromMs: number; readonly reason: string }): void {
    const joined = joinedInterruption(this.#state.interruptions, { fromMs, toMs: fromMs });
    const [first, ...absorbs] = joined.absorbs;
    if (first === undefined) this.#write('interruption.opened', { interruptionId: newId<InterruptionId>('int'), fromMs, reason }, 'station');
    else this.#write('interruption.reopened', { interruptionId: first, fromMs: joined.fromMs, untilMs: joined.toMs, reason, absorbs }, 'station');
  }

  #write<T extends FactType>(type: T, payload: FactPayloads[T], by: PersonIdentity | 'station', at = this.#time.now()): void {
    this.#state = transition(this.#state, this.#facts.write(this.#state.sessionId, type, payload, by, at));
  }
}

export interface SessionParts {
  readonly facts: FactWriter;
  readonly time: TimeSource;
  readonly recording: RecordingPort;
  readonly hear: SpeechMeter;
  readonly profile: Profile;
  /** In which people read the times of texts that they sign. */
  readonly timeZone: string;
}
