import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Disk } from '../../shared/domain/index.ts';
import { withDeadline, type Clock, type FileOps, type OpenFile } from '../platform/index.ts';

export interface FinishedFile {
  readonly bytes: number;
  readonly sha256: string;
}

export interface DiskWriterOptions {
  readonly disk: Disk;
  readonly fileOps: FileOps;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Bytes that wait longer than this for the disk mean that it has failed. */
  readonly queueMs: number;
  /** Everything up to this link is on the disk: synced, read back, and what was read back has the right hash. */
  readonly onProven: (seq: number) => void;
  /** Called once. Nothing is written to this disk any more. */
  readonly onFailed: (detail: string) => void;
}

interface Step {
  readonly waitingSinceMs: number;
  readonly run: () => Promise<void>;
}

interface FileInHand {
  readonly file: OpenFile;
  readonly hash: ReturnType<typeof createHash>;
  bytes: number;
}

/**
 * Writes the segments of one stream to one disk, step after step, on its own: a slow or dead disk holds up nobody else.
 * The first failure is final (after a failed sync the system may have dropped the bytes and will report success the next time).
 */
export class DiskWriter {
  readonly #options: DiskWriterOptions;
  readonly #steps: Step[] = [];
  readonly #onFailure: (() => void)[] = [];
  #working = false;
  #failed = false;
  #inHand: FileInHand | undefined;
  /** What is read back is compared and forgotten: a new megabyte for each second would keep the collector of garbage busy. */
  #readBack = Buffer.alloc(0);

  constructor(options: DiskWriterOptions) {
    this.#options = options;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Begins a new file with these first bytes. */
  open(path: string, init: Uint8Array): void {
    this.#enqueue(async () => {
      await this.#options.fileOps.makeFolder(dirname(path));
      const file = await this.#options.fileOps.create(path);
      // Reading the file before back may have failed this disk meanwhile.
      if (this.#failed) return file.close();
      this.#inHand = { file, hash: createHash('sha256'), bytes: 0 };
      await this.#append(this.#inHand, init);
    });
  }

  append(seq: number, bytes: Uint8Array): void {
    this.#enqueue(async () => {
      await this.#append(this.#mustHave(), bytes);
      if (!this.#failed) this.#options.onProven(seq);
    });
  }

  /** Ends the file in hand, of which every byte was read back as it was written: how long it is does not matter. Resolves when it is closed; undefined when this disk has failed. */
  finish(): Promise<FinishedFile | undefined> {
    return new Promise((resolve) => {
      if (this.#failed) {
        resolve(undefined);
        return;
      }
      // First, because taking the step in may already find that the disk is too slow.
      this.#onFailure.push(() => resolve(undefined));
      this.#enqueue(() => {
        const inHand = this.#mustHave();
        this.#inHand = undefined;
        // Closing may take a while: the next file must not wait for it.
        this.#close(inHand).then(resolve, (error: unknown) => this.#fail(error));
        return Promise.resolve();
      });
    });
  }

  /** Fails the disk when its oldest bytes have waited too long. */
  checkPace(): void {
    const oldest = this.#steps[0];
    if (oldest !== undefined && !this.#failed && this.#options.clock.monotonicMs() - oldest.waitingSinceMs > this.#options.queueMs)
      this.#fail(new Error(`bytes waited more than ${this.#options.queueMs} ms for the disk`));
  }

  /** Gives this disk up for good. */
  abandon(error: unknown): void {
    this.#fail(error);
  }

  #enqueue(run: Step['run']): void {
    if (this.#failed) return;
    this.#steps.push({ waitingSinceMs: this.#options.clock.monotonicMs(), run });
    this.checkPace();
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let step = this.#steps[0]; step !== undefined; step = this.#steps[0]) {
      try {
        await step.run();
      } catch (error) {
        this.#fail(error);
      }
      this.#steps.shift();
    }
    this.#working = false;
  }

  /** Written, synced and read back: compared byte by byte, and only what was read back goes into the hash of the file. */
  async #append(inHand: FileInHand, bytes: Uint8Array): Promise<void> {
    await inHand.file.append(bytes);
    await inHand.file.sync();
    if (this.#readBack.byteLength < bytes.byteLength) this.#readBack = Buffer.alloc(2 * bytes.byteLength);
    const back = await inHand.file.read(inHand.bytes, bytes.byteLength, this.#readBack);
    if (Buffer.compare(back, bytes) !== 0) throw new Error('what was read back is not what was written');
    inHand.hash.update(back);
    inHand.bytes += bytes.byteLength;
  }

  async #close({ file, hash, bytes }: FileInHand): Promise<FinishedFile> {
    const size = await file.size().finally(() => file.close());
    if (size !== bytes) throw new Error(`the finished file has ${size} bytes, not ${bytes}`);
    return { bytes, sha256: hash.digest('hex') };
  }

  #mustHave(): FileInHand {
    if (this.#inHand === undefined) throw new Error('no file is open');
    return this.#inHand;
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#steps.length = 0;
    const inHand = this.#inHand;
    this.#inHand = undefined;
    // The handle of a dead disk may hang or fail on closing as well; it is let go of, and the failure that counts is told.
    if (inHand !== undefined) void withDeadline('closing a failed file', closeMs, inHand.file.close()).catch(() => undefined);
    this.#options.onFailed(describe(error));
    for (const tell of this.#onFailure) tell();
  }
}

const closeMs = 2_000;

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
