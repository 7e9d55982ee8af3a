import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../shared/base/index.ts';
import { headText, type LedgerHead } from '../../shared/ledger/index.ts';
import { syncFolder } from '../platform/index.ts';

const headShape = z.strictObject({ format: z.literal('shilu.head.v1'), seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/), signature: z.string() });

export type SignedHead = LedgerHead & { readonly signature: string };

export const headFileName = 'ledger-head.json';

/** Writes the last signed head beside the recording of a disk, in the place of the one before: there it outlives the database. Whole or not at all after a crash. */
export async function writeHeadFile(folder: string, { seq, hash, signature }: SignedHead): Promise<void> {
  const path = join(folder, headFileName);
  const temporary = join(folder, `.${headFileName}.tmp`);
  const handle = await open(temporary, 'w', 0o640);
  try {
    await handle.writeFile(canonicalJson({ format: 'shilu.head.v1', seq, hash, signature }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  await syncFolder(folder);
}

/** The head that a disk kept. Undefined when there is none, or none that this station has signed. */
export async function readHeadFile(folder: string, holds: (text: string, signature: string) => boolean): Promise<SignedHead | undefined> {
  try {
    const { seq, hash, signature } = headShape.parse(JSON.parse(await readFile(join(folder, headFileName), 'utf8')));
    return holds(headText({ seq, hash }), signature) ? { seq, hash, signature } : undefined;
  } catch {
    return undefined;
  }
}
