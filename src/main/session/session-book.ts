import type { SessionId } from '../../shared/domain/index.ts';
import type { FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { applyAttendanceEntry, noAttendance, type Attendance } from './attendance.ts';
import type { SessionState } from './session-state.ts';
import { projectSession, transition } from './transition.ts';

/** What a list of sessions shows. It is folded from the few facts below; for anything else ask for the whole session. */
export type SessionOutline = Pick<
  SessionState,
  'sessionId' | 'stage' | 'openedAtMs' | 'arrivedAtMs' | 'caseNumber' | 'kind' | 'place' | 'legalClass' | 'interviewee' | 'officers' | 'profileId' | 'profileSha256' | 'interruptions' | 'circumstances'
>;

const outlineFacts = ['session.opened', 'session.started', 'session.finished', 'seal.begun', 'seal.withdrawn', 'session.sealed', 'session.abandoned', 'interruption.opened'] as const satisfies readonly FactType[];

/** Sessions of which everything is kept at hand; the others are folded again when they are asked for. */
const wholeAtHand = 8;

/** Every session this station has ever opened, as the ledger says. Follows the ledger from then on. A long ledger is not read for it: outlines come from few facts, a whole session from its own. */
export class SessionBook {
  readonly #ledger: Ledger;
  readonly #outlines = new Map<SessionId, SessionState>();
  readonly #whole = new Map<SessionId, SessionState>();
  /** People leave after the seal, which nothing changes: so this stands beside the sessions. */
  readonly #left = new Map<SessionId, number>();
  readonly #numbers = new Map<SessionId, number>();
  readonly #attendance = new Map<SessionId, Attendance>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    for (const entry of ledger.entriesOfType(...outlineFacts)) fold(this.#outlines, entry);
    for (const entry of ledger.entriesOfType('interviewee.left', 'interviewee.numbered', 'attendance.signed', 'attendance.refused')) this.#noteLeaving(entry);
    ledger.onAppend((entry) => {
      this.#noteLeaving(entry);
      if (outlineFacts.some((type) => type === entry.type)) fold(this.#outlines, entry);
      if (entry.sessionId !== '' && this.#whole.has(entry.sessionId)) fold(this.#whole, entry);
    });
  }

  /** Newest first. */
  list(): readonly SessionOutline[] {
    return [...this.#outlines.values()].reverse();
  }

  /** Everything the ledger says about one session. */
  get(sessionId: string): SessionState | undefined {
    const id = sessionId as SessionId;
    const known = this.#whole.get(id);
    if (known !== undefined) return known;
    if (!this.#outlines.has(id)) return undefined;
    const state = projectSession(this.#ledger.entriesOf(id));
    if (state === undefined) return undefined;
    this.#whole.set(id, state);
    for (const oldest of this.#whole.keys()) {
      if (this.#whole.size <= wholeAtHand) break;
      this.#whole.delete(oldest);
    }
    return state;
  }

  /** The session that is neither sealed nor abandoned. A room has at most one. */
  current(): SessionState | undefined {
    const open = this.list().find(({ stage }) => stage.status !== 'sealed' && stage.status !== 'abandoned');
    return open === undefined ? undefined : this.get(open.sessionId);
  }

  /** The newest session. */
  latest(): SessionState | undefined {
    const id = [...this.#outlines.keys()].at(-1);
    return id === undefined ? undefined : this.get(id);
  }

  /** Sessions are numbered one after the other without holes, so that a missing one shows (requirement C5). */
  get count(): number {
    return this.#outlines.size;
  }

  /** When the interviewee of this session left; null while nobody has logged it. */
  leftAtMs(sessionId: SessionId): number | null {
    return this.#left.get(sessionId) ?? null;
  }

  /** The number of a session among those of its interviewee; `provisional` while the registry has not given one. */
  numberOf({ sessionId, circumstances }: Pick<SessionOutline, 'sessionId' | 'circumstances'>): { readonly number: number; readonly provisional: boolean } {
    const given = this.#numbers.get(sessionId);
    return { number: given ?? circumstances.intervieweeNumber, provisional: given === undefined && circumstances.numberProvisional === true };
  }

  /** What the interviewee of this session signed, or refused to, of when they came and left; also after the seal. */
  attendanceOf(sessionId: SessionId): Attendance {
    return this.#attendance.get(sessionId) ?? noAttendance;
  }

  /** Sessions of one interviewee, oldest first: those under the same pseudonym, and those of which an officer said that they are of the same person. */
  ofInterviewee(intervieweeKey: string, sameAs = ''): readonly SessionState[] {
    const outlines = [...this.#outlines.values()];
    const keys = new Set([intervieweeKey, ...outlines.filter(({ sessionId }) => sessionId === sameAs).map(({ circumstances }) => circumstances.intervieweeKey)]);
    for (let known = 0; known !== keys.size;) {
      known = keys.size;
      for (const { circumstances } of outlines) {
        const linked = outlines.find(({ sessionId }) => sessionId === circumstances.sameAs)?.circumstances.intervieweeKey;
        if (linked === undefined || !(keys.has(circumstances.intervieweeKey) || keys.has(linked))) continue;
        keys.add(linked).add(circumstances.intervieweeKey);
      }
    }
    return outlines.filter(({ circumstances }) => circumstances.intervieweeKey !== '' && keys.has(circumstances.intervieweeKey)).flatMap(({ sessionId }) => this.get(sessionId) ?? []);
  }

  #noteLeaving(entry: LedgerEntry): void {
    if (entry.sessionId !== '') this.#attendance.set(entry.sessionId, applyAttendanceEntry(this.attendanceOf(entry.sessionId), entry));
    if (entry.type === 'interviewee.numbered' && entry.sessionId !== '') this.#numbers.set(entry.sessionId, entry.payload.number);
    if (entry.type === 'interviewee.left' && entry.sessionId !== '' && !this.#left.has(entry.sessionId)) this.#left.set(entry.sessionId, entry.payload.leftAtMs);
  }
}

function fold(states: Map<SessionId, SessionState>, entry: LedgerEntry): void {
  if (entry.sessionId === '') return;
  const before = states.get(entry.sessionId);
  const after = before === undefined ? projectSession([entry]) : transition(before, entry);
  if (after !== undefined) states.set(entry.sessionId, after);
}
