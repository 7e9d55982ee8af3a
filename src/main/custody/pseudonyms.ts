import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withDeadline, writeFileDurably } from '../platform/index.ts';

const keyBytes = 32;
const deadlineMs = 3_000;

/**
 * Turns identity numbers into pseudonyms, so that sessions of one person can be counted and summed without the number standing in the ledger or in a packet. The key is the
 * site's: rooms that share a registry give one person the same pseudonym. Whoever has the key can try every number, so it stays in a folder that nobody else reads.
 */
export class Pseudonyms {
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  /** @param folders where the key is looked for and made, in this order: the shared registry first, the room's own keys when it does not answer */
  static async open(folders: readonly [string, ...string[]]): Promise<Pseudonyms> {
    const [folder, ...others] = folders;
    const [next, ...rest] = others;
    try {
      return new Pseudonyms(await withDeadline('reading the key of pseudonyms', deadlineMs, readOrMake(join(folder, 'interviewee.key'))));
    } catch (error) {
      if (next === undefined) throw error;
      return Pseudonyms.open([next, ...rest]);
    }
  }

  /** 32 hexadecimal digits; the empty text for no number. `number` is in its normal form. */
  of(number: string): string {
    return number === '' ? '' : createHmac('sha256', this.#key).update(`shilu.interviewee.v1\n${number}`).digest('hex').slice(0, 32);
  }
}

async function readOrMake(path: string): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFileDurably(path, randomBytes(keyBytes).toString('hex'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = Buffer.from(await readFile(path, 'utf8'), 'hex');
  if (key.length !== keyBytes) throw new Error(`${path} is not a key of pseudonyms`);
  return key;
}
