import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, utf8, type ErrorCode, type ErrorParams } from '../../shared/base/index.ts';
import { disks } from '../../shared/domain/index.ts';
import type { FactPayloads } from '../../shared/ledger/index.ts';
import {
  checkFromVerified, copyPath, headFileName, HeadSigner, joinCopy, readHeadFile, readVerified, standingOf, takeUpFrom, writeHeadFile, type KnownHead, type LedgerCopy, type LedgerFinding, type LedgerReport, type SignedHead,
} from '../ledger/index.ts';
import { Rounds, withDeadline } from '../platform/index.ts';
import { holdsFor } from '../seal/index.ts';
import { LedgerReread } from './ledger-reread.ts';
import type { DatabaseRescue } from './database-rescue.ts';
import { stateCopyPath, type StateCopy } from './state-copy.ts';
import type { Station } from './station.ts';

type Doubt = FactPayloads['ledger.doubted'];

const alarmOf: Readonly<Record<Doubt['problem'], ErrorCode>> = {
  broken: 'LEDGER_ALTERED', cut: 'LEDGER_CUT', 'copy-differs': 'LEDGER_COPY_DIFFERS', 'signature-invalid': 'LEDGER_DOUBTED', unsigned: 'LEDGER_DOUBTED', added: 'LEDGER_DOUBTED', replaced: 'LEDGER_DOUBTED',
};

const tickMs = 1_000;
/** A disk that does not answer in this time is not there. */
const answerMs = 5_000;
const subject = 'ledger';

/**
 * Keeps the ledger trustworthy: checks it at the start against its signatures and against the heads that lie on the disks, signs its head,
 * and keeps its copy on the mirror, so that facts go on when the database's disk fails (ADR 0020).
 */
export class LedgerKeeper {
  readonly #station: Station;
  readonly #signer: HeadSigner;
  readonly #reread: LedgerReread;
  readonly #verifiers = new Map<string, ReturnType<typeof holdsFor>>();
  readonly #rounds: Rounds;
  readonly #doubts: Doubt[] = [];
  #tookUp: FactPayloads['ledger.completed'] | null = null;
  #copy: LedgerCopy | null = null;
  #state: StateCopy | null = null;
  #lastSigned: SignedHead | null = null;
  #headWrites: Promise<void> = Promise.resolve();

  constructor(station: Station) {
    this.#station = station;
    this.#rounds = new Rounds({ everyMs: tickMs, round: () => this.#keepCopies(), onError: (error) => station.log.error('the copy of the ledger could not be watched', error) });
    this.#reread = new LedgerReread({ folder: station.folder.root, ledger: station.ledger, log: station.log, sign: this.sign, holds: this.holds, onFound: (finding) => this.doubt(finding, station.folder.database) });
    this.#signer = new HeadSigner({
      ledger: station.ledger,
      sign: this.sign,
      write: (payload) => void station.facts.write('', 'head.signed', payload, 'station'),
      onSigned: (head) => this.#noteSigned(head),
    });
    station.ledger.onDatabase((failure) => {
      if (failure === undefined) station.alarms.clear(subject, 'LEDGER_DATABASE');
      else this.#raise('LEDGER_DATABASE', 'alarm', { detail: failure instanceof Error ? failure.message : '' });
    });
  }

  /** Signs what is not signed yet. @returns the last signed head */
  signNow(): SignedHead | null {
    this.#signer.sign();
    return this.#lastSigned;
  }

  /**
   * Before the first fact: takes in what only the copy holds, reads the ledger from where it was last read whole, and compares it with the heads
   * on the disks. The part before is read again once the station runs.
   * @throws AppError LEDGER_BROKEN when the chain itself does not hold
   */
  async check(): Promise<void> {
    this.#tookUp = await this.#takeUp();
    const known = await this.#knownHeads();
    const verified = await readVerified(this.#station.folder.root, this.holds);
    const report = checkFromVerified(this.#station.ledger, verified, { holds: this.holds, signatures: 'last', known });
    const broken = report.findings.find(({ problem }) => problem === 'broken');
    if (broken !== undefined) throw new AppError('LEDGER_BROKEN', { seq: broken.seq });
    for (const finding of report.findings) this.#doubts.push({ problem: finding.problem, seq: finding.seq, source: sourceOf(finding, known, report) });
    // The head that contradicts the ledger is evidence: the next one must not take its place.
    for (const { source } of known.filter((head) => contradicts(head, report))) await this.#setHeadAside(this.#station.disks.folders[source]);
    this.#signer.start();
  }

  /** The database was made anew from the mirror: a fact, and a warning until the next start. */
  noteRescue({ code, entries, accounts, aside }: DatabaseRescue): void {
    this.#station.note('database.restored', { code, entries, accounts, aside });
    this.#raise('DATABASE_RESTORED', 'alarm', { aside: aside === '' ? '-' : aside, entries });
  }

  /** After the first fact: says what `check` found, brings the copy up to date, and keeps it so. */
  async start(state: StateCopy): Promise<void> {
    this.#state = state;
    if (this.#tookUp !== null) this.#station.note('ledger.completed', this.#tookUp);
    for (const doubt of this.#doubts) this.#sayDoubt(doubt);
    await this.#join();
    await this.#keepState();
    this.#rounds.start();
    this.#reread.start();
  }

  /** Writes down what somebody's check found; the same doubt is said once. */
  doubt(finding: LedgerFinding, source: string): void {
    if (this.#doubts.some(({ problem, seq }) => problem === finding.problem && seq === finding.seq)) return;
    const doubt = { problem: finding.problem, seq: finding.seq, source };
    this.#doubts.push(doubt);
    this.#sayDoubt(doubt);
  }

  /** By the station's key; base64. */
  readonly sign = (text: string): string => Buffer.from(this.#station.key.signBytes(utf8(text))).toString('base64');

  readonly holds = (text: string, signature: string): boolean => this.#station.keys.certificatePems.some((pem) => this.#verifierOf(pem)(utf8(text), Buffer.from(signature, 'base64')));

  /** Signs the last fact and waits until copy and heads are on their disks. */
  async close(): Promise<void> {
    await this.#reread.close();
    await this.#rounds.close();
    await this.#keepState();
    this.#signer.close();
    await this.#headWrites;
    this.#station.ledger.copy = null;
    await this.#copy?.close();
  }

  #verifierOf(pem: string): ReturnType<typeof holdsFor> {
    const verifier = this.#verifiers.get(pem) ?? holdsFor(pem);
    this.#verifiers.set(pem, verifier);
    return verifier;
  }

  async #takeUp(): Promise<FactPayloads['ledger.completed'] | null> {
    const { ledger, log } = this.#station;
    const path = copyPath(this.#station.disks.folders.mirror);
    try {
      const standing = await withDeadline(`looking at ${path}`, answerMs, standingOf(path, ledger));
      if (standing.kind !== 'ahead') return null;
      const fromSeq = ledger.head.seq + 1;
      return { fromSeq, entries: await takeUpFrom(path, ledger) };
    } catch (error) {
      if (error instanceof AppError) throw error;
      log.warn('the copy of the ledger could not be read', { path, error: String(error) });
      return null;
    }
  }

  async #knownHeads(): Promise<(KnownHead & { readonly source: 'primary' | 'mirror' })[]> {
    const { folders } = this.#station.disks;
    const heads = await Promise.all(disks.map(async (disk) => {
      const head = await withDeadline(`the head on ${disk}`, answerMs, readHeadFile(folders[disk], this.holds)).catch(() => undefined);
      return head === undefined ? [] : [{ ...head, source: disk }];
    }));
    return heads.flat();
  }

  #noteSigned(head: SignedHead): void {
    this.#lastSigned = head;
    this.#reread.noteSigned(head);
    const { folders, absent } = this.#station.disks;
    // One after the other: an older head must not take the place of a newer one.
    this.#headWrites = this.#headWrites.then(async () => {
      for (const disk of disks) if (!absent.has(disk)) await writeHeadFile(folders[disk], head).catch((error: unknown) => this.#station.log.warn('a head could not be kept', { disk, error: String(error) }));
    });
  }

  async #setHeadAside(folder: string): Promise<void> {
    await rename(join(folder, headFileName), join(folder, `ledger-head.doubted.${this.#station.ledger.head.seq}.json`)).catch((error: unknown) => this.#station.log.error('a head could not be set aside', error, { folder }));
  }

  async #keepCopies(): Promise<void> {
    const path = copyPath(this.#station.disks.folders.mirror);
    if (this.#copy === null || this.#copy.failed || this.#copy.path !== path) await this.#join();
    await this.#keepState();
  }

  async #keepState(): Promise<void> {
    const { disks: keeper, key, roomClock, log } = this.#station;
    if (this.#state === null || this.#copy === null || keeper.absent.has('mirror')) return;
    const path = stateCopyPath(keeper.folders.mirror);
    await withDeadline(`writing ${path}`, answerMs, this.#state.keep(path, key.fingerprint, roomClock.now().atMs)).catch((error: unknown) => log.warn('accounts and settings could not be copied', { path, error: String(error) }));
  }

  async #join(): Promise<void> {
    const { ledger, disks: keeper, log } = this.#station;
    if (keeper.absent.has('mirror')) return;
    ledger.copy = null;
    await this.#copy?.close().catch((error: unknown) => log.warn('the copy of the ledger did not close', { error: String(error) }));
    this.#copy = null;
    const path = copyPath(keeper.folders.mirror);
    try {
      const { copy, found } = await joinCopy(path, ledger, (error) => {
        log.error('the copy of the ledger cannot be written', error, { path });
        this.#raise('LEDGER_ONE_COPY', 'warning');
      });
      this.#copy = copy;
      this.#station.alarms.clear(subject, 'LEDGER_ONE_COPY');
      if (found.kind === 'differs') this.#sayDoubt({ problem: 'copy-differs', seq: found.seq, source: path });
    } catch (error) {
      log.warn('the copy of the ledger is not there', { path, error: String(error) });
      this.#raise('LEDGER_ONE_COPY', 'warning');
    }
  }

  #sayDoubt(doubt: Doubt): void {
    this.#station.facts.write('', 'ledger.doubted', doubt, 'station');
    this.#raise(alarmOf[doubt.problem], 'alarm', { seq: doubt.seq, source: doubt.source });
  }

  #raise(code: ErrorCode, severity: 'alarm' | 'warning', params: ErrorParams = {}): void {
    this.#station.alarms.raise({ code, subject, severity, sinceMs: Math.round(this.#station.roomClock.now().atMs), params });
  }
}

function contradicts({ seq, hash }: KnownHead, { head, findings }: LedgerReport): boolean {
  return seq > head.seq || findings.some((finding) => finding.problem === 'replaced' && finding.seq === seq) || (seq === head.seq && hash !== head.hash);
}

function sourceOf(finding: LedgerFinding, known: readonly KnownHead[], report: LedgerReport): string {
  const heads = known.filter((head) => contradicts(head, report));
  return finding.problem === 'cut' || finding.problem === 'replaced' ? heads.map(({ source, seq, hash }) => `${source}: ${seq} ${hash}`).join('; ') : '';
}
