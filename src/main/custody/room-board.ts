import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { withDeadline } from '../platform/index.ts';

/** A file server that is away must not hold a room up. */
const deadlineMs = 3_000;

/** What a room says of itself, by the clock of the room that said it. */
export interface RoomWord {
  readonly stationId: string;
  readonly atMs: number;
}

interface RoomBoardOptions<Word extends RoomWord> {
  /** The folder that the rooms of the site share. */
  readonly folder: string;
  readonly stationId: string;
  /** @throws when it is no word of a room */
  readonly parse: (text: string) => Word;
}

/** Where the rooms of a site say how they are: one small file for each, written whole in the place of the one before. It is for looking; nothing is decided by it. */
export class RoomBoard<Word extends RoomWord> {
  readonly #options: RoomBoardOptions<Word>;

  constructor(options: RoomBoardOptions<Word>) {
    this.#options = options;
  }

  /** @throws Error when the folder does not answer */
  async publish(word: Word): Promise<void> {
    const { folder, stationId } = this.#options;
    await withDeadline('saying how this room is', deadlineMs, writeWord(roomsIn(folder), stationId, JSON.stringify(word)));
  }

  /** What the other rooms said last. What cannot be read is left out, and the room then counts as silent. @throws Error when the folder does not answer */
  async others(): Promise<readonly Word[]> {
    const { folder, stationId, parse } = this.#options;
    const names = await withDeadline('reading the rooms', deadlineMs, readdir(roomsIn(folder)));
    const words = await Promise.all(names.filter((name) => /^[0-9a-f]+\.json$/.test(name) && name !== `${stationId}.json`).map(async (name) => {
      try {
        return [parse(await withDeadline('reading a room', deadlineMs, readFile(join(roomsIn(folder), name), 'utf8')))];
      } catch {
        return [];
      }
    }));
    return words.flat();
  }
}

/**
 * Which rooms can be believed to be so now. A room is heard while its word changes, measured here: clocks of rooms may differ. A word that was there
 * before is believed only when it is no older than that by room time.
 */
export class HeardRooms {
  readonly #staleAfterMs: number;
  readonly #heard = new Map<string, { readonly atMs: number; readonly heardAtMs: number }>();

  constructor(staleAfterMs: number) {
    this.#staleAfterMs = staleAfterMs;
  }

  hear(word: RoomWord, now: { readonly monotonicMs: number; readonly roomMs: number }): void {
    const before = this.#heard.get(word.stationId);
    if (before?.atMs === word.atMs) return;
    const isNew = before !== undefined || Math.abs(now.roomMs - word.atMs) <= this.#staleAfterMs;
    this.#heard.set(word.stationId, { atMs: word.atMs, heardAtMs: isNew ? now.monotonicMs : -Infinity });
  }

  isHeard(stationId: string, monotonicMs: number): boolean {
    const heard = this.#heard.get(stationId);
    return heard !== undefined && monotonicMs - heard.heardAtMs <= this.#staleAfterMs;
  }
}

async function writeWord(folder: string, stationId: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${stationId}.tmp`);
  const handle = await open(temporary, 'w', 0o640);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
  await rename(temporary, join(folder, `${stationId}.json`));
}

function roomsIn(folder: string): string {
  return join(folder, 'rooms');
}
