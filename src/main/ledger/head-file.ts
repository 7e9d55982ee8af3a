import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../shared/base/index.ts';
import { headText, verifiedText, type LedgerHead } from '../../shared/ledger/index.ts';
import { syncFolder } from '../platform/index.ts';

const headShape = z.strictObject({ format: z.string(), seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/), signature: z.string() });

export type SignedHead = LedgerHead & { readonly signature: string };

export const headFileName = 'ledger-head.json';
export const verifiedFileName = 'ledger-verified.json';

/** Two signed sentences about a ledger that lie beside it: its last head, and up to where it was read whole. Neither passes for the other. */
const kinds = {
  head: { fileName: headFileName, format: 'shilu.head.v1', text: headText },
  verified: { fileName: verifiedFileName, format: 'shilu.verified.v1', text: verifiedText },
} as const;

/** Writes the last signed head beside the recording of a disk, in the place of the one before: there it outlives the database. Whole or not at all after a crash. */
export function writeHeadFile(folder: string, head: SignedHead): Promise<void> {
  return write(folder, 'head', head);
}

/** The head that a disk kept. Undefined when there is none, or none that this station has signed. */
export function readHeadFile(folder: string, holds: (text: string, signature: string) => boolean): Promise<SignedHead | undefined> {
  return read(folder, 'head', holds);
}

/** Writes down, signed, up to where the whole ledger was read and held: a start reads on from there, and everything again in the background. */
export function writeVerified(folder: string, head: LedgerHead, sign: (text: string) => string): Promise<void> {
  return write(folder, 'verified', { ...head, signature: sign(verifiedText(head)) });
}

/** Up to where the ledger was read whole. Undefined when nobody wrote it down, or not this station. */
export function readVerified(folder: string, holds: (text: string, signature: string) => boolean): Promise<SignedHead | undefined> {
  return read(folder, 'verified', holds);
}

/** On return the next start reads everything. */
export async function forgetVerified(folder: string): Promise<void> {
  await rm(join(folder, verifiedFileName), { force: true });
  await syncFolder(folder);
}

async function write(folder: string, kind: keyof typeof kinds, { seq, hash, signature }: SignedHead): Promise<void> {
  const { fileName, format } = kinds[kind];
  const temporary = join(folder, `.${fileName}.tmp`);
  const handle = await open(temporary, 'w', 0o640);
  try {
    await handle.writeFile(canonicalJson({ format, seq, hash, signature }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(folder, fileName));
  await syncFolder(folder);
}

async function read(folder: string, kind: keyof typeof kinds, holds: (text: string, signature: string) => boolean): Promise<SignedHead | undefined> {
  const { fileName, format, text } = kinds[kind];
  try {
    const { format: found, seq, hash, signature } = headShape.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')));
    return found === format && holds(text({ seq, hash }), signature) ? { seq, hash, signature } : undefined;
  } catch {
    return undefined;
  }
}
