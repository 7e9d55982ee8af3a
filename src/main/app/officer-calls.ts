import { AppError } from '../../shared/base/index.ts';
import type { OfficerCallSnapshot } from '../../shared/contract/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { newId } from '../platform/index.ts';
import type { Handlers } from './connection.ts';
import { roomSnapshot } from './room-snapshot.ts';
import type { Station } from './station.ts';

/** Calls for an officer that nobody has answered yet. They are facts; those of a session outlive a restart. */
export class OfficerCalls {
  readonly #station: Station;
  readonly #calls = new Map<string, OfficerCallSnapshot>();

  constructor(station: Station) {
    this.#station = station;
    const session = station.sessions.current();
    if (session === undefined) return;
    for (const entry of station.ledger.entriesOf(session.sessionId)) {
      if (entry.type === 'officer.called') this.#calls.set(entry.payload.callId, { ...entry.payload, by: entry.actor.kind === 'person' ? entry.actor.name : '', atMs: entry.at.atMs });
      if (entry.type === 'officer.answered') this.#calls.delete(entry.payload.callId);
    }
  }

  call(note: string, by: PersonIdentity): void {
    const callId = newId('call');
    this.#calls.set(callId, { callId, note, by: by.name, atMs: Math.round(this.#station.roomClock.now().atMs) });
    this.#station.note('officer.called', { callId, note }, by);
  }

  /** @throws AppError CALL_UNKNOWN */
  answer(callId: string, by: PersonIdentity): void {
    if (!this.#calls.delete(callId)) throw new AppError('CALL_UNKNOWN');
    this.#station.note('officer.answered', { callId }, by);
  }

  snapshot(): OfficerCallSnapshot[] {
    return [...this.#calls.values()];
  }
}

export function callMethods(station: Station): Pick<Handlers, 'officer.call' | 'officer.answer'> {
  return {
    'officer.call': ({ note }, { person }) => {
      station.calls.call(note, person);
      return Promise.resolve(roomSnapshot(station));
    },
    'officer.answer': ({ callId }, { person }) => {
      station.calls.answer(callId, person);
      return Promise.resolve(roomSnapshot(station));
    },
  };
}
