import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../shared/base/index.ts';
import { readKeptTables, type KeptTables, type StationDatabase } from '../database/index.ts';
import { syncFolder } from '../platform/index.ts';

const domain = 'shilu.state.v1\n';
const keptClocksMs = 3 * 24 * 3_600_000;

const row = z.record(z.string().regex(/^[a-z_]+$/), z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.string() })]));
const shape = z.strictObject({
  format: z.literal('shilu.state.v1'), signature: z.string(),
  tables: z.strictObject({ accounts: z.array(row), settings: z.array(row), clock_minutes: z.array(row), clock_marks: z.array(row) }),
});

/** Where the mirror keeps accounts, settings and what the clocks did, beside its copy of the ledger. */
export function stateCopyPath(mirrorFolder: string): string {
  return join(mirrorFolder, 'ledger', 'station-state.json');
}

/** Keeps the copy of what a station needs beside its ledger: written again when something has changed, signed, whole or not at all. PINs are in it as they are in the database: derived, never plain. */
export class StateCopy {
  readonly #database: StationDatabase;
  readonly #sign: (text: string) => string;
  #written = '';

  constructor(database: StationDatabase, sign: (text: string) => string) {
    this.#database = database;
    this.#sign = sign;
  }

  /** @param key which key signs: with another one it is written again */
  async keep(path: string, key: string, nowMs: number): Promise<void> {
    const tables = canonicalJson(readKeptTables(this.#database, nowMs - keptClocksMs));
    const state = `${path}\n${key}\n${tables}`;
    if (state === this.#written) return;
    const temporary = `${path}.tmp`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(`{"format":"shilu.state.v1","signature":"${this.#sign(domain + tables)}","tables":${tables}}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    this.#written = state;
  }
}

/** What the mirror kept; undefined when there is nothing, or nothing that this station has signed. */
export async function readStateCopy(path: string, holds: (text: string, signature: string) => boolean): Promise<KeptTables | undefined> {
  try {
    const { tables, signature } = shape.parse(JSON.parse(await readFile(path, 'utf8')));
    return holds(domain + canonicalJson(tables), signature) ? tables : undefined;
  } catch {
    return undefined;
  }
}
