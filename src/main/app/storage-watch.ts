import { statfs } from 'node:fs/promises';
import type { DiskSnapshot } from '../../shared/contract/index.ts';
import { disks, type Disk } from '../../shared/domain/index.ts';
import { hoursLeft } from '../health/index.ts';
import { sleep } from '../platform/index.ts';
import type { DataFolder } from './data-folder.ts';

const lookEveryMs = 10_000;
/** Before anything was measured: two stamped cameras at their usual rate. */
const presumedBytesPerSecond = 750_000;
/** Space is reckoned with a fifth more than was measured (requirement A3). */
const margin = 1.2;

/** How much each disk still holds, looked at every ten seconds. Knows which disk has failed a recording. */
export class StorageWatch {
  readonly #folder: DataFolder;
  readonly #bytesPerSecond: () => number;
  readonly #onChange: () => void;
  readonly #closing = new AbortController();
  readonly #failed = new Set<Disk>();
  #freeBytes: Readonly<Record<Disk, number>> = { primary: 0, mirror: 0 };
  #loop: Promise<void> = Promise.resolve();

  constructor(folder: DataFolder, bytesPerSecond: () => number, onChange: () => void) {
    this.#folder = folder;
    this.#bytesPerSecond = bytesPerSecond;
    this.#onChange = onChange;
  }

  async start(): Promise<void> {
    await this.look();
    this.#loop = this.#watch();
  }

  /** Measures now. A disk that cannot be asked has no space. */
  async look(): Promise<void> {
    const free = async (disk: Disk) => {
      try {
        const { bavail, bsize } = await statfs(this.#folder.disks[disk]);
        return bavail * bsize;
      } catch {
        return 0;
      }
    };
    this.#freeBytes = { primary: await free('primary'), mirror: await free('mirror') };
    this.#onChange();
  }

  /** Whole hours that both copies still have room for, at the rate measured. */
  get hoursLeft(): number {
    const rate = Math.max(this.#bytesPerSecond(), presumedBytesPerSecond / 10) * margin;
    const copies = this.#folder.disksShared ? 2 : 1;
    return hoursLeft(Math.min(...disks.map((disk) => this.#freeBytes[disk])), rate * copies);
  }

  markFailed(disk: Disk, failed: boolean): void {
    if (failed) this.#failed.add(disk);
    else this.#failed.delete(disk);
    this.#onChange();
  }

  snapshot(): DiskSnapshot[] {
    return disks.map((disk) => ({ disk, path: this.#folder.disks[disk], state: this.#failed.has(disk) ? ('failed' as const) : ('ok' as const), freeBytes: this.#freeBytes[disk] }));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await sleep(lookEveryMs, signal);
      if (signal.aborted) return;
      await this.look();
    }
  }
}
