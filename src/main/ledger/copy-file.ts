import { mkdir, open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../platform/index.ts';
import { LedgerCopy } from './ledger-copy.ts';
import { copyLines, parseRowLine, rowLine } from './ledger-line.ts';
import type { LedgerRow } from './ledger-row.ts';
import type { Ledger } from './ledger.ts';

/** Where a disk keeps its copy of the ledger. */
export function copyPath(diskFolder: string): string {
  return join(diskFolder, 'ledger', 'ledger.jsonl');
}

/** Rows that are written to a new copy before the loop turns: completing must not hold up what records. */
const rowsAtOnce = 200;
const longestLineBytes = 4 << 20;

export type CopyStanding =
  /** There is none yet. */
  | { readonly kind: 'none' }
  /** It ends at an entry that the ledger has. */
  | { readonly kind: 'behind'; readonly seq: number; readonly bytes: number }
  /** It goes on after the ledger's head: facts of a time in which the database took none. */
  | { readonly kind: 'ahead'; readonly seq: number; readonly bytes: number }
  /** It is not a copy of this ledger. */
  | { readonly kind: 'differs'; readonly seq: number };

/** Compares the end of a copy with the ledger. A line that a crash tore off counts as not written. */
export async function standingOf(path: string, ledger: Ledger): Promise<CopyStanding> {
  const bytes = await sizeOf(path);
  if (bytes === undefined || bytes === 0) return { kind: 'none' };
  const last = await lastLine(path, bytes);
  if (last === undefined) return { kind: 'none' };
  const row = parsed(last.text);
  if (row === undefined) return { kind: 'differs', seq: 0 };
  if (row.seq > ledger.head.seq) return ledger.head.seq > 0 && (await hashAt(path, ledger.head.seq)) === ledger.head.hash ? { kind: 'ahead', seq: row.seq, bytes: last.endsAt } : { kind: 'differs', seq: row.seq };
  return ledger.row(row.seq)?.hash === row.hash ? { kind: 'behind', seq: row.seq, bytes: last.endsAt } : { kind: 'differs', seq: row.seq };
}

/** Brings the ledger up to a copy that is ahead of it. @returns how many facts it took in */
export async function takeUpFrom(path: string, ledger: Ledger): Promise<number> {
  const before = ledger.head.seq;
  for await (const line of copyLines(path)) {
    const row = parsed(line);
    if (row !== undefined && row.seq > ledger.head.seq) ledger.takeUp(row);
  }
  return ledger.head.seq - before;
}

/**
 * Opens the copy of a disk and brings it up to the ledger's head; on return the ledger writes to it. What is there and is not a copy of
 * this ledger is set aside under another name, never deleted.
 * @returns the standing that it found
 */
export async function joinCopy(path: string, ledger: Ledger, onFailed: (error: unknown) => void): Promise<{ readonly copy: LedgerCopy; readonly found: CopyStanding }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o750 });
  let found = await standingOf(path, ledger);
  if (found.kind === 'ahead') found = { kind: 'differs', seq: found.seq };
  if (found.kind === 'differs') await setAside(path);
  const copy = found.kind === 'behind' ? await reopen(path, found.bytes, onFailed) : await renewed(path, onFailed);
  await syncFolder(dirname(path));
  let next = found.kind === 'behind' ? found.seq + 1 : 1;
  for (;;) {
    for (const row of ledger.rows(next)) {
      copy.add(rowLine(row));
      next = row.seq + 1;
      if (next % rowsAtOnce === 0) break;
    }
    await copy.flushed();
    if (copy.failed) throw new Error(`The copy ${path} cannot be written`);
    // Nothing can come in between: this check and the setter run at one go.
    if (next > ledger.head.seq) break;
  }
  ledger.copy = copy;
  return { copy, found };
}

async function reopen(path: string, bytes: number, onFailed: (error: unknown) => void): Promise<LedgerCopy> {
  const handle = await open(path, 'r+');
  await keepTorn(path, handle, bytes);
  return new LedgerCopy({ path, handle, bytes }, onFailed);
}

async function renewed(path: string, onFailed: (error: unknown) => void): Promise<LedgerCopy> {
  if ((await sizeOf(path)) !== undefined) await setAside(path);
  return LedgerCopy.create(path, onFailed);
}

/** What a crash tore off is kept beside the copy before it is cut off. */
async function keepTorn(path: string, handle: FileHandle, bytes: number): Promise<void> {
  const { size } = await handle.stat();
  if (size === bytes) return;
  const torn = await open(`${path}.torn`, 'a', 0o640);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - bytes), 0, size - bytes, bytes);
    await torn.write(buffer.subarray(0, bytesRead));
    await torn.sync();
  } finally {
    await torn.close();
  }
  await handle.truncate(bytes);
  await handle.datasync();
}

async function setAside(path: string): Promise<void> {
  let n = 1;
  while ((await sizeOf(`${path}.aside.${n}`)) !== undefined) n += 1;
  await rename(path, `${path}.aside.${n}`);
  await syncFolder(dirname(path));
}

async function lastLine(path: string, size: number): Promise<{ readonly text: string; readonly endsAt: number } | undefined> {
  const handle = await open(path, 'r');
  try {
    const from = Math.max(0, size - 2 * longestLineBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(10);
    if (end === -1) return undefined;
    const start = end === 0 ? 0 : buffer.lastIndexOf(10, end - 1) + 1;
    return { text: buffer.toString('utf8', start, end), endsAt: from + end + 1 };
  } finally {
    await handle.close();
  }
}

async function hashAt(path: string, seq: number): Promise<string | undefined> {
  for await (const line of copyLines(path)) {
    const row = parsed(line);
    if (row?.seq === seq) return row.hash;
  }
  return undefined;
}

function parsed(line: string): LedgerRow | undefined {
  try {
    return parseRowLine(line);
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
