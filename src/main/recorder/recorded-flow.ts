import type { Disk, MediaPosition, StreamId } from '../../shared/domain/index.ts';
import type { Init, SegmentWriterOptions, WrittenUntil } from '../segments/index.ts';
import { HeldMedia } from './held-media.ts';
import { KeptStream, type KeptEvents } from './kept-stream.ts';
import type { RunFragment } from './run.ts';

export interface FlowKeeping {
  readonly writer: Omit<SegmentWriterOptions, 'streamId'>;
  readonly fromMs: number;
  /** Why nothing comes now; undefined while it comes. */
  readonly absence: string | undefined;
}

/** A listener for each kind of event of a stream that is kept, the stream named in it. */
export type KeptListener = <K extends keyof KeptEvents>(type: K, event: KeptEvents[K] & { readonly streamId: StreamId }) => void;

const keptEvents = ['proven', 'signing', 'diskFailed', 'storageLost', 'segmentFinalized', 'gapOpened', 'gapClosed'] as const satisfies readonly (keyof KeptEvents)[];

/** One stream of a recorder: what is held of it in memory, and what is kept of it for a session. */
export class RecordedFlow {
  readonly streamId: StreamId;
  readonly held = new HeldMedia();
  readonly #listener: KeptListener;
  #init: Init | undefined;
  #kept: KeptStream | undefined;
  #endMs: number | undefined;

  constructor(streamId: StreamId, listener: KeptListener) {
    this.streamId = streamId;
    this.#listener = listener;
  }

  /** Of the live run; undefined while none is. */
  get init(): Init | undefined {
    return this.#init;
  }

  /** Where the last fragment of the live run ends, room time. */
  get endMs(): number | undefined {
    return this.#endMs;
  }

  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  take(init: Init, fragment: RunFragment): void {
    if (this.#init !== init) this.held.clear();
    this.#init = init;
    this.#endMs = fragment.roomMs + fragment.media.durationMs;
    this.held.push({ fragment, init });
    this.#kept?.take({ fragment, init });
  }

  /** Resolves when what was held in memory is on its way to the disks. */
  async keep({ writer, fromMs, absence }: FlowKeeping): Promise<void> {
    if (this.#kept !== undefined) throw new Error(`Already keeping ${this.#kept.sessionId}`);
    const { streamId } = this;
    this.#kept = new KeptStream({ writer: { ...writer, streamId }, fromMs, absence, recent: absence === undefined ? this.held.beginning : [] }, (events) => {
      for (const type of keptEvents) events.on(type, (event) => this.#listener(type, { ...event, streamId }));
    });
    await this.#kept.opened;
  }

  /** What is kept goes on in a fresh segment; resolves when everything up to `untilMs` is proven and finalised. */
  async cut(untilMs: number): Promise<void> {
    await this.#kept?.cut(untilMs, this.#init !== undefined);
  }

  async release(untilMs: number): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    await kept.release(untilMs, this.#init !== undefined);
    if (this.#kept === kept) this.#kept = undefined;
  }

  /** The run has ended; `reason` is undefined when it never gave anything. */
  runEnded(reason: string | undefined): void {
    this.#init = undefined;
    this.#endMs = undefined;
    this.held.clear();
    if (reason !== undefined) this.#kept?.runEnded(reason);
  }

  async join(disk: Disk, folder: string): Promise<WrittenUntil | undefined> {
    return this.#kept?.join(disk, folder);
  }

  leave(disk: Disk, detail: string): void {
    this.#kept?.leave(disk, detail);
  }

  position(roomMs: number): MediaPosition | undefined {
    return this.#kept?.position(roomMs);
  }
}
