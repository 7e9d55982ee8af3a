import { AppError, type Localized } from '../../shared/base/index.ts';
import type { InterruptionId, InterruptionRemedy, Language, PersonIdentity, SigningMethod, SpanId, SpanKind, UnrecordedReason } from '../../shared/domain/index.ts';
import { newId } from '../platform/index.ts';
import { noticeRoles, statementText } from '../rules/index.ts';
import { bestHeard } from './best-heard.ts';
import { sessionClock } from './conduct.ts';
import { decideAbandon, decideAcknowledge, decideContinueUnrecorded, decideHandBack, decideMark, decideNoteInterruption, decideSignInterruption, decideSpanClose, decideSpanOpen, decideWitness } from './decisions.ts';
import type { SessionController, SessionParts } from './session-controller.ts';
import { statedInterruption } from './session-state.ts';

const heardKinds: readonly SpanKind[] = ['recording-notice', 'rights'];

/** What is done about a session beside recording it: spans, notices, signatures, limits and interruptions. It decides purely and writes through the controller. */
export class ConductDesk {
  readonly #controller: SessionController;
  readonly #parts: Pick<SessionParts, 'recording' | 'hear' | 'profile' | 'time' | 'timeZone'>;

  constructor(controller: SessionController, parts: Pick<SessionParts, 'recording' | 'hear' | 'profile' | 'time' | 'timeZone'>) {
    this.#controller = controller;
    this.#parts = parts;
  }

  /** Opened and not to be recorded: it stays visible, with its reason (requirement C5). @throws AppError STATE_REFUSED once it has started */
  abandon(by: PersonIdentity, reason: string): void {
    decideAbandon(this.#controller.state);
    this.#controller.note('session.abandoned', { reason }, by);
  }

  /** Something begins on the recording (article 25), or a notice is about to be spoken. */
  openSpan(by: PersonIdentity, kind: SpanKind, text: string): SpanId {
    decideSpanOpen(this.#controller.state);
    const spanId = newId<SpanId>('span');
    this.#controller.note('span.opened', { spanId, kind, text }, by);
    return spanId;
  }

  /**
   * Ends a span. Under a notice, what was recorded is listened to: it counts when the profile's minimum of speech is heard.
   * @throws AppError NOTICE_NOT_HEARD with what was heard; the span has ended, the lock stays and the notice may be given again
   */
  async closeSpan(by: PersonIdentity, spanId: string): Promise<void> {
    const span = decideSpanClose(this.#controller.state, spanId);
    if (!heardKinds.includes(span.kind)) {
      this.#controller.note('span.closed', { spanId: span.spanId, heardMs: null, requiredMs: null }, by);
      return;
    }
    const { recording, hear, profile, time } = this.#parts;
    const sounds = await recording.recordedSounds(this.#controller.state.sessionId, span.fromMs, Math.round(time.now().atMs));
    const heardMs = (await bestHeard(sounds, profile.minimumNoticeSpeechMs, hear))?.heardMs ?? 0;
    decideSpanClose(this.#controller.state, spanId);
    const requiredMs = profile.minimumNoticeSpeechMs;
    this.#controller.note('span.closed', { spanId: span.spanId, heardMs, requiredMs }, by);
    if (heardMs < requiredMs) throw new AppError('NOTICE_NOT_HEARD', { heardSeconds: Math.floor(heardMs / 1000), requiredSeconds: Math.ceil(requiredMs / 1000) });
  }

  /** The interviewee would not sign; the two officers of the session say so (requirement G3). @throws AppError OFFICER_OF_SESSION_REQUIRED */
  refuseSignature(by: PersonIdentity, witness: PersonIdentity, reason: string): void {
    decideWitness(this.#controller.state, by, witness);
    this.#controller.note('signature.refused', { reason, witness }, by);
  }

  /** The next step that the law allows, and no other (GAP 17). @throws AppError LIMIT_NOT_EXTENDABLE, LIMIT_STEP_REFUSED, ROLE_REQUIRED */
  extendLimit(by: PersonIdentity, approvedBy: PersonIdentity, toMs: number, reason: string): void {
    const { limit, nextStep } = this.nextStep();
    if (toMs !== nextStep.toMs) throw new AppError('LIMIT_STEP_REFUSED', { hours: nextStep.toMs / 3_600_000 });
    if (!nextStep.approvers.includes(approvedBy.role)) throw new AppError('ROLE_REQUIRED', { roles: nextStep.approvers.join(', ') });
    this.#controller.note('limit.extended', { timeLimitId: limit.id, allowedMs: toMs, reason, approvedBy }, by);
  }

  /** @throws AppError LIMIT_NOT_EXTENDABLE when the law knows no further step */
  nextStep() {
    decideMark(this.#controller.state);
    const clock = sessionClock(this.#controller.state, this.#parts.profile, this.#parts.time.now().atMs);
    if (clock?.nextStep === undefined) throw new AppError('LIMIT_NOT_EXTENDABLE');
    return { limit: clock.limit, nextStep: clock.nextStep };
  }

  /** @throws AppError HAND_BACK_EARLY when it lies before the end of the recording, or after now */
  handBack(by: PersonIdentity, handedBackAtMs: number): void {
    decideHandBack(this.#controller.state, handedBackAtMs, this.#parts.time.now().atMs);
    this.#controller.note('detention.handedBack', { handedBackAtMs }, by);
  }

  /** A remedy of article 29 was tried. */
  tryRemedy(by: PersonIdentity, interruptionId: string, remedy: InterruptionRemedy, note: string): void {
    const interruption = decideNoteInterruption(this.#controller.state, interruptionId);
    this.#controller.note('interruption.remedyTried', { interruptionId: interruption.interruptionId, remedy, note }, by);
  }

  /** What a technician found: it stands beside the spoken reason and replaces nothing (article 30). */
  noteInterruption(by: PersonIdentity, interruptionId: string, text: string): void {
    const interruption = decideNoteInterruption(this.#controller.state, interruptionId);
    this.#controller.note('interruption.noted', { interruptionId: interruption.interruptionId, text }, by);
  }

  /** What the interviewee signs about this interruption, as it is now. @throws AppError INTERRUPTION_UNEXPLAINED, STATEMENT_SETTLED */
  statementOf(interruptionId: string): { readonly interruptionId: InterruptionId; readonly text: Localized } {
    const interruption = decideSignInterruption(this.#controller.state, interruptionId);
    return { interruptionId: interruption.interruptionId, text: statementText(statedInterruption(interruption), this.#parts.timeZone) };
  }

  /** The interviewee signs it, in the picture (GAX 387). @throws AppError SIGNING_NOT_RECORDED */
  signInterruption(by: PersonIdentity, interruptionId: string, { language, method, imageSha256 }: { readonly language: Language; readonly method: SigningMethod; readonly imageSha256: string }): void {
    const { text, interruptionId: id } = this.statementOf(interruptionId);
    if (!this.#controller.isRecorded) throw new AppError('SIGNING_NOT_RECORDED');
    this.#controller.note('interruption.signed', { interruptionId: id, name: this.#controller.state.interviewee, language, text: text[language], method, imageSha256 }, by);
  }

  /** The interviewee does not sign it; two officers of the session say so. */
  refuseInterruption(by: PersonIdentity, interruptionId: string, { language, reason, witness }: { readonly language: Language; readonly reason: string; readonly witness: PersonIdentity }): void {
    decideWitness(this.#controller.state, by, witness);
    const { text, interruptionId: id } = this.statementOf(interruptionId);
    this.#controller.note('interruption.signingRefused', { interruptionId: id, name: this.#controller.state.interviewee, language, text: text[language], reason, witness }, by);
  }

  /** The report about an interruption, as it stands now, has gone to an outside authority (requirement E5). @throws AppError NOTICE_UNKNOWN, NOTICE_SETTLED, ROLE_REQUIRED */
  acknowledgeNotice(by: PersonIdentity, interruptionId: string, act: { readonly toldTo: string; readonly note: string; readonly text: Localized; readonly acknowledgedBy: PersonIdentity }): void {
    const { level, interruptionId: id } = decideAcknowledge(this.#controller.state, interruptionId);
    const allowed = noticeRoles(this.#parts.profile, { level });
    if (!allowed.includes(act.acknowledgedBy.role)) throw new AppError('ROLE_REQUIRED', { roles: allowed.join(', ') });
    this.#controller.note('notice.acknowledged', { interruptionId: id, level, ...act }, by);
  }

  /** @throws AppError UNRECORDED_FORBIDDEN in the must-record class or for a reason that is not listed (article 29) */
  continueUnrecorded(by: PersonIdentity, interruptionId: string, act: { readonly reason: UnrecordedReason; readonly note: string; readonly approvedBy: PersonIdentity }): void {
    const interruption = decideContinueUnrecorded(this.#controller.state, interruptionId, this.#parts.profile, act.reason);
    this.#controller.note('interruption.continuedUnrecorded', { interruptionId: interruption.interruptionId, ...act }, by);
  }
}
