import { AppError } from '../../shared/base/index.ts';
import type { PersonIdentity, SessionId } from '../../shared/domain/index.ts';
import type { LeaseRequest, OfficerLease, OfficerRegistry } from '../custody/index.ts';
import { startTimer } from '../platform/index.ts';
import type { SessionState } from '../session/index.ts';
import type { Station } from './station.ts';

const retryMs = 10_000;
const subject = 'registry';

/** Takes the officers of this room's session in the registry of the site, and gives them back when the questioning has ended. */
export class OfficerLeases {
  readonly #station: Station;
  readonly #registry: OfficerRegistry;
  #pending: LeaseRequest[] = [];
  #cancelRetry: () => void = () => undefined;
  #asking: Promise<void> = Promise.resolve();

  constructor(station: Station, registry: OfficerRegistry) {
    this.#station = station;
    this.#registry = registry;
  }

  /**
   * Before a session is opened. When the registry does not answer, the session may be opened all the same: an alarm says so, and the station asks again until it knows.
   * @throws AppError OFFICER_ELSEWHERE naming the room; then nobody is taken
   */
  async take(sessionId: SessionId, officers: readonly PersonIdentity[]): Promise<void> {
    const taken: LeaseRequest[] = [];
    for (const request of officers.map((officer) => this.#request(sessionId, officer))) {
      const outcome = await this.#registry.acquire(request);
      if (outcome.kind === 'busy') {
        for (const each of taken) await this.#registry.release(each.badgeNumber, sessionId);
        throw new AppError('OFFICER_ELSEWHERE', { name: request.name, room: outcome.holder.roomName, session: outcome.holder.sessionId });
      }
      if (outcome.kind === 'unreachable') this.#waitFor(request, outcome.detail);
      else taken.push(request);
    }
  }

  /** After a restart: a session that is going on still holds its officers. An overlap that came about meanwhile is written down. */
  takeUp({ sessionId, officers, stage }: SessionState): void {
    if (stage.status !== 'open' && stage.status !== 'recording') return;
    this.#pending = officers.map((officer) => this.#request(sessionId, officer));
    this.#retry();
  }

  /** When the questioning has ended. */
  async giveBack({ sessionId, officers }: SessionState): Promise<void> {
    this.#pending = [];
    this.#station.alarms.clear(subject);
    for (const officer of officers) {
      const outcome = await this.#registry.release(this.#request(sessionId, officer).badgeNumber, sessionId);
      if (outcome.kind === 'unreachable') this.#station.log.warn('an officer could not be given back to the registry', { detail: outcome.detail });
    }
  }

  async close(): Promise<void> {
    this.#cancelRetry();
    await this.#asking;
  }

  #request(sessionId: SessionId, { personId, name }: PersonIdentity): LeaseRequest {
    return { badgeNumber: this.#station.accounts.get(personId)?.badgeNumber ?? '', name, sessionId, sinceMs: Math.round(this.#station.roomClock.now().atMs) };
  }

  #waitFor(request: LeaseRequest, detail: string): void {
    this.#station.log.warn('the registry does not answer', { detail });
    this.#pending = [...this.#pending, request];
    this.#station.alarms.raise({ code: 'REGISTRY_UNREACHABLE', subject, severity: 'warning', sinceMs: Math.round(this.#station.roomClock.now().atMs), params: {} });
    this.#cancelRetry();
    this.#cancelRetry = startTimer(retryMs, () => this.#retry());
  }

  #retry(): void {
    this.#asking = this.#askAgain().catch((error: unknown) => this.#station.log.error('the registry could not be asked', error));
  }

  async #askAgain(): Promise<void> {
    const waiting = this.#pending;
    this.#pending = [];
    for (const request of waiting) {
      const outcome = await this.#registry.acquire(request);
      if (outcome.kind === 'busy') this.#noteOverlap(request, outcome.holder);
      if (outcome.kind === 'unreachable') this.#waitFor(request, outcome.detail);
    }
    if (this.#pending.length === 0) this.#station.alarms.clear(subject, 'REGISTRY_UNREACHABLE');
  }

  #noteOverlap({ name, sessionId }: LeaseRequest, holder: OfficerLease): void {
    const { controller, alarms, roomClock } = this.#station;
    if (controller?.state.sessionId === sessionId)
      controller.note('lease.overlapped', { name, otherRoom: holder.roomName, otherSession: holder.sessionId, sinceMs: holder.sinceMs }, 'station');
    alarms.raise({ code: 'OFFICER_ELSEWHERE', subject, severity: 'alarm', sinceMs: Math.round(roomClock.now().atMs), params: { name, room: holder.roomName, session: holder.sessionId } });
  }
}
