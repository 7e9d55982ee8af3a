import type { SessionId } from '../../shared/domain/index.ts';
import type { LedgerEntry } from '../../shared/ledger/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { SessionState } from './session-state.ts';
import { projectSession, transition } from './transition.ts';

/** Every session this station has ever opened, as the ledger says. Follows the ledger from then on. */
export class SessionBook {
  readonly #states = new Map<SessionId, SessionState>();

  constructor(ledger: Ledger) {
    for (const entry of ledger.entries()) this.#take(entry);
    ledger.onAppend((entry) => this.#take(entry));
  }

  /** Newest first. */
  list(): readonly SessionState[] {
    return [...this.#states.values()].reverse();
  }

  get(sessionId: string): SessionState | undefined {
    return this.#states.get(sessionId as SessionId);
  }

  /** The session that is neither sealed nor abandoned. A room has at most one. */
  current(): SessionState | undefined {
    return this.list().find((state) => state.stage.status !== 'sealed' && state.stage.status !== 'abandoned');
  }

  /** Sessions are numbered one after the other without holes, so that a missing one shows (requirement C5). */
  get count(): number {
    return this.#states.size;
  }

  /** Sessions of one interviewee, oldest first: those under the same pseudonym, or where no identity number was given those of the same name in the same case. */
  ofInterviewee({ intervieweeKey, caseNumber, interviewee }: { readonly intervieweeKey: string; readonly caseNumber: string; readonly interviewee: string }): readonly SessionState[] {
    const isSame = (state: SessionState) =>
      intervieweeKey === '' ? state.caseNumber === caseNumber && state.interviewee === interviewee : state.circumstances.intervieweeKey === intervieweeKey;
    return [...this.#states.values()].filter(isSame);
  }

  #take(entry: LedgerEntry): void {
    if (entry.sessionId === '') return;
    const before = this.#states.get(entry.sessionId);
    const after = before === undefined ? projectSession([entry]) : transition(before, entry);
    if (after !== undefined) this.#states.set(entry.sessionId, after);
  }
}
