import type { Disk, MediaPosition, SessionId } from '../../shared/domain/index.ts';
import { startTimer, TypedEmitter } from '../platform/index.ts';
import { SegmentWriter, type Init, type SegmentEvents, type SegmentWriterOptions, type WrittenUntil } from '../segments/index.ts';
import type { RunFragment } from './run.ts';

export interface GapEvents {
  /** From the end of the last picture that was recorded, room time. */
  readonly gapOpened: { readonly fromMs: number; readonly reason: string };
  /** To the first picture recorded again. */
  readonly gapClosed: { readonly fromMs: number; readonly toMs: number };
}

export type KeptEvents = SegmentEvents & GapEvents;

export interface KeptFragment {
  readonly fragment: RunFragment;
  readonly init: Init;
}

export interface KeptStreamOptions {
  readonly writer: SegmentWriterOptions;
  /** Room time from which every second must be accounted for. */
  readonly fromMs: number;
  /** What the recorder still holds in memory from just before. */
  readonly recent: readonly KeptFragment[];
  /** Why nothing comes now; undefined while a run is live. */
  readonly absence: string | undefined;
}

/** Waits at most this long after the end for the fragment that holds it: a busy machine is seconds behind, and a dead run ends the wait by itself. */
const lastFragmentMs = 20_000;

/** One stream of one session while it is being kept: what is written, and where nothing could be. */
export class KeptStream {
  readonly events = new TypedEmitter<KeptEvents>();
  readonly sessionId: SessionId;
  #writer: SegmentWriter | undefined;
  /** What comes while the folders are being looked at. */
  #early: KeptFragment[] = [];
  #runId: string | undefined;
  #endMs: number;
  #gapFromMs: number | undefined;
  #untilMs = Number.POSITIVE_INFINITY;
  #reached: () => void = () => undefined;
  #cutting: { readonly untilMs: number; readonly make: () => void } | undefined;
  readonly #opening: Promise<void>;
  #provenUntilMs: number;

  /** @param listen subscribes before anything can be announced */
  constructor(options: KeptStreamOptions, listen: (events: TypedEmitter<KeptEvents>) => void) {
    this.sessionId = options.writer.sessionId;
    this.#endMs = options.fromMs;
    this.#provenUntilMs = options.fromMs;
    listen(this.events);
    this.#early.push(...options.recent);
    if (options.absence !== undefined) this.#openGap(options.absence);
    this.#opening = this.#open(options.writer);
  }

  /** Resolves when what was held in memory is on its way to the disks. */
  get opened(): Promise<void> {
    return this.#opening;
  }

  take(kept: KeptFragment): void {
    if (kept.fragment.roomMs >= this.#untilMs) {
      this.#reached();
      return;
    }
    if (this.#cutting !== undefined && kept.fragment.roomMs >= this.#cutting.untilMs) this.#cutting.make();
    if (this.#writer === undefined) this.#early.push(kept);
    else this.#write(this.#writer, kept);
  }

  /** The run that gave the fragments has ended: its file is closed; a gap opens where its last picture ended. */
  runEnded(reason: string): void {
    if (this.#untilMs !== Number.POSITIVE_INFINITY) this.#reached();
    this.#cutting?.make();
    this.#openGap(reason);
    void this.#opening.then(() => this.#closeRun());
  }

  /** A disk takes part (again) from the next fragment on. Resolves when what was cut off there is finalised. */
  async join(disk: Disk, folder: string): Promise<WrittenUntil | undefined> {
    await this.#opening;
    return this.#writer?.join(disk, folder);
  }

  /** What is at the folder of this disk is not the disk any more. */
  leave(disk: Disk, detail: string): void {
    this.#writer?.leave(disk, detail);
  }

  position(roomMs: number): MediaPosition | undefined {
    return this.#writer?.positions.at(roomMs);
  }

  /**
   * Ends the segment with the fragment that holds `untilMs`, and resolves when everything up to there is proven and finalised. Recording
   * goes on in a fresh segment, without a gap.
   */
  async cut(untilMs: number, isLive: boolean): Promise<void> {
    await this.#opening;
    if (!isLive || this.#endMs >= untilMs) {
      await this.#writer?.cut();
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const make = (): void => {
        cancel();
        this.#cutting = undefined;
        (this.#writer?.cut() ?? Promise.resolve()).then(resolve, reject);
      };
      const cancel = startTimer(lastFragmentMs, make);
      this.#cutting = { untilMs, make };
    });
  }

  /** Keeps what was taken before `untilMs`, waits for the fragment that holds it when a run is live, and resolves when all is proven and finalised. */
  async release(untilMs: number, isLive: boolean): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#reached = resolve;
    });
    this.#untilMs = untilMs;
    await this.#opening;
    if (isLive && this.#endMs < untilMs) {
      const cancel = startTimer(lastFragmentMs, this.#reached);
      await reached;
      cancel();
    }
    this.#untilMs = Number.NEGATIVE_INFINITY;
    this.#closeGap(Math.max(untilMs, this.#endMs));
    await this.#writer?.close();
  }

  async #open(options: KeptStreamOptions['writer']): Promise<void> {
    const writer = await SegmentWriter.open(options);
    writer.events.on('proven', (event) => {
      this.#provenUntilMs = event.provenUntilMs;
      this.events.emit('proven', event);
    });
    writer.events.on('diskFailed', (event) => this.events.emit('diskFailed', event));
    writer.events.on('signing', (event) => this.events.emit('signing', event));
    writer.events.on('segmentFinalized', (event) => this.events.emit('segmentFinalized', event));
    writer.events.on('storageLost', (event) => this.#loseStorage(event));
    this.#writer = writer;
    if (writer.workingDisks.length === 0) this.#loseStorage({ detail: 'no disk is there' });
    for (const kept of this.#early) this.#write(writer, kept);
    this.#early = [];
  }

  #write(writer: SegmentWriter, { fragment, init }: KeptFragment): void {
    if (writer.workingDisks.length === 0) return;
    if (fragment.runId !== this.#runId) {
      this.#closeRun();
      writer.startRun(fragment.runId, init);
      this.#runId = fragment.runId;
    }
    this.#closeGap(fragment.roomMs);
    writer.write(fragment);
    this.#endMs = writer.positions.endMs ?? this.#endMs;
    for (const hole of fragment.holes) {
      this.events.emit('gapOpened', { fromMs: hole.fromMs, reason: 'no-pictures' });
      this.events.emit('gapClosed', hole);
    }
  }

  #loseStorage(event: SegmentEvents['storageLost']): void {
    this.events.emit('storageLost', event);
    this.#endMs = this.#provenUntilMs;
    this.#openGap('storage-lost');
  }

  #closeRun(): void {
    if (this.#runId === undefined) return;
    this.#runId = undefined;
    // Finalising goes on by itself: the next run's file does not wait for it. A disk that fails meanwhile announces itself.
    void this.#writer?.endRun();
  }

  #openGap(reason: string): void {
    if (this.#gapFromMs !== undefined) return;
    this.#gapFromMs = this.#endMs;
    this.events.emit('gapOpened', { fromMs: this.#endMs, reason });
  }

  #closeGap(toMs: number): void {
    const fromMs = this.#gapFromMs;
    if (fromMs === undefined) return;
    this.#gapFromMs = undefined;
    this.events.emit('gapClosed', { fromMs, toMs: Math.max(fromMs, toMs) });
  }
}
