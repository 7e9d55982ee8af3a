import { genesisHash, headText, type Fact, type FactPayloads, type LedgerHead } from '../../shared/ledger/index.ts';
import { longestUnsignedMs } from './head-signer.ts';
import { monotonicMsOf, rowIsSound, type LedgerRow } from './ledger-row.ts';

export type LedgerProblem =
  /** An entry does not follow from the one before it, or was altered. */
  | 'broken'
  /** A signed head does not hold: what came before it is not what the station signed. */
  | 'signature-invalid'
  /** Facts stood longer without a signed head than the station ever leaves them. */
  | 'unsigned'
  /** A station that had stopped in good order wrote nothing before its next start; this was put there. */
  | 'added'
  /** Not what a head said that was kept elsewhere. */
  | 'replaced'
  /** A head that was kept elsewhere lies beyond the end. */
  | 'cut';

export interface LedgerFinding {
  readonly problem: LedgerProblem;
  readonly seq: number;
}

/** A head that somebody kept outside the ledger: on paper, in a file, in another system. `hash` may be only its beginning. */
export interface KnownHead extends LedgerHead {
  readonly source: string;
}

export interface LedgerReport {
  readonly entries: number;
  readonly head: LedgerHead;
  /** The last entry that a signed head covers. */
  readonly signedUntil: number;
  readonly findings: readonly LedgerFinding[];
}

export interface WalkOptions {
  /** Whether a signature (base64) over these bytes is the station's. Without it signatures are not looked at. */
  readonly holds?: (text: string, signature: string) => boolean;
  /** Every signed head, or only the last: the last one already covers every entry before it. */
  readonly signatures?: 'every' | 'last';
  readonly known?: readonly KnownHead[];
  /** The entry before the first row, where the beginning is not read again. */
  readonly from?: LedgerHead;
}

/**
 * Reads a ledger once, row by row, and says what is wrong. It stops at the first broken entry, for nothing after it can be trusted; of
 * every other problem it names the first place.
 */
export class LedgerWalk {
  readonly #options: WalkOptions;
  readonly #findings: LedgerFinding[] = [];
  #head: LedgerHead;
  #lastSigned: FactPayloads['head.signed'] | null = null;
  /** Monotonic time of the first fact that no signed head covers yet, within one start of the station. */
  #unsignedFromMs: number | null = null;
  #overdue = false;
  #stopped: 'no' | 'stopped' | 'signed' = 'no';

  constructor(options: WalkOptions = {}) {
    this.#options = options;
    this.#head = options.from ?? { seq: 0, hash: genesisHash };
  }

  /** @returns false when the walk is over: the row is broken */
  take(row: LedgerRow): boolean {
    if (!rowIsSound(row, this.#head)) {
      this.#find('broken', this.#head.seq + 1);
      return false;
    }
    if (row.type === 'head.signed') this.#takeSigned(row);
    else this.#takeUnsigned(row);
    this.#head = { seq: row.seq, hash: row.hash };
    for (const { seq, hash } of this.#options.known ?? []) if (seq === row.seq && !row.hash.startsWith(hash)) this.#find('replaced', seq);
    return true;
  }

  end(): LedgerReport {
    const last = this.#lastSigned;
    if (last !== null && this.#options.signatures !== 'every') this.#checkSignature(last);
    for (const { seq } of this.#options.known ?? []) if (seq > this.#head.seq) this.#find('cut', this.#head.seq + 1);
    return { entries: this.#head.seq, head: this.#head, signedUntil: last?.seq ?? 0, findings: this.#findings };
  }

  #takeSigned(row: LedgerRow): void {
    const { payload } = JSON.parse(row.body) as Extract<Fact, { type: 'head.signed' }>;
    if (payload.seq !== this.#head.seq || payload.hash !== this.#head.hash) this.#find('signature-invalid', row.seq);
    else if (this.#options.signatures === 'every') this.#checkSignature(payload);
    this.#lastSigned = payload;
    this.#unsignedFromMs = null;
    this.#overdue = false;
    this.#stopped = this.#stopped === 'stopped' ? 'signed' : 'no';
  }

  #takeUnsigned(row: LedgerRow): void {
    const atMs = monotonicMsOf(row.body);
    if (row.type === 'station.started') this.#unsignedFromMs = null;
    else if (this.#stopped === 'signed') this.#find('added', row.seq);
    else if (this.#overdue) this.#find('unsigned', row.seq);
    this.#unsignedFromMs ??= atMs;
    this.#overdue = atMs - this.#unsignedFromMs > longestUnsignedMs;
    this.#stopped = row.type === 'station.stopped' ? 'stopped' : 'no';
  }

  #checkSignature(signed: FactPayloads['head.signed']): void {
    const { holds } = this.#options;
    if (holds !== undefined && !holds(headText(signed), signed.signature)) this.#find('signature-invalid', signed.seq + 1);
  }

  #find(problem: LedgerProblem, seq: number): void {
    if (!this.#findings.some((finding) => finding.problem === problem)) this.#findings.push({ problem, seq });
  }
}

/** Reads a whole ledger at one go. */
export function checkLedgerRows(rows: Iterable<LedgerRow>, options: WalkOptions = {}): LedgerReport {
  const walk = new LedgerWalk(options);
  for (const row of rows) if (!walk.take(row)) break;
  return walk.end();
}
