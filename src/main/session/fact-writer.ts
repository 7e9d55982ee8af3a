import type { MediaPosition, PersonIdentity, RoomInstant, SessionId } from '../../shared/domain/index.ts';
import type { Fact, FactActor, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import type { Ledger } from '../ledger/index.ts';

export interface TimeSource {
  now(): RoomInstant;
  monotonicMs(): number;
}

/** Stamps facts with room time, monotonic time and the place in the media, and appends them. When `write` returns, the fact is on the disk. */
export class FactWriter {
  readonly #ledger: Ledger;
  readonly #time: TimeSource;
  readonly #positions: () => readonly MediaPosition[];
  readonly #startedMonotonicMs: number;

  constructor(ledger: Ledger, time: TimeSource, positions: () => readonly MediaPosition[]) {
    this.#ledger = ledger;
    this.#time = time;
    this.#positions = positions;
    this.#startedMonotonicMs = time.monotonicMs();
  }

  /** @param actor the person who says it, or `'station'` for what the station measured itself */
  write<T extends FactType>(sessionId: SessionId | '', type: T, payload: FactPayloads[T], actor: PersonIdentity | 'station', at: RoomInstant = this.#time.now()): LedgerEntry {
    const fact = {
      type, sessionId, payload,
      actor: toActor(actor),
      at: { atMs: Math.round(at.atMs), errorMs: Math.ceil(at.errorMs) },
      monotonicMs: Math.round(this.#time.monotonicMs() - this.#startedMonotonicMs),
      media: sessionId === '' ? [] : this.#positions(),
    } as Fact;
    return this.#ledger.append(fact);
  }
}

function toActor(actor: PersonIdentity | 'station'): FactActor {
  return actor === 'station' ? { kind: 'station' } : { kind: 'person', personId: actor.personId, name: actor.name, role: actor.role };
}
