import { statfs } from 'node:fs/promises';
import type { DiskSnapshot } from '../../shared/contract/index.ts';
import { disks, type Disk } from '../../shared/domain/index.ts';
import { hoursLeft } from '../health/index.ts';
import { Rounds } from '../platform/index.ts';
import type { DiskKeeper } from './disk-keeper.ts';

const lookEveryMs = 10_000;
/** Before anything was measured: two stamped cameras at their usual rate. */
const presumedBytesPerSecond = 750_000;
const joinSeconds = 600;
/** Space is reckoned with a fifth more than was measured (requirement A3). */
const margin = 1.2;

interface StorageWatchParts {
  readonly disks: DiskKeeper;
  readonly bytesPerSecond: () => number;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** How much each disk still holds, looked at every ten seconds. Which disk is in use, `DiskKeeper` knows. */
export class StorageWatch {
  readonly #disks: DiskKeeper;
  readonly #bytesPerSecond: () => number;
  readonly #onChange: () => void;
  readonly #rounds: Rounds;
  #freeBytes: Readonly<Record<Disk, number>> = { primary: 0, mirror: 0 };

  constructor({ disks: keeper, bytesPerSecond, onChange, onError }: StorageWatchParts) {
    this.#disks = keeper;
    this.#bytesPerSecond = bytesPerSecond;
    this.#onChange = onChange;
    this.#rounds = new Rounds({ everyMs: lookEveryMs, round: () => this.look(), onError });
  }

  async start(): Promise<void> {
    await this.look();
    this.#rounds.start();
  }

  /** Measures now. A disk that cannot be asked has no space. */
  async look(): Promise<void> {
    const free = async (disk: Disk) => {
      try {
        const { bavail, bsize } = await statfs(this.#disks.folders[disk]);
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
    return Math.min(...disks.map((disk) => this.hoursLeftOn(disk)));
  }

  /** Whole hours that this disk has room for; half of it when it must take both copies. */
  hoursLeftOn(disk: Disk): number {
    const measured = this.#bytesPerSecond();
    const rate = measured === 0 ? presumedBytesPerSecond : Math.max(measured, presumedBytesPerSecond / 10);
    return hoursLeft(this.#freeBytes[disk], rate * margin * (this.#disks.shared ? 2 : 1));
  }

  /** Whether a disk that is back could take ten minutes of what is recorded. */
  async hasRoom(disk: Disk): Promise<boolean> {
    await this.look();
    return this.#freeBytes[disk] > Math.max(this.#bytesPerSecond(), presumedBytesPerSecond / 10) * margin * joinSeconds;
  }

  snapshot(): DiskSnapshot[] {
    return disks.map((disk) => ({ disk, path: this.#disks.folders[disk], state: this.#disks.state(disk), freeBytes: this.#freeBytes[disk] }));
  }

  close(): Promise<void> {
    return this.#rounds.close();
  }
}
