import { AppError } from '../../shared/base/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { bestHeard } from './best-heard.ts';
import { decideBreakWords, type BreakWords } from './break-hold.ts';
import type { SessionController, SessionParts } from './session-controller.ts';
import { isHeld } from './session-state.ts';

/** Sessions whose recording is just being ended for a break, or taken up after one. */
const turning = new WeakSet<SessionController>();

/**
 * The ends of a break where the profile does not record it (ADR 0029): announced aloud on the recording before that ends, and taken up again by itself before anybody
 * says so. Where breaks are recorded, all of this refuses.
 */
export class BreakDesk {
  readonly #controller: SessionController;
  readonly #parts: Pick<SessionParts, 'recording' | 'hear' | 'profile' | 'time'>;

  constructor(controller: SessionController, parts: Pick<SessionParts, 'recording' | 'hear' | 'profile' | 'time'>) {
    this.#controller = controller;
    this.#parts = parts;
  }

  /**
   * An officer has said that the break begins, or that it is over. Enough speech of it must be heard on the recording: then the recording ends for the break, or the lock after it opens.
   * @throws AppError BREAKS_RECORDED, BREAK_NONE, INTERRUPTION_OPEN, SPAN_OPEN, or NOTICE_NOT_HEARD; then the recording goes on as it did
   */
  async spoken(by: PersonIdentity): Promise<void> {
    const { profile, recording } = this.#parts;
    const { state } = this.#controller;
    decideBreakWords(state, profile);
    await this.#alone(async () => {
      const { step, held } = await this.#hear(by);
      if (step === 'return') return;
      const { atMs } = this.#parts.time.now();
      try {
        await recording.release(atMs);
      } catch (error) {
        await recording.keep(state.sessionId);
        throw error;
      }
      this.#controller.holdForBreak(by, held.breakId, Math.round(atMs));
    });
  }

  /** The break is over. Where it was not recorded, the recording goes on first; what does not come then is an interruption. */
  async end(by: PersonIdentity, note: string): Promise<void> {
    const { recording, time } = this.#parts;
    if (turning.has(this.#controller)) throw new AppError('STATE_REFUSED', { status: 'break' });
    if (!isHeld(this.#controller.state)) {
      this.#controller.endBreak(by, note);
      return;
    }
    await this.#alone(async () => {
      const { state } = this.#controller;
      const held = state.breaks.at(-1);
      if (held === undefined) throw new Error('No break holds the recording');
      const resumedAtMs = Math.round(time.now().atMs);
      this.#controller.note('break.recordingResumed', { breakId: held.breakId, resumedAtMs }, by);
      try {
        await recording.keep(state.sessionId);
      } catch (error) {
        // Nothing is recorded although it should be: that is an interruption from this moment on.
        for (const { streamId } of state.streams) this.#controller.gapOpened(streamId, resumedAtMs, 'STORAGE_LOST');
        throw error;
      }
      this.#controller.endBreak(by, note);
    });
  }

  async #hear(by: PersonIdentity): Promise<BreakWords> {
    const { recording, hear, profile, time } = this.#parts;
    const due = decideBreakWords(this.#controller.state, profile);
    const requiredMs = profile.minimumNoticeSpeechMs;
    const best = await bestHeard(await recording.recordedSounds(this.#controller.state.sessionId, due.sinceMs, Math.round(time.now().atMs)), requiredMs, hear);
    const heardMs = best?.heardMs ?? 0;
    const still = decideBreakWords(this.#controller.state, profile);
    if (still.step !== due.step || still.held.breakId !== due.held.breakId) throw new AppError('BREAK_NONE');
    const accepted = best !== undefined && heardMs >= requiredMs;
    this.#controller.note('break.spoken', { breakId: due.held.breakId, step: due.step, beganAtMs: due.sinceMs, heardMs, requiredMs, accepted, from: best === undefined ? [] : [best.sound.from], to: best === undefined ? [] : [best.sound.to] }, by);
    if (!accepted) throw new AppError('NOTICE_NOT_HEARD', { heardSeconds: Math.floor(heardMs / 1000), requiredSeconds: Math.ceil(requiredMs / 1000) });
    return due;
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (turning.has(this.#controller)) throw new AppError('STATE_REFUSED', { status: 'break' });
    turning.add(this.#controller);
    try {
      await work();
    } finally {
      turning.delete(this.#controller);
    }
  }
}
