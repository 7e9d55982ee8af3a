import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { startTimer, type Logger } from '../platform/index.ts';
import type { CalendarClock } from './calendar-clock.ts';

interface OsdDisplayOptions {
  /** A folder of its own, in which the drawn texts are kept. */
  readonly folder: string;
  readonly clock: CalendarClock;
  readonly timeZone: string;
  readonly log: Logger;
}

/** Where this camera can draw. */
export const osdPlaces = ['UpperLeft', 'LowerLeft'] as const;
export type OsdPlace = (typeof osdPlaces)[number];

export type OsdContent = { readonly kind: 'time' } | { readonly kind: 'text'; readonly text: string };

/** What is wrong with the stamp that the camera draws. */
export interface OsdFaults {
  readonly absent: boolean;
  readonly wrongHour: boolean;
  readonly frozen: boolean;
  /** It answers, and takes nothing. */
  readonly refuses: boolean;
  /** It has no display at all. */
  readonly missing: boolean;
}

const hourMs = 3_600_000;

/** What a camera draws into its own pictures (ONVIF OSD): its own clock, or a plain text, at one of two places. */
export class OsdDisplay {
  readonly #options: OsdDisplayOptions;
  readonly #contents = new Map<OsdPlace, OsdContent>();
  readonly #faults: () => OsdFaults;
  #frozenText: string | undefined;
  #cancelTimer: () => void = () => undefined;
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: OsdDisplayOptions, faults: () => OsdFaults) {
    this.#options = options;
    this.#faults = faults;
  }

  /** The file that holds what is drawn at this place; a blank when nothing is. */
  path(place: OsdPlace): string {
    return join(this.#options.folder, `osd-${place}.txt`);
  }

  /** Both files are there when it resolves, and follow the clock from then on. */
  async start(): Promise<void> {
    await this.#show();
    this.#arm();
  }

  content(place: OsdPlace): OsdContent | undefined {
    return this.#contents.get(place);
  }

  get faults(): OsdFaults {
    return this.#faults();
  }

  /** As after its power was cut. */
  forget(): void {
    this.#contents.clear();
    this.refresh();
  }

  draw(place: OsdPlace, content: OsdContent | undefined): void {
    if (content === undefined) this.#contents.delete(place);
    else this.#contents.set(place, content);
    this.refresh();
  }

  /** Draws what is to be seen now: after the clock was set or a fault was switched. */
  refresh(): void {
    if (this.#isClosed) return;
    this.#writing = this.#writing.then(() => this.#show()).catch((error: unknown) => this.#options.log.error('the stamp of the camera cannot be written', error));
    this.#arm();
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
    this.#cancelTimer = startTimer(Math.ceil(toNextSecondMs) + 1, () => this.refresh());
  }

  async #show(): Promise<void> {
    // A sweep of the temporary folder must not leave the camera without its texts.
    await mkdir(this.#options.folder, { recursive: true });
    for (const place of osdPlaces) {
      const path = this.path(place);
      await writeFile(`${path}.new`, this.#text(place));
      await rename(`${path}.new`, path);
    }
  }

  #text(place: OsdPlace): string {
    const content = this.#contents.get(place);
    const { absent, wrongHour, frozen } = this.faults;
    if (content === undefined || absent) return ' ';
    if (content.kind === 'text') return content.text === '' ? ' ' : content.text;
    const { clock, timeZone } = this.#options;
    const text = formatRoomTime(clock.nowMs() + (wrongHour ? hourMs : 0), timeZone);
    this.#frozenText = frozen ? (this.#frozenText ?? text) : undefined;
    return this.#frozenText ?? text;
  }
}
