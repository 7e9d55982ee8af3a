import { join } from 'node:path';
import { disks, type StreamId, type Disk, type MediaPosition, type RunId, type SegmentName, type SessionId } from '../../shared/domain/index.ts';
import { TypedEmitter, withDeadline, type Clock, type FileOps, type Logger } from '../platform/index.ts';
import { concatBytes } from './box-splitter.ts';
import { sha256Of, writeChainBox, type ChainHead } from './chain-link.ts';
import { DiskWriter } from './disk-writer.ts';
import { hashFragment } from './fragment-hashes.ts';
import type { Init, MediaFragment } from './fragment-reader.ts';
import { HeadSigning } from './head-signing.ts';
import type { HeadSigner } from './head-signature.ts';
import { writeOriginBox } from './origin-box.ts';
import { PositionIndex } from './position-index.ts';
import { markInit } from './segment-brand.ts';
import { streamFolder, findChainEnd, segmentName, type ChainEnd } from './segment-folder.ts';
import { followedBy, rebase, timeBaseOf } from './time-base.ts';

export interface SegmentFinalized {
  readonly runId: RunId;
  readonly segment: SegmentName;
  readonly disk: Disk;
  readonly bytes: number;
  readonly sha256: string;
  readonly chainHead: string;
  readonly chainSeq: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export interface SegmentEvents {
  /** On every working disk, synced, read back and equal, up to this room time. */
  readonly proven: { readonly provenUntilMs: number; readonly segment: SegmentName; readonly chainSeq: number; readonly chainHead: string };
  /** Final for this disk; the other one goes on. */
  readonly diskFailed: { readonly disk: Disk; readonly detail: string };
  /** Both disks have failed: what comes from now on is not recorded. */
  readonly storageLost: { readonly detail: string };
  readonly segmentFinalized: SegmentFinalized;
  /** The key did not sign (`detail` says why) or signs again (null). Recording goes on either way. */
  readonly signing: { readonly failure: string | null };
}

export interface SegmentWriterOptions {
  readonly sessionId: SessionId;
  readonly streamId: StreamId;
  readonly folders: Readonly<Record<Disk, string>>;
  readonly fileOps: FileOps;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Logger;
  /** Signs chain heads in the files; without one they are not signed. */
  readonly signer?: HeadSigner;
  /** Disks that are not there: nothing is written to them until they join. */
  readonly absent?: ReadonlySet<Disk>;
  /** What is known of the chain from elsewhere (the ledger): the disk that holds its end may be away. */
  readonly known?: ChainEnd;
  /** A segment is closed when it has this much media. */
  readonly segmentMs?: number;
  /** How long bytes may wait in memory for a slow disk. */
  readonly queueMs?: number;
}

/** The last segment that is closed, and the last link that the chain goes on from. */
export interface WrittenUntil {
  readonly segment: SegmentName;
  readonly chainSeq: number;
}

export interface StampedFragment {
  readonly media: MediaFragment;
  readonly roomMs: number;
  readonly errorMs: number;
}

interface OpenSegment {
  readonly name: SegmentName;
  readonly runId: RunId;
  readonly initSha256: string;
  readonly baseSeconds: number;
  readonly startsAtMs: number;
  readonly startsAtMediaMs: number;
  readonly signing: HeadSigning | undefined;
  endsAtMs: number;
  head: ChainHead;
}

interface Unproven {
  readonly seq: number;
  readonly hash: string;
  readonly segment: SegmentName;
  readonly endsAtMs: number;
}

const defaultSegmentMs = 10 * 60_000;
const defaultQueueMs = 30_000;
const finishMs = 60_000;
/** After every segment of its run. */
const lastNumber = 9_999;

/** Keeps one stream of one session on both disks: names the files, links the chain, and says what is proven. */
export class SegmentWriter {
  readonly events = new TypedEmitter<SegmentEvents>();
  readonly positions: PositionIndex;
  readonly #options: SegmentWriterOptions;
  readonly #folders: Record<Disk, string>;
  readonly #disks: Map<Disk, DiskWriter>;
  readonly #provenSeq = new Map<Disk, number>();
  readonly #finishing = new Set<Promise<void>>();
  #unproven: Unproven[] = [];
  #head: ChainHead;
  #provenHead: ChainHead;
  #run: number;
  /** The last run that this writer did not write. */
  #earlierRun: number;
  #segment = 0;
  #init: (Init & { readonly runId: RunId }) | undefined;
  #open: OpenSegment | undefined;
  #lastSegment: SegmentName | undefined;
  #signingFailure: string | undefined;

  /** Goes on after the furthest link that either disk holds: a session that was cut off has one chain. */
  static async open(options: SegmentWriterOptions): Promise<SegmentWriter> {
    const found = await findChainEnd(disks.flatMap((disk) => (options.absent?.has(disk) === true ? [] : [options.folders[disk]])), options.sessionId, options.streamId);
    const known = options.known ?? found;
    return new SegmentWriter(options, known.head.seq > found.head.seq ? known.head : found.head, Math.max(known.lastRun, found.lastRun));
  }

  private constructor(options: SegmentWriterOptions, head: ChainHead, lastRun: number) {
    this.#options = options;
    this.#folders = { ...options.folders };
    this.#head = this.#provenHead = head;
    this.#run = this.#earlierRun = lastRun;
    this.positions = new PositionIndex(options.streamId);
    this.#disks = new Map(disks.filter((disk) => options.absent?.has(disk) !== true).map((disk) => [disk, this.#diskWriter(disk)]));
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Disks that take what is written now. */
  get workingDisks(): readonly Disk[] {
    return [...this.#disks].filter(([, writer]) => !writer.failed).map(([disk]) => disk);
  }

  /**
   * A disk that was absent or has failed takes part again, in this folder, from the next fragment on: that fragment begins a segment on
   * every disk. A disk that works is left alone. Resolves when the segment cut off here is finalised wherever it can be. When no disk was
   * working, the chain goes on after the last proven link: what was never proven is not followed.
   * @returns where the files before now end; undefined when the disk was working or nothing was written yet
   */
  async join(disk: Disk, folder: string): Promise<WrittenUntil | undefined> {
    const { sessionId, streamId } = this.#options;
    // With no disk at the opening, only this one can tell what was recorded before.
    const found = this.#lastSegment === undefined && this.workingDisks.length === 0 ? await findChainEnd([folder], sessionId, streamId) : undefined;
    if (this.workingDisks.includes(disk)) return undefined;
    this.#finish();
    const cutOff = [...this.#finishing];
    if (this.workingDisks.length === 0) {
      this.#head = this.#provenHead;
      this.#unproven = [];
      if (found !== undefined) this.#goOnAfter(found);
    }
    this.#folders[disk] = folder;
    this.#provenSeq.set(disk, this.#head.seq);
    this.#disks.set(disk, this.#diskWriter(disk));
    const segment = this.#lastSegment ?? (this.#earlierRun > 0 ? segmentName(this.#earlierRun, lastNumber) : undefined);
    const until = segment === undefined ? undefined : { segment, chainSeq: this.#head.seq };
    await Promise.all(cutOff);
    return until;
  }

  #goOnAfter({ head, lastRun }: ChainEnd): void {
    if (head.seq > this.#head.seq) this.#head = this.#provenHead = head;
    this.#run = Math.max(this.#run, lastRun);
    this.#earlierRun = Math.max(this.#earlierRun, lastRun);
  }

  /** Gives a disk up: what is at its folder is not the disk any more. */
  leave(disk: Disk, detail: string): void {
    this.#disks.get(disk)?.abandon(new Error(detail));
  }

  /** What follows belongs to this run; its first fragment opens a new file. The run before must have been ended. */
  startRun(runId: RunId, init: Init): void {
    this.#init = { ...init, runId };
    this.#run += 1;
    this.#segment = 0;
  }

  /** Takes a fragment into both queues at once and returns where it will lie. Never waits, never throws for a disk. */
  write(fragment: StampedFragment): MediaPosition {
    const segment = this.#segmentFor(fragment);
    const { bytes, parts, mediaMs, durationMs } = rebase(fragment.media, segment.baseSeconds);
    const { roomMs, errorMs } = fragment;
    const seq = this.#head.seq + 1;
    const { box, hash } = writeChainBox({
      v: 1, seq, streamId: this.#options.streamId, runId: segment.runId, segment: segment.name, roomMs, errorMs, mediaMs, durationMs,
      ...hashFragment(bytes, parts), initSha256: segment.initSha256, prev: this.#head.hash,
    });
    this.#head = segment.head = { seq, hash };
    segment.endsAtMs = roomMs + durationMs;
    this.#unproven.push({ seq, hash, segment: segment.name, endsAtMs: segment.endsAtMs });
    const signature = segment.signing?.after({ head: this.#head, endsAtMs: segment.endsAtMs, durationMs });
    const whole = followedBy(bytes, [box, ...(signature === undefined ? [] : [signature])]);
    for (const disk of this.#disks.values()) disk.append(seq, whole);
    return this.positions.add({ roomMs, durationMs, segment: segment.name, mediaMs });
  }

  /** The segment ends here; the next fragment of the same run begins another. Resolves when it is finalised on every working disk, or failed there. */
  async cut(): Promise<void> {
    this.#finish();
    await Promise.all(this.#finishing);
  }

  /** Closes the file of the run that has ended. Resolves when it is finalised on every working disk, or failed there. */
  async endRun(): Promise<void> {
    this.#finish();
    this.#init = undefined;
    await Promise.all(this.#finishing);
  }

  /** Ends the run and waits until everything accepted is proven or its disk has failed. */
  async close(): Promise<void> {
    await this.endRun();
  }

  #segmentFor({ media, roomMs }: StampedFragment): OpenSegment {
    const limit = this.#options.segmentMs ?? defaultSegmentMs;
    if (this.#open !== undefined && media.mediaMs - this.#open.startsAtMediaMs >= limit) this.#finish();
    return (this.#open ??= this.#openSegment(media, roomMs));
  }

  #openSegment(media: MediaFragment, roomMs: number): OpenSegment {
    if (this.#init === undefined) throw new Error('A fragment came before its run was started');
    this.#segment += 1;
    const name = segmentName(this.#run, this.#segment);
    this.#lastSegment = name;
    const { sessionId, streamId, signer } = this.#options;
    const { runId } = this.#init;
    const origin = writeOriginBox({ sessionId, streamId, runId, segment: name, after: this.#head, certificates: signer?.certificates ?? [] });
    const init = concatBytes([markInit(this.#init.bytes), origin]);
    for (const [disk, writer] of this.#disks) writer.open(join(streamFolder(this.#folders[disk], sessionId, streamId), name), init);
    return {
      name, runId, initSha256: sha256Of(init), baseSeconds: timeBaseOf(media), startsAtMs: roomMs, startsAtMediaMs: media.mediaMs, endsAtMs: roomMs, head: this.#head,
      signing: signer === undefined ? undefined : new HeadSigning({ signer, streamId, segment: name, onFailed: (error) => this.#signingFailed(error), onSigned: () => this.#signed() }),
    };
  }

  #finish(): void {
    const segment = this.#open;
    this.#open = undefined;
    if (segment === undefined) return;
    const closing = segment.signing?.close({ head: segment.head, endsAtMs: segment.endsAtMs });
    for (const [disk, writer] of this.#disks) {
      if (closing !== undefined) writer.append(segment.head.seq, closing);
      const finishing = this.#finishOn(disk, writer, segment).finally(() => this.#finishing.delete(finishing));
      this.#finishing.add(finishing);
    }
  }

  async #finishOn(disk: Disk, writer: DiskWriter, segment: OpenSegment): Promise<void> {
    const finished = await withDeadline(`finishing ${segment.name} on ${disk}`, finishMs, writer.finish()).catch((error: unknown) => {
      writer.abandon(error);
      return undefined;
    });
    if (finished === undefined) return;
    const { runId, name, startsAtMs, endsAtMs, head } = segment;
    this.events.emit('segmentFinalized', {
      runId, segment: name, disk, ...finished, chainHead: head.hash, chainSeq: head.seq, startsAtMs, endsAtMs,
    });
  }

  #diskWriter(disk: Disk): DiskWriter {
    const { fileOps, clock, queueMs = defaultQueueMs } = this.#options;
    const writer = new DiskWriter({
      disk, fileOps, clock, queueMs,
      onProven: (seq) => {
        // A disk that was given up and has joined again has another writer.
        if (this.#disks.get(disk) !== writer) return;
        this.#provenSeq.set(disk, seq);
        this.#announceProven();
      },
      onFailed: (detail) => this.#diskFailed(disk, detail),
    });
    return writer;
  }

  #signingFailed(error: unknown): void {
    if (this.#signingFailure === undefined) this.#options.log.error('the chain could not be signed', error);
    this.#signingFailure = error instanceof Error ? error.message : String(error);
    this.events.emit('signing', { failure: this.#signingFailure });
  }

  #signed(): void {
    if (this.#signingFailure === undefined) return;
    this.#signingFailure = undefined;
    this.events.emit('signing', { failure: null });
  }

  #diskFailed(disk: Disk, detail: string): void {
    this.#options.log.error('disk failed', detail, { disk });
    this.events.emit('diskFailed', { disk, detail });
    if (this.workingDisks.length === 0) this.events.emit('storageLost', { detail });
    // The survivor may be further than the disk that has just failed.
    else this.#announceProven();
  }

  #announceProven(): void {
    const working = this.workingDisks;
    if (working.length === 0) return;
    const everywhere = Math.min(...working.map((disk) => this.#provenSeq.get(disk) ?? 0));
    const newest = this.#unproven.findLast((link) => link.seq <= everywhere);
    if (newest === undefined) return;
    this.#unproven = this.#unproven.filter((link) => link.seq > everywhere);
    this.#provenHead = { seq: newest.seq, hash: newest.hash };
    this.events.emit('proven', { provenUntilMs: newest.endsAtMs, segment: newest.segment, chainSeq: newest.seq, chainHead: newest.hash });
  }}
