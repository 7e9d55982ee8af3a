import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zoneOffsetMs } from '../../shared/domain/index.ts';

/** As much as fits under the time in a picture of 4:3, in widths of a Chinese character. */
const maxLabelWidth = 40;

/**
 * The two texts that ffmpeg draws, in files that it reads again for every picture. The time is an expression over the picture's own
 * media time, so the stamp says when the picture was taken, not when the file was written. The label is plain text.
 */
export class StampFile {
  readonly timePath: string;
  readonly labelPath: string;
  readonly #folder: string;
  readonly #label: () => string;
  readonly #timeZone: string;
  #writing: Promise<void> = Promise.resolve();
  #writtenMs = Number.NaN;
  #writtenLabel: string;

  static async create(label: () => string, timeZone: string): Promise<StampFile> {
    const folder = await mkdtemp(join(tmpdir(), 'shilu-stamp-'));
    const file = new StampFile(folder, label, timeZone);
    await writeFile(file.timePath, '--');
    await writeFile(file.labelPath, file.#writtenLabel);
    return file;
  }

  private constructor(folder: string, label: () => string, timeZone: string) {
    this.#folder = folder;
    this.timePath = join(folder, 'time.txt');
    this.labelPath = join(folder, 'label.txt');
    this.#label = label;
    this.#timeZone = timeZone;
    this.#writtenLabel = labelText(label());
  }

  /**
   * Brings both texts up to date.
   * @param offsetMs room time minus media time. Resolves when every picture drawn from now on shows it; does nothing for less than a millisecond.
   */
  write(offsetMs: number, roomMs: number): Promise<void> {
    const label = labelText(this.#label());
    if (label !== this.#writtenLabel) {
      this.#writtenLabel = label;
      this.#replace(this.labelPath, label);
    }
    const shownMs = Math.round(offsetMs + zoneOffsetMs(roomMs, this.#timeZone));
    if (shownMs !== this.#writtenMs) {
      this.#writtenMs = shownMs;
      this.#replace(this.timePath, timeText(shownMs));
    }
    return this.#writing;
  }

  async remove(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** ffmpeg sees the old text or the new one, never half of it. */
  #replace(path: string, text: string): void {
    this.#writing = this.#writing.then(async () => {
      const next = join(this.#folder, 'next.txt');
      await writeFile(next, text);
      await rename(next, path);
    });
  }
}

/** Drawn as `2026-11-23 14:03:07` (how drawtext's `pts` function formats by default). */
export function timeText(shownMs: number): string {
  return `%{pts:gmtime:${(shownMs / 1000).toFixed(3)}}`;
}

/** One line, no longer than the picture is wide; never empty, which drawtext refuses. */
export function labelText(label: string): string {
  const plain = Array.from(label.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' '));
  let width = 0;
  const end = plain.findIndex((character) => (width += /^[\u0020-\u024f]$/u.test(character) ? 0.58 : 1) > maxLabelWidth);
  const text = end === -1 ? plain.join('') : `${plain.slice(0, end).join('')}…`;
  return text.trim() === '' ? ' ' : text;
}
