import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../shared/ledger/index.ts';
import { openStationDatabase } from '../database/index.ts';
import { forgetVerified, readHeadFile, readVerified, verifiedFileName, writeVerified } from './head-file.ts';
import { checkLedgerRows } from './ledger-walk.ts';
import { Ledger } from './ledger.ts';
import { checkFromVerified } from './verified-part.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signs = (text: string) => sign('sha256', Buffer.from(text), privateKey).toString('base64');
const holds = (text: string, signature: string) => verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));

let folder: string;
let ledger: Ledger;
let close: () => void;

const open = () => {
  const database = openStationDatabase(join(folder, 'station.db'));
  ledger = new Ledger(database);
  close = () => database.close();
};
const note = (n: number) => ledger.append({ type: 'login.refused', sessionId: '', actor: { kind: 'station' }, at: { atMs: n, errorMs: 5 }, monotonicMs: n, media: [], payload: { account: `a${n}`, count: 1 } } as unknown as Fact);
const tamper = (sql: string) => {
  close();
  const database = new Database(join(folder, 'station.db'));
  database.exec(`DROP TRIGGER ledger_no_update; DROP TRIGGER ledger_no_delete; ${sql}`);
  database.close();
  open();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-verified-'));
  open();
  for (let n = 1; n <= 100; n += 1) note(n);
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

describe('a ledger that was read whole up to an entry', () => {
  it('is read on from there', async () => {
    await writeVerified(folder, ledger.head, signs);
    for (let n = 101; n <= 110; n += 1) note(n);
    const report = checkFromVerified(ledger, await readVerified(folder, holds), {});
    expect(report).toMatchObject({ readFrom: 99, entries: 110, findings: [], head: ledger.head });
  });

  it('is read whole when that entry, or a head known from elsewhere, is another one', () => {
    const verified = ledger.head;
    expect(checkFromVerified(ledger, undefined, {}).readFrom).toBe(1);
    expect(checkFromVerified(ledger, { ...verified, hash: 'f'.repeat(64) }, {}).readFrom).toBe(1);
    expect(checkFromVerified(ledger, { seq: 5_000, hash: verified.hash }, {}).readFrom).toBe(1);
    const known = { seq: 40, hash: 'e'.repeat(64), source: 'paper' };
    expect(checkFromVerified(ledger, verified, { known: [known] })).toMatchObject({ readFrom: 1, findings: [{ problem: 'replaced', seq: 40 }] });
  });

  it('does not hide what was altered after it, and leaves what was altered before to the walk over everything', () => {
    const verified = ledger.head;
    note(101);
    note(102);
    tamper("UPDATE ledger SET session_id = 'S1' WHERE seq = 101;");
    expect(checkFromVerified(ledger, verified, {}).findings).toEqual([{ problem: 'broken', seq: 101 }]);
    close();
    const database = new Database(join(folder, 'station.db'));
    database.exec("UPDATE ledger SET session_id = '' WHERE seq = 101; UPDATE ledger SET session_id = 'S1' WHERE seq = 50;");
    database.close();
    open();
    expect(checkFromVerified(ledger, verified, {}).findings).toEqual([]);
    expect(checkLedgerRows(ledger.rows()).findings).toEqual([{ problem: 'broken', seq: 50 }]);
  });

  it('is a sentence of its own: neither a signed head nor somebody else’s word passes for it', async () => {
    await writeVerified(folder, ledger.head, signs);
    const path = join(folder, verifiedFileName);
    const text = readFileSync(path, 'utf8');
    writeFileSync(join(folder, 'ledger-head.json'), text.replace('shilu.verified.v1', 'shilu.head.v1'));
    expect(await readHeadFile(folder, holds)).toBeUndefined();
    writeFileSync(path, text.replace(/"seq":\d+/, '"seq":99'));
    expect(await readVerified(folder, holds)).toBeUndefined();
    await writeVerified(folder, ledger.head, signs);
    await forgetVerified(folder);
    expect(await readVerified(folder, holds)).toBeUndefined();
  });
});
