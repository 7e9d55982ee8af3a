import { join } from 'node:path';
import type { FactPayloads, LedgerEntry } from '../../shared/ledger/index.ts';
import { disks, type Disk, type SessionId } from '../../shared/domain/index.ts';
import { sleep } from '../platform/index.ts';
import type { SessionState } from '../session/index.ts';
import { verifyMastersInWorker, type MasterCopy, type MastersFinding, type MasterSegment } from '../verify/index.ts';
import { masterSegments, segmentFacts } from './sealing.ts';
import type { Station } from './station.ts';

type SegmentFact = FactPayloads['segment.finalized'];

/** A segment with its copies, and the link before it. */
export interface ToRead {
  readonly key: string;
  readonly streamId: string;
  readonly before: { readonly seq: number; readonly hash: string } | undefined;
  readonly segment: MasterSegment;
}

export interface RereadTotals {
  readonly files: number;
  readonly bytes: number;
  readonly ofFiles: number;
  readonly ofBytes: number;
}

/** Between two segments the disks belong to what is being recorded. */
const pauseMs = 50;

/**
 * From the finish on reads every master again from both disks, segment by segment, while the closing segment is being recorded: hash and
 * chain as the ledger says, both copies equal. Each was read back once already while it was written; this finds what changed since.
 * Nothing is read twice. The seal does not wait for it, and says how far it had come.
 */
export class MasterReread {
  readonly #station: Station;
  readonly #closing = new AbortController();
  #sessionId: SessionId | undefined;
  #done = new Map<string, { readonly files: number; readonly bytes: number }>();
  #findings: readonly MastersFinding[] = [];
  #wanted: readonly ToRead[] = [];
  #running: Promise<void> | undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  /** Reads what the ledger calls finalised and was not read yet. Called whenever there may be more; returns at once. */
  follow(): void {
    const state = this.#station.controller?.state;
    if (state === undefined || (state.stage.status !== 'finished' && state.stage.status !== 'sealing')) return;
    if (this.#sessionId !== state.sessionId) this.#forget(state.sessionId);
    this.#wanted = mastersOf(this.#station, state);
    this.#running ??= this.#run(state.sessionId).finally(() => (this.#running = undefined));
  }

  /** How far it is; null for a session that is not being read. */
  progressOf(sessionId: SessionId): { state: 'reading' | 'whole' | 'wrong'; readBytes: number; totalBytes: number } | null {
    if (this.#sessionId !== sessionId || this.#wanted.length === 0) return null;
    const { bytes, ofBytes } = this.totals;
    return { state: this.#findings.length > 0 ? 'wrong' : bytes === ofBytes ? 'whole' : 'reading', readBytes: bytes, totalBytes: ofBytes };
  }

  get findings(): readonly MastersFinding[] {
    return this.#findings;
  }

  get totals(): RereadTotals {
    const read = this.#wanted.flatMap(({ key }) => this.#done.get(key) ?? []);
    const copies = this.#wanted.flatMap(({ segment }) => segment.copies);
    return { files: sum(read.map((r) => r.files)), bytes: sum(read.map((r) => r.bytes)), ofFiles: copies.length, ofBytes: sum(copies.map((copy) => copy.bytes)) };
  }

  /** Waits until everything was read, but no longer than this. */
  async settle(withinMs: number): Promise<void> {
    if (this.#running !== undefined) await Promise.race([this.#running, sleep(withinMs, this.#closing.signal)]);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  #forget(sessionId: SessionId): void {
    this.#sessionId = sessionId;
    this.#done = new Map();
    this.#findings = [];
  }

  async #run(sessionId: SessionId): Promise<void> {
    for (;;) {
      const next = this.#wanted.find(({ key }) => !this.#done.has(key));
      if (next === undefined || this.#closing.signal.aborted || this.#station.controller?.state.sessionId !== sessionId) return;
      await this.#read(sessionId, next);
      this.#station.changed();
      await sleep(pauseMs, this.#closing.signal);
    }
  }

  async #read(sessionId: SessionId, { key, streamId, before, segment }: ToRead): Promise<void> {
    const { findings } = await verifyMastersInWorker({ sessionId, streams: [{ streamId, segments: [segment], ...(before === undefined ? {} : { before }) }] });
    this.#done.set(key, { files: segment.copies.length, bytes: sum(segment.copies.map((copy) => copy.bytes)) });
    if (findings.length === 0) return;
    this.#findings = [...this.#findings, ...findings];
    this.#station.log.error('a master is not whole', findings.map((finding) => `${finding.path}: ${finding.problem}`).join('; '));
    this.#station.alarms.raise({ code: 'NOT_PROVEN', subject: segment.segment, severity: 'alarm', sinceMs: Math.round(this.#station.roomClock.now().atMs), params: { detail: segment.segment } });
  }
}

/** Every master that the ledger calls finalised, in the order of recording, with its copies on both disks. */
export function mastersOf(station: Station, state: SessionState): readonly ToRead[] {
  const entries = station.ledger.entriesOf(state.sessionId);
  const facts = segmentFacts(entries);
  const heads = new Map<string, { readonly seq: number; readonly hash: string }>();
  return masterSegments(facts).map((master) => {
    const { streamId, segment, chainSeq, chainHead } = master;
    const before = heads.get(streamId);
    heads.set(streamId, { seq: chainSeq, hash: chainHead });
    const copies = copiesOf(station, state, master, facts, entries);
    return { key: [streamId, segment, ...copies.map(({ disk, sha256 }) => `${disk} ${sha256}`)].join('/'), streamId, before, segment: { segment, chainSeq, chainHead, copies } };
  });
}

/** Masters that are not on both disks with the same bytes, by the ledger. A disk that failed during the session holds less, and the ledger says so. */
export function incompleteMasters(station: Station, state: SessionState): readonly string[] {
  const entries = station.ledger.entriesOf(state.sessionId);
  const facts = segmentFacts(entries);
  return masterSegments(facts).flatMap((master) => {
    const copies = copiesOf(station, state, master, facts, entries);
    const isWhole = disks.every((disk) => copies.some((copy) => copy.disk === disk && copy.sha256 === master.sha256 && copy.bytes === master.bytes));
    return isWhole ? [] : [`${master.streamId}/${master.segment}`];
  });
}

function copiesOf(station: Station, state: SessionState, master: SegmentFact, facts: readonly SegmentFact[], entries: readonly LedgerEntry[]): readonly MasterCopy[] {
  const failed = new Set<Disk>(entries.flatMap((entry) => (entry.type === 'disk.failed' ? [entry.payload.disk] : [])));
  return facts
    .filter((fact) => fact.streamId === master.streamId && fact.segment === master.segment && !(failed.has(fact.disk) && fact.chainSeq < master.chainSeq))
    .map(({ disk, bytes, sha256 }) => ({ disk, path: join(station.sessionFolder(disk, state.sessionId), master.streamId, master.segment), bytes, sha256 }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
