import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zoneOffsetMs } from '../../shared/domain/index.ts';

const maxLabelCharacters = 40;

/**
 * The text that ffmpeg draws, in a file that it reads again for every picture. The time in it is an expression over the picture's own
 * media time, so the stamp says when the picture was taken, not when the file was written.
 */
export class StampFile {
  readonly path: string;
  readonly #folder: string;
  readonly #label: string;
  readonly #timeZone: string;
  #writing: Promise<void> = Promise.resolve();
  #writtenMs = Number.NaN;

  static async create(label: string, timeZone: string): Promise<StampFile> {
    const folder = await mkdtemp(join(tmpdir(), 'shilu-stamp-'));
    const file = new StampFile(folder, label, timeZone);
    await writeFile(file.path, '--');
    return file;
  }

  private constructor(folder: string, label: string, timeZone: string) {
    this.#folder = folder;
    this.path = join(folder, 'stamp.txt');
    this.#label = label;
    this.#timeZone = timeZone;
  }

  /** @param offsetMs room time minus media time. Resolves when every picture drawn from now on shows it; does nothing for less than a millisecond. */
  write(offsetMs: number, roomMs: number): Promise<void> {
    const shownMs = Math.round(offsetMs + zoneOffsetMs(roomMs, this.#timeZone));
    if (shownMs === this.#writtenMs) return this.#writing;
    this.#writtenMs = shownMs;
    this.#writing = this.#writing.then(async () => {
      const next = join(this.#folder, 'next.txt');
      await writeFile(next, stampText(shownMs, this.#label));
      await rename(next, this.path);
    });
    return this.#writing;
  }

  async remove(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** `2026-11-23 14:03:07 label` for drawtext (its `pts` function formats so by default). The label cannot bring expressions of its own. */
export function stampText(shownMs: number, label: string): string {
  const plain = Array.from(label.replace(/[\p{Cc}\p{Cf}]/gu, ' ')).slice(0, maxLabelCharacters).join('');
  return `%{pts:gmtime:${(shownMs / 1000).toFixed(3)}} ${plain.replace(/[\\%{}]/g, (found) => `\\${found}`)}`;
}
