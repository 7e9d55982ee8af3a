import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, utf8 } from '../../shared/base/index.ts';
import { headText, type Fact, type FactPayloads, type FactType } from '../../shared/ledger/index.ts';
import { Accounts } from '../custody/index.ts';
import { openStationDatabase } from '../database/index.ts';
import { copyPath, joinCopy, Ledger } from '../ledger/index.ts';
import { createLogger, systemClock } from '../platform/index.ts';
import { KeyStore } from '../seal/index.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { isDatabaseGone, rescueDatabase, rescueReason } from './database-rescue.ts';
import { StateCopy, stateCopyPath } from './state-copy.ts';

const log = createLogger('test', () => undefined);
let root: string;
let folder: DataFolder;

/** A station that has written three facts, has one account, and has stopped; everything is on the mirror as well. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'shilu-rescue-'));
  folder = await openDataFolder(root);
  const { key } = await KeyStore.open(folder.keys, { stationName: '一室', notBeforeMs: 1_700_000_000_000 });
  const sign = (text: string) => Buffer.from(key.signBytes(utf8(text))).toString('base64');
  const database = openStationDatabase(folder.database);
  const ledger = new Ledger(database);
  const say = <T extends FactType>(type: T, payload: FactPayloads[T]) =>
    ledger.append({ type, sessionId: '', actor: { kind: 'station' }, at: { atMs: 1, errorMs: 5 }, monotonicMs: 1, media: [], payload } as unknown as Fact);
  const { copy } = await joinCopy(copyPath(folder.disks.mirror), ledger, () => undefined);
  say('station.started', { version: '1', unclean: false });
  say('station.stopped', { reason: 'shutdown' });
  say('head.signed', { ...ledger.head, signature: sign(headText(ledger.head)) });
  await new Accounts(database, systemClock, 'strict').add({ account: 'chief', name: '管理员', role: 'administrator', pin: 'Zhu-3391-guan', badgeNumber: '061009', sex: 'unknown' }, { mustChangePin: false });
  database.prepare("INSERT INTO clock_minutes VALUES (1, 'old'), (2000000000000, 'new')").run();
  await copy.flushed();
  await new StateCopy(database, sign).keep(stateCopyPath(folder.disks.mirror), key.fingerprint, 2_000_000_000_000);
  await copy.close();
  database.close();
});
afterEach(() => rmSync(root, { recursive: true }));

const spoil = () => writeFileSync(folder.database, Buffer.alloc(8_192, 7));

describe('a database that cannot be used', () => {
  it('is made anew from the mirror with every fact, account and PIN, and set aside', async () => {
    spoil();
    expect(await rescueDatabase(folder, 'DATABASE_DAMAGED', log)).toEqual({ code: 'DATABASE_DAMAGED', entries: 3, accounts: 1, aside: `${folder.database}.aside.1` });
    expect(readFileSync(`${folder.database}.aside.1`).equals(Buffer.alloc(8_192, 7))).toBe(true);
    const database = openStationDatabase(folder.database);
    new Ledger(database).verify();
    expect(await new Accounts(database, systemClock, 'strict').authenticate('chief', 'Zhu-3391-guan')).toMatchObject({ name: '管理员', badgeNumber: '061009' });
    expect(database.prepare('SELECT body FROM clock_minutes').pluck().all()).toEqual(['new']);
    expect(() => database.exec("UPDATE ledger SET type = 'x'")).toThrow('append-only');
    database.close();
  });

  it('is made anew when it is gone, but only where this station was', async () => {
    expect(await isDatabaseGone(folder)).toBe(false);
    rmSync(folder.database);
    expect(await isDatabaseGone(folder)).toBe(true);
    expect(await rescueDatabase(folder, 'DATABASE_MISSING', log)).toMatchObject({ entries: 3, aside: '' });
    rmSync(folder.database);
    rmSync(join(folder.keys, 'station.pem'));
    expect(await isDatabaseGone(folder)).toBe(false);
  });

  it.each([
    ['a fact in the copy is altered', () => alter(copyPath(folder.disks.mirror), 'shutdown', 'shutdowm')],
    ['the copy has no signed head', () => writeFileSync(copyPath(folder.disks.mirror), readFileSync(copyPath(folder.disks.mirror), 'utf8').split('\n').slice(0, 2).join('\n') + '\n')],
    ['an account in the copy is altered', () => alter(stateCopyPath(folder.disks.mirror), '管理员', '冒名者')],
    ['there is no copy of accounts', () => rmSync(stateCopyPath(folder.disks.mirror))],
    ['there is no copy of the ledger', () => rmSync(copyPath(folder.disks.mirror))],
    ['the station’s certificate is gone', () => rmSync(join(folder.keys, 'station.pem'))],
  ])('stays as it is when %s', async (_what, spoilCopy) => {
    spoil();
    spoilCopy();
    expect(await rescueDatabase(folder, 'DATABASE_DAMAGED', log)).toBeUndefined();
    expect(readFileSync(folder.database).equals(Buffer.alloc(8_192, 7))).toBe(true);
    expect(readdirSync(root).filter((name) => name.startsWith('station.db'))).toEqual(['station.db']);
  });

  it('is left alone when it is locked, newer, or may not be written', () => {
    for (const code of ['STATION_RUNNING', 'DATABASE_NEWER', 'FOLDER_NOT_WRITABLE'] as const) expect(rescueReason(new AppError(code))).toBeUndefined();
    for (const code of ['DATABASE_DAMAGED', 'LEDGER_BROKEN'] as const) expect(rescueReason(new AppError(code))).toBe(code);
  });
});

function alter(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}
