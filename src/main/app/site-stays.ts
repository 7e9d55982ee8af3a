import { nextAfter, type ForeignStay, type NumberRegistry, type StayRegistry } from '../custody/index.ts';
import { startTimer } from '../platform/index.ts';
import { countingStays, staysWithoutRest, type Stay } from '../rules/index.ts';
import type { SessionOutline } from '../session/index.ts';
import type { Station } from './station.ts';

const retryMs = 10_000;
const subject = 'stays';
/** Older stays count for nothing: no limit and no interval is as long. */
const tellForMs = 4 * 24 * 3_600_000;

/** Tells the other rooms of the site of this room's stays, and asks them for theirs (requirement F3). A registry that does not answer stops nobody: an alarm says so, and it is asked again. */
export class SiteStays {
  readonly #station: Station;
  readonly #registry: StayRegistry;
  readonly #numbers: NumberRegistry;
  #cancelRetry: () => void = () => undefined;
  #askAgain = false;
  #work: Promise<void> = Promise.resolve();

  constructor(station: Station, registry: StayRegistry, numbers: NumberRegistry) {
    this.#numbers = numbers;
    this.#station = station;
    this.#registry = registry;
  }

  /** Stays of this person in other rooms; none while the registry does not answer, and then they are looked for again. */
  async elsewhere(person: string): Promise<readonly ForeignStay[]> {
    try {
      return await this.#registry.elsewhere(person);
    } catch (error) {
      this.#askAgain = true;
      this.#unreachable(error);
      return [];
    }
  }

  /**
   * The number of a session that is about to be opened, taken for it; what was numbered while the registry was silent comes first. A registry that is silent now gives none:
   * the session counts this room's own, and its number follows (`interviewee.numbered`).
   */
  async numberFor(person: string, sessionId: string, numbers: () => readonly number[]): Promise<{ readonly number: number; readonly provisional: boolean }> {
    try {
      await this.#settleNumbers();
      return { number: await this.#numbers.take({ person, sessionId, numbers: numbers() }), provisional: false };
    } catch (error) {
      this.#unreachable(error);
      return { number: nextAfter(numbers()), provisional: true };
    }
  }

  /** Tells everything of the last days; what was told before changes nothing. Never rejects. */
  async tell(): Promise<void> {
    this.#work = this.#work.then(() => this.#tellAll()).catch((error: unknown) => this.#unreachable(error));
    await this.#work;
  }

  async close(): Promise<void> {
    this.#cancelRetry();
    await this.#work;
  }

  async #tellAll(): Promise<void> {
    const nowMs = this.#station.roomClock.now().atMs;
    for (const outline of this.#station.sessions.list()) {
      if (nowMs - outline.openedAtMs > tellForMs) break;
      await this.#tellOf(outline);
    }
    await this.#settleNumbers();
    if (this.#askAgain) await this.#lookAgain();
    this.#station.alarms.clear(subject);
  }

  /** Gives their numbers to the sessions that were opened while the registry was silent, the oldest first. */
  async #settleNumbers(): Promise<void> {
    const { sessions, facts } = this.#station;
    for (const outline of [...sessions.list()].reverse()) {
      if (!sessions.numberOf(outline).provisional) continue;
      const { sessionId, circumstances } = outline;
      const settled = sessions.ofInterviewee(circumstances.intervieweeKey, circumstances.sameAs).map((state) => sessions.numberOf(state)).filter(({ provisional }) => !provisional).map(({ number }) => number);
      const number = await this.#numbers.take({ person: circumstances.intervieweeKey, sessionId, numbers: settled });
      if (sessions.numberOf(outline).provisional) facts.write(sessionId, 'interviewee.numbered', { number }, 'station');
    }
  }

  async #tellOf({ sessionId, stage, openedAtMs, arrivedAtMs, circumstances }: SessionOutline): Promise<void> {
    const tell = (event: 'opened' | 'abandoned' | 'finished' | 'left', atMs: number) => this.#registry.tell(circumstances.intervieweeKey, { sessionId, event, arrivedAtMs, atMs });
    await tell('opened', openedAtMs);
    if (stage.status === 'abandoned') await tell('abandoned', stage.abandonedAtMs);
    if (stage.status === 'finished' || stage.status === 'sealing' || stage.status === 'sealed') await tell('finished', stage.finishedAtMs);
    const leftAtMs = this.#station.sessions.leftAtMs(sessionId) ?? this.#station.sessions.get(sessionId)?.handedBackAtMs ?? null;
    if (leftAtMs !== null) await tell('left', leftAtMs);
  }

  /** The registry was silent when the session was opened: what it knows now counts from now on. */
  async #lookAgain(): Promise<void> {
    const { controller, profile, roomClock } = this.#station;
    const status = controller?.state.stage.status;
    this.#askAgain = false;
    if (controller === null || (status !== 'open' && status !== 'recording')) return;
    const { arrivedAtMs, circumstances } = controller.state;
    const nowMs = Math.round(roomClock.now().atMs);
    const foreign = (await this.#registry.elsewhere(circumstances.intervieweeKey)).map((stay) => ({ fromMs: stay.arrivedAtMs, toMs: stay.leftAtMs ?? stay.finishedAtMs ?? nowMs }));
    const isForeign = ({ fromMs }: Stay) => foreign.some((stay) => stay.fromMs === fromMs);
    const stays = countingStays(profile, arrivedAtMs, [...foreign, ...circumstances.earlierStays]).filter(isForeign);
    const restStays = staysWithoutRest(profile, arrivedAtMs, [...foreign, ...(circumstances.restStays ?? [])]).filter(isForeign);
    if (stays.length + restStays.length > 0) controller.note('stays.found', { stays: [...stays], restStays: [...restStays] }, 'station');
  }

  #unreachable(error: unknown): void {
    const { log, alarms, roomClock } = this.#station;
    log.warn('the registry does not answer', { detail: String(error) });
    alarms.raise({ code: 'REGISTRY_UNREACHABLE', subject, severity: 'warning', sinceMs: Math.round(roomClock.now().atMs), params: {} });
    this.#cancelRetry();
    this.#cancelRetry = startTimer(retryMs, () => void this.tell());
  }
}
