import type { ErrorCode } from '../../shared/base/index.ts';
import type { PersonIdentity } from '../../shared/domain/index.ts';
import { startTimer } from '../platform/index.ts';

export interface Refusal {
  readonly person: PersonIdentity;
  readonly method: string;
  readonly code: ErrorCode;
  /** Empty when the call named no session. */
  readonly sessionId: string;
}

interface Repeated {
  readonly refusal: Refusal;
  readonly cancel: () => void;
  more: number;
}

/** A finger on a button that is locked must not fill the ledger: what is refused again within this time is counted and told at its end. */
const gatherMs = 5_000;

/** What was written wrongly is the console's matter and not the person's. */
const notRefusals: ReadonlySet<ErrorCode> = new Set(['METHOD_UNKNOWN', 'REQUEST_INVALID', 'INTERNAL', 'LOGIN_REQUIRED', 'LINE_LOCKED']);

/** Every refusal is a fact: the first of its kind at once, repetitions as one with their number. */
export class RefusalLog {
  readonly #write: (refusal: Refusal, count: number) => void;
  readonly #gathering = new Map<string, Repeated>();

  constructor(write: (refusal: Refusal, count: number) => void) {
    this.#write = write;
  }

  note(refusal: Refusal): void {
    if (notRefusals.has(refusal.code)) return;
    const key = [refusal.person.personId, refusal.method, refusal.code, refusal.sessionId].join('|');
    const known = this.#gathering.get(key);
    if (known !== undefined) {
      known.more += 1;
      return;
    }
    this.#write(refusal, 1);
    this.#gathering.set(key, { refusal, more: 0, cancel: startTimer(gatherMs, () => this.#tell(key)) });
  }

  /** Writes what is still being gathered. */
  close(): Promise<void> {
    for (const [key, { cancel }] of [...this.#gathering]) {
      cancel();
      this.#tell(key);
    }
    return Promise.resolve();
  }

  #tell(key: string): void {
    const gathered = this.#gathering.get(key);
    this.#gathering.delete(key);
    if (gathered !== undefined && gathered.more > 0) this.#write(gathered.refusal, gathered.more);
  }
}
