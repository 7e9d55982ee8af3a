import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { startTimer, type Logger } from '../platform/index.ts';
import type { CalendarClock } from './calendar-clock.ts';

interface WallDisplayOptions {
  /** A folder of its own, in which the two texts are kept. */
  readonly folder: string;
  readonly clock: CalendarClock;
  readonly timeZone: string;
  readonly log: Logger;
}

const weekdays = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** The room's electronic clock: keeps the two texts that the scene shows at the second of its clock. */
export class WallDisplay {
  readonly timeText: string;
  readonly dateText: string;
  readonly #options: WallDisplayOptions;
  #cancelTimer: () => void = () => undefined;
  #writing: Promise<void> = Promise.resolve();
  #isFrozen = false;
  #isClosed = false;

  constructor(options: WallDisplayOptions) {
    this.#options = options;
    this.timeText = join(options.folder, 'time.txt');
    this.dateText = join(options.folder, 'date.txt');
  }

  /** Both texts are there when it resolves, and follow the clock from then on. */
  async start(): Promise<void> {
    await this.#show();
    this.#arm();
  }

  setFrozen(isFrozen: boolean): void {
    this.#isFrozen = isFrozen;
    if (!isFrozen) this.refresh();
  }

  /** Shows the clock as it is now: for when it was set. */
  refresh(): void {
    this.#tick();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    await this.#writing;
  }

  #arm(): void {
    const { clock } = this.#options;
    const toNextSecondMs = (1000 - (((clock.nowMs() % 1000) + 1000) % 1000)) / clock.rate();
    this.#cancelTimer();
    this.#cancelTimer = startTimer(Math.ceil(toNextSecondMs) + 1, () => this.#tick());
  }

  #tick(): void {
    if (this.#isClosed) return;
    this.#writing = this.#writing.then(() => this.#show()).catch((error: unknown) => this.#options.log.error('the wall display cannot be written', error));
    this.#arm();
  }

  async #show(): Promise<void> {
    if (this.#isFrozen) return;
    const { clock, timeZone, folder } = this.#options;
    const [date = '', time = ''] = formatRoomTime(clock.nowMs(), timeZone).split(' ');
    // A sweep of the temporary folder must not leave the camera without its clock.
    await mkdir(folder, { recursive: true });
    await replaceFile(this.dateText, `${date}  星期${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''}`);
    await replaceFile(this.timeText, time);
  }
}

/** A reader sees the old text or the new one, never half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
