import type { ErrorCode } from '../../shared/base/index.ts';
import { Rounds } from '../platform/index.ts';
import { announcementMs, breakDues, speechWithin, type BreakDue } from '../rules/index.ts';
import { dailyRestOf, undoableBreak, type BreakState, type BreakUndo, type SessionController, type SessionState } from '../session/index.ts';
import { measureSpeech, type SpeechSpan } from '../speech/index.ts';
import type { Station } from './station.ts';

const tickMs = 1_000;
/** Recorded sound is listened to in pieces of this length, and of at most the longer one when much is waiting. */
const pieceMs = 10_000;
const longestPieceMs = 60_000;

/** What was heard of one break so far. */
interface Listening {
  readonly breakId: string;
  readonly heardUntilMs: number;
  readonly spans: readonly SpeechSpan[];
}

interface BreakView {
  readonly dues: { readonly rest: BreakDue; readonly meal: BreakDue | null } | null;
  readonly breakUndo: BreakUndo | null;
}

/** Breaks of a session as they stand at this moment; a session that is not being recorded has none due. */
export function breakView(station: Station, state: SessionState): BreakView {
  if (state.stage.status !== 'recording') return { dues: null, breakUndo: null };
  const nowMs = Math.round(station.roomClock.now().atMs);
  const dues = breakDues({ rules: station.profile.breaks, timeZone: station.settings.room.timeZone, startedAtMs: state.stage.startedAtMs, breaks: state.breaks, nowMs });
  return { dues, breakUndo: undoableBreak(state.breaks, nowMs) };
}

/**
 * Watches over rest and meals (article 28): warns, alarms and locks by room time, and listens to what was recorded of every break that would
 * count as rest. Speech beyond what the profile allows voids the break, as a fact with the spans that were heard.
 */
export class BreakWatch {
  readonly #station: Station;
  readonly #rounds: Rounds;
  #listening: Listening | null = null;

  constructor(station: Station) {
    this.#station = station;
    this.#rounds = new Rounds({ everyMs: tickMs, round: () => this.#look(), onError: (error) => station.log.error('a break could not be watched', error) });
  }

  start(): void {
    this.#rounds.start();
  }

  close(): Promise<void> {
    return this.#rounds.close();
  }

  async #look(): Promise<void> {
    const { controller } = this.#station;
    this.#warn(controller?.state);
    if (controller?.state.stage.status === 'recording') await this.#listen(controller);
  }

  #warn(state: SessionState | undefined): void {
    const dues = state === undefined ? null : breakView(this.#station, state).dues;
    this.#warnOf('REST_SOON', 'REST_OVERDUE', 'rest', dues?.rest);
    this.#warnOf('MEAL_SOON', 'MEAL_OVERDUE', 'meal', dues?.meal ?? undefined);
    const rest = state?.stage.status === 'recording' ? dailyRestOf(state, this.#station.profile, this.#station.roomClock.now().atMs) : null;
    this.#warnOf('DAILY_REST_SOON', 'DAILY_REST_OVERDUE', 'daily-rest', rest === null ? undefined : { state: rest.state, dueAtMs: rest.beginsByMs });
    const voided = state?.stage.status === 'recording' ? state.breaks.at(-1) : undefined;
    if (voided?.voided !== true || voided.endedAtMs !== null) this.#station.alarms.clear('break', 'BREAK_VOIDED');
  }

  #warnOf(warning: ErrorCode, alarm: ErrorCode, subject: string, due: Pick<BreakDue, 'state' | 'dueAtMs'> | undefined): void {
    const { alarms, roomClock } = this.#station;
    const sinceMs = Math.round(roomClock.now().atMs);
    const minutes = due === undefined ? 0 : Math.max(0, Math.ceil((due.dueAtMs - sinceMs) / 60_000));
    if (due?.state === 'soon') alarms.raise({ code: warning, subject, severity: 'warning', sinceMs, params: { minutes } });
    else alarms.clear(subject, warning);
    if (due?.state === 'overdue' || due?.state === 'locked') alarms.raise({ code: alarm, subject, severity: 'alarm', sinceMs, params: {} });
    else alarms.clear(subject, alarm);
  }

  /** The next piece of the latest break that would count. After a restart it is heard again from its start. */
  async #listen(controller: SessionController): Promise<void> {
    const held = controller.state.breaks.at(-1);
    const { breaks: rules } = this.#station.profile;
    if (held === undefined || held.withdrawn || held.voided || rules.breakStopsRecording || rules.minimumMs[held.kind] === undefined) return;
    const before = this.#listening?.breakId === held.breakId ? this.#listening : { breakId: held.breakId, heardUntilMs: held.startedAtMs + announcementMs, spans: [] };
    // While it goes on, its last seconds may turn out to be the announcement of its end.
    const untilMs = Math.min((held.endedAtMs ?? Math.round(this.#station.roomClock.now().atMs)) - announcementMs, before.heardUntilMs + longestPieceMs);
    if (untilMs - before.heardUntilMs < (held.endedAtMs === null ? pieceMs : 1)) return;
    const spans = await this.#hear(controller, before.heardUntilMs, untilMs);
    this.#listening = { breakId: held.breakId, heardUntilMs: untilMs, spans: [...before.spans, ...spans] };
    this.#judge(controller, held, this.#listening.spans);
  }

  async #hear(controller: SessionController, fromMs: number, toMs: number): Promise<readonly SpeechSpan[]> {
    const sounds = await this.#station.recording.recordedSounds(controller.state.sessionId, fromMs, toMs);
    const measured = [];
    for (const { samples } of sounds) measured.push(await measureSpeech(samples));
    const [best] = measured.toSorted((a, b) => b.speechMs - a.speechMs);
    return (best?.spans ?? []).map((span) => ({ fromMs: fromMs + span.fromMs, toMs: fromMs + span.toMs }));
  }

  #judge(controller: SessionController, { breakId }: BreakState, heard: readonly SpeechSpan[]): void {
    const held = controller.state.breaks.find((each) => each.breakId === breakId);
    const allowedMs = this.#station.profile.breaks.voidingSpeechMs;
    if (held === undefined || held.voided || held.withdrawn || controller.state.stage.status !== 'recording') return;
    const { heardMs, spans } = speechWithin(held, heard);
    if (heardMs <= allowedMs) return;
    controller.note('break.voided', { breakId, heardMs, allowedMs, spans: [...spans] }, 'station');
    const params = { seconds: Math.round(heardMs / 1000) };
    this.#station.alarms.raise({ code: 'BREAK_VOIDED', subject: 'break', severity: 'warning', sinceMs: Math.round(this.#station.roomClock.now().atMs), params });
    this.#station.changed();
  }
}
