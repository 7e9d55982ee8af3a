import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withDeadline, writeFileDurably } from '../platform/index.ts';

const claimShape = z.object({ stationId: z.string(), sessionId: z.string() }).strict();

interface NumberRegistryOptions {
  /** The folder that the rooms of the site share; undefined for a room that stands alone. */
  readonly folder: string | undefined;
  readonly stationId: string;
}

/** What a room knows of the sessions of one person that it held itself. */
export interface OwnNumbers {
  readonly person: string;
  readonly sessionId: string;
  readonly numbers: readonly number[];
}

const deadlineMs = 3_000;

/**
 * Numbers the sessions of one person over all rooms of a site, one after the other and none twice (requirement C5). A number is a file that is made once: of two rooms that reach for the same
 * one, the other takes the next. Nothing in it says who the person is.
 */
export class NumberRegistry {
  readonly #options: NumberRegistryOptions;

  constructor(options: NumberRegistryOptions) {
    this.#options = options;
  }

  /**
   * The next number of this person, which is then taken. What a crash left taken and unused is used. A room that stands alone counts its own.
   * @throws Error when the folder does not answer or holds what is no claim
   */
  async take({ person, sessionId, numbers }: OwnNumbers): Promise<number> {
    const { folder, stationId } = this.#options;
    if (folder === undefined || person === '') return nextAfter(numbers);
    const path = join(folder, 'numbers', createHash('sha256').update(person).digest('hex').slice(0, 32));
    await withDeadline('numbering a session', deadlineMs, mkdir(path, { recursive: true }));
    const taken = await this.#taken(path);
    const unused = taken.find((claim) => claim.stationId === stationId && !numbers.includes(claim.number));
    if (unused !== undefined) return unused.number;
    for (let number = nextAfter([...numbers, ...taken.map((claim) => claim.number)]); ; number += 1) {
      try {
        await withDeadline('numbering a session', deadlineMs, writeFileDurably(join(path, `${number}.json`), JSON.stringify({ stationId, sessionId })));
        return number;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
  }

  async #taken(path: string): Promise<readonly { readonly number: number; readonly stationId: string }[]> {
    const names = (await withDeadline('reading numbers', deadlineMs, readdir(path))).filter((name) => /^\d+\.json$/.test(name));
    const claims = names.map(async (name) => ({ number: Number.parseInt(name, 10), ...claimShape.parse(JSON.parse(await withDeadline('reading a number', deadlineMs, readFile(join(path, name), 'utf8')))) }));
    return (await Promise.all(claims)).sort((a, b) => a.number - b.number);
  }
}

/** The number after the highest. */
export function nextAfter(numbers: readonly number[]): number {
  return Math.max(0, ...numbers) + 1;
}
