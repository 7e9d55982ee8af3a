import { access, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAppError, utf8, type ErrorCode } from '../../shared/base/index.ts';
import { fillKeptTables, isDiskFailure, openStationDatabase, type KeptTables } from '../database/index.ts';
import { copyLines, copyPath, Ledger, LedgerWalk, parseRowLine } from '../ledger/index.ts';
import { syncFolder, type Logger } from '../platform/index.ts';
import { holdsFor } from '../seal/index.ts';
import type { DataFolder } from './data-folder.ts';
import { readStateCopy, stateCopyPath } from './state-copy.ts';

export interface DatabaseRescue {
  /** What was wrong with the database. */
  readonly code: ErrorCode;
  readonly entries: number;
  readonly accounts: number;
  /** Where the database lies now; empty when there was none. Nothing is deleted. */
  readonly aside: string;
}

/** What was wrong with the database, if it was something that its copy can help with. One that is locked, newer or not ours to write is left alone. */
export function rescueReason(error: unknown): ErrorCode | undefined {
  if (isDiskFailure(error)) return 'DATABASE_DAMAGED';
  return isAppError(error) && (error.code === 'DATABASE_DAMAGED' || error.code === 'LEDGER_BROKEN') ? error.code : undefined;
}

/** A folder that a station has used, whose database is gone while the mirror has the ledger. */
export async function isDatabaseGone(folder: DataFolder): Promise<boolean> {
  return !(await isThere(folder.database)) && (await isThere(join(folder.keys, 'station.pem'))) && (await isThere(copyPath(folder.disks.mirror)));
}

/**
 * Makes the database anew from the mirror: the whole ledger, every entry of it verified against this station's certificate, with accounts, settings
 * and clocks. The one that could not be used is set aside first. Undefined when the copies do not hold; then nothing has changed.
 */
export async function rescueDatabase(folder: DataFolder, code: ErrorCode, log: Logger): Promise<DatabaseRescue | undefined> {
  const { mirror } = folder.disks;
  const holds = await certificateHolds(folder.keys);
  const kept = holds === undefined ? undefined : await readStateCopy(stateCopyPath(mirror), holds);
  if (holds === undefined || kept === undefined || kept.accounts.length === 0 || !(await isCopySound(copyPath(mirror), holds))) {
    log.warn('the database cannot be made anew: the mirror has no copy of everything that holds', { code });
    return undefined;
  }
  const made = `${folder.database}.restoring`;
  for (const part of ['', '-wal', '-shm']) await rm(made + part, { force: true });
  const entries = await fill(made, copyPath(mirror), kept);
  const aside = await setAside(folder.database);
  await rename(made, folder.database);
  await syncFolder(folder.root);
  log.warn('the database was made anew from the mirror', { code, entries, aside });
  return { code, entries, accounts: kept.accounts.length, aside };
}

async function fill(path: string, copy: string, kept: KeptTables): Promise<number> {
  const database = openStationDatabase(path);
  try {
    const ledger = new Ledger(database);
    database.exec('BEGIN');
    for await (const line of copyLines(copy)) ledger.takeUp(parseRowLine(line));
    fillKeptTables(database, kept);
    database.exec('COMMIT');
    return ledger.head.seq;
  } finally {
    database.close();
  }
}

async function isCopySound(path: string, holds: (text: string, signature: string) => boolean): Promise<boolean> {
  const walk = new LedgerWalk({ holds, signatures: 'last' });
  try {
    for await (const line of copyLines(path)) if (!walk.take(parseRowLine(line))) return false;
  } catch {
    return false;
  }
  const { entries, signedUntil, findings } = walk.end();
  return entries > 0 && signedUntil > 0 && !findings.some(({ problem }) => problem === 'broken' || problem === 'signature-invalid');
}

async function certificateHolds(keys: string): Promise<((text: string, signature: string) => boolean) | undefined> {
  const text = await readFile(join(keys, 'station.pem'), 'utf8').catch(() => '');
  const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  if (certificate === undefined) return undefined;
  const holds = holdsFor(certificate);
  return (content, signature) => holds(utf8(content), Buffer.from(signature, 'base64'));
}

/** With what SQLite keeps beside it, under one name. */
async function setAside(path: string): Promise<string> {
  if (!(await isThere(path))) return '';
  let n = 1;
  while (await isThere(`${path}.aside.${n}`)) n += 1;
  const aside = `${path}.aside.${n}`;
  for (const part of ['-wal', '-shm', '']) if (await isThere(path + part)) await rename(path + part, aside + part);
  return aside;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
