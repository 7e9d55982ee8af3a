import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, utf8 } from '../../shared/base/index.ts';
import { readStationDatabase } from '../database/index.ts';
import { copyLines, Ledger, LedgerWalk, parseRowLine, type KnownHead, type LedgerReport } from '../ledger/index.ts';
import { holdsFor } from '../seal/index.ts';

export interface LedgerQuestion {
  /** The data folder of a station that is not running, or a copy (`ledger.jsonl`), which may be read at any time. */
  readonly path: string;
  /** A head from elsewhere, as printed: number, colon, hash or its beginning. */
  readonly head?: string;
  /** The station's certificate; by default the one in the data folder. Without either, signatures are not checked. */
  readonly certificatePath?: string;
}

/** Reads a whole ledger and says what is wrong with it. Changes nothing. @throws AppError LEDGER_HEAD_UNKNOWN, REQUEST_INVALID, STATION_RUNNING, DATABASE_DAMAGED */
export async function checkLedgerAt({ path, head, certificatePath }: LedgerQuestion): Promise<LedgerReport & { readonly signaturesChecked: boolean }> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), (cause: unknown) => { throw new AppError('LEDGER_HEAD_UNKNOWN', { path }, cause); });
  const certificate = await certificateOf(certificatePath ?? (isFolder ? join(path, 'keys', 'station.pem') : undefined), certificatePath !== undefined);
  const holds = certificate === undefined ? undefined : holdsFor(certificate);
  const walk = new LedgerWalk({
    signatures: 'every', known: head === undefined ? [] : [parseHead(head)],
    ...(holds === undefined ? {} : { holds: (text: string, signature: string) => holds(utf8(text), Buffer.from(signature, 'base64')) }),
  });
  if (isFolder) walkDatabase(path, walk);
  else await walkCopy(path, walk);
  return { ...walk.end(), signaturesChecked: holds !== undefined };
}

/** `12345:9f86d081…`: at least sixteen digits of the hash, in any grouping. @throws AppError REQUEST_INVALID */
export function parseHead(text: string): KnownHead {
  const [, seq, hash] = /^(\d+):([0-9a-f]{16,64})$/.exec(text.toLowerCase().replace(/[\s-]/g, '')) ?? [];
  if (seq === undefined || hash === undefined) throw new AppError('REQUEST_INVALID', { path: 'head', detail: 'a head is written as number:hash' });
  return { seq: Number(seq), hash, source: 'given' };
}

function walkDatabase(folder: string, walk: LedgerWalk): void {
  const database = readStationDatabase(join(folder, 'station.db'));
  try {
    for (const row of new Ledger(database).rows()) if (!walk.take(row)) return;
  } finally {
    database.close();
  }
}

async function walkCopy(path: string, walk: LedgerWalk): Promise<void> {
  for await (const line of copyLines(path)) if (!walk.take(rowOrNothing(line))) return;
}

/** A line that is no entry is a broken one. */
function rowOrNothing(line: string): ReturnType<typeof parseRowLine> {
  try {
    return parseRowLine(line);
  } catch {
    return { seq: 0, session_id: '', type: '', body: '', prev_hash: '', hash: '' };
  }
}

async function certificateOf(path: string | undefined, mustBeThere: boolean): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (mustBeThere) throw new AppError('LEDGER_HEAD_UNKNOWN', { path }, cause);
    return '';
  });
  return /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
}
