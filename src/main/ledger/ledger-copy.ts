import { fdatasyncSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** What a copy needs to go on from where its file ends. */
interface CopyFile {
  readonly path: string;
  readonly handle: FileHandle;
  /** Whole lines that are on the disk already. */
  readonly bytes: number;
}

/**
 * The ledger's second copy: an append-only file of one entry a line. Lines are written behind the caller's back and in order; `flushed`
 * tells when they are on the disk. `addNow` is for the moment in which the database fails: then the line must be on the disk on return.
 * The first failure is final for this object: the file is looked at again before it is written again.
 */
export class LedgerCopy {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #onFailed: (error: unknown) => void;
  #durableBytes: number;
  #waiting: string[] = [];
  #underWay = '';
  #writing: Promise<void> | null = null;
  #failed = false;

  constructor(file: CopyFile, onFailed: (error: unknown) => void) {
    this.path = file.path;
    this.#handle = file.handle;
    this.#durableBytes = file.bytes;
    this.#onFailed = onFailed;
  }

  static async create(path: string, onFailed: (error: unknown) => void): Promise<LedgerCopy> {
    return new LedgerCopy({ path, handle: await open(path, 'wx+', 0o640), bytes: 0 }, onFailed);
  }

  get failed(): boolean {
    return this.#failed;
  }

  add(line: string): void {
    if (this.#failed) return;
    this.#waiting.push(line);
    this.#writing ??= this.#write();
  }

  /** On return this line, and every line before it, is on the disk. What is under way is written again at its place: the same bytes. @throws what the disk said */
  addNow(line: string): void {
    const bytes = Buffer.from(this.#underWay + this.#waiting.join('') + line);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#handle.fd, bytes, done, bytes.length - done, this.#durableBytes + done);
      fdatasyncSync(this.#handle.fd);
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    this.#durableBytes += bytes.length;
    this.#underWay = '';
    this.#waiting = [];
  }

  /** Resolves when everything added so far is on the disk, or the copy has failed. */
  async flushed(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.#handle.close();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        this.#underWay = this.#waiting.join('');
        this.#waiting = [];
        const from = this.#durableBytes;
        const bytes = Buffer.from(this.#underWay);
        for (let done = 0; done < bytes.length; ) done += (await this.#handle.write(bytes, done, bytes.length - done, from + done)).bytesWritten;
        await this.#handle.datasync();
        // `addNow` may have put more behind these bytes meanwhile.
        if (this.#durableBytes === from) this.#durableBytes = from + bytes.length;
        this.#underWay = '';
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = null;
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#waiting = [];
    this.#onFailed(error);
  }
}
