import { headText, type FactPayloads, type FactType, type LedgerEntry, type LedgerHead } from '../../shared/ledger/index.ts';
import { startTimer } from '../platform/index.ts';
import type { Ledger } from './ledger.ts';

/** No fact stands longer than this without a signed head, while the station runs. */
export const longestUnsignedMs = 60_000;

/** After each of these the head is signed at once: the state of the station, of a session or of its evidence has changed. */
const stateChanges: ReadonlySet<FactType> = new Set<FactType>([
  'station.started', 'station.stopped', 'session.opened', 'session.started', 'session.finished', 'session.sealed', 'session.abandoned', 'limit.extended', 'interruption.opened', 'interruption.closed',
  'interruption.explained', 'break.started', 'break.ended', 'break.corrected', 'break.voided', 'transcript.linked', 'transcript.reconciled', 'packet.exported', 'clip.made', 'disk.replaced', 'ledger.doubted',
]);

interface HeadSignerParts {
  readonly ledger: Ledger;
  /** Signs with the station's key; base64 of the DER signature. */
  readonly sign: (text: string) => string;
  readonly write: (payload: FactPayloads['head.signed']) => void;
  readonly onSigned: (head: LedgerHead & { readonly signature: string }) => void;
}

/** Signs the ledger's head, as a fact of its own: after every change of state, and so often that no fact waits longer than a minute. */
export class HeadSigner {
  readonly #parts: HeadSignerParts;
  #stop: () => void = () => undefined;
  #firstUnsignedMs: number | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(parts: HeadSignerParts) {
    this.#parts = parts;
  }

  /** From the next fact on. What an earlier start wrote is not this one's to sign. */
  start(): void {
    this.#stop = this.#parts.ledger.onAppend((entry) => this.#take(entry));
  }

  /** Signs what is not signed yet; does nothing when everything is. */
  sign(): void {
    if (this.#firstUnsignedMs === null) return;
    const { ledger, sign, write, onSigned } = this.#parts;
    const { head } = ledger;
    const signature = sign(headText(head));
    write({ ...head, signature });
    onSigned({ ...head, signature });
  }

  close(): void {
    this.#cancelTimer();
    this.#stop();
  }

  #take(entry: LedgerEntry): void {
    if (entry.type === 'head.signed') {
      this.#firstUnsignedMs = null;
      this.#cancelTimer();
      return;
    }
    if (this.#firstUnsignedMs === null) {
      this.#firstUnsignedMs = entry.monotonicMs;
      this.#cancelTimer = startTimer(longestUnsignedMs, () => this.sign());
    }
    if (stateChanges.has(entry.type) || entry.monotonicMs - this.#firstUnsignedMs > longestUnsignedMs) this.sign();
  }
}
