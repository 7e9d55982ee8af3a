import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '../../shared/domain/index.ts';
import type { Fact } from '../../shared/ledger/index.ts';
import { openStationDatabase, type StationDatabase } from '../database/index.ts';
import { Ledger } from './index.ts';

let folder: string;
let database: StationDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-ledger-'));
  database = openStationDatabase(join(folder, 'station.db'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const fact = (reason: string, sessionId: SessionId | '' = ''): Fact => ({
  type: 'station.stopped', sessionId, actor: { kind: 'station' }, at: { atMs: 1_000, errorMs: 5 }, monotonicMs: 1, media: [], payload: { reason },
});

describe('Ledger', () => {
  it('chains facts and reads them back as they were', () => {
    const ledger = new Ledger(database);
    ledger.append(fact('one'));
    const second = ledger.append(fact('two', 'S1' as SessionId));
    expect([...ledger.entries()].map((e) => e.seq)).toEqual([1, 2]);
    expect(ledger.entriesOf('S1' as SessionId)).toEqual([second]);
    expect(new Ledger(database).head).toEqual({ seq: 2, hash: second.hash });
    expect(() => ledger.verify()).not.toThrow();
  });

  it('takes facts while somebody reads it from the start to the end', () => {
    const ledger = new Ledger(database);
    for (let n = 0; n < 2_100; n += 1) ledger.append(fact(`${n}`));
    let read = 0;
    for (const entry of ledger.entries()) {
      if (entry.seq % 1_000 === 0 && entry.seq <= 2_000) ledger.append(fact('meanwhile'));
      read += 1;
    }
    expect(read).toBe(2_102);
    expect([...ledger.entries(2_101)].map((e) => e.seq)).toEqual([2_101, 2_102]);
  });

  it('refuses update, delete and holes at the database itself', () => {
    const ledger = new Ledger(database);
    ledger.append(fact('one'));
    expect(() => database.exec("UPDATE ledger SET body = '{}'")).toThrow(/append-only/);
    expect(() => database.exec('DELETE FROM ledger')).toThrow(/append-only/);
    expect(() => database.exec("INSERT INTO ledger VALUES (9, '', 'x', '{}', '', '')")).toThrow(/no holes/);
  });

  it.each([
    ['the body', "UPDATE ledger SET body = replace(body, 'two', 'TWO') WHERE seq = 2", 2],
    ['a hash', "UPDATE ledger SET hash = '00' WHERE seq = 1", 1],
    ['a link', "UPDATE ledger SET prev_hash = '00' WHERE seq = 3", 3],
    ['the session that a fact is looked up by', "UPDATE ledger SET session_id = 'S9' WHERE seq = 2", 2],
    ['the type that a fact is looked up by', "UPDATE ledger SET type = 'station.started' WHERE seq = 3", 3],
    ['a whole entry', 'DELETE FROM ledger WHERE seq = 2', 2],
  ])('names the entry when somebody with the disk in hand changes %s', (_what, sql, seq) => {
    const ledger = new Ledger(database);
    for (const reason of ['one', 'two', 'three']) ledger.append(fact(reason));
    database.close();
    const intruder = new Database(join(folder, 'station.db'));
    intruder.exec('DROP TRIGGER ledger_no_update; DROP TRIGGER ledger_no_delete;');
    intruder.exec(sql);
    intruder.close();
    database = openStationDatabase(join(folder, 'station.db'));
    expect(() => new Ledger(database).verify()).toThrow(expect.objectContaining({ code: 'LEDGER_BROKEN', params: { seq } }));
  });

  it('lets no second station into the same data folder', () => {
    expect(() => openStationDatabase(join(folder, 'station.db'))).toThrow(expect.objectContaining({ code: 'STATION_RUNNING', params: expect.objectContaining({ path: folder }) as unknown }));
  });

  it('says that a database which cannot be opened cannot', () => {
    const path = join(folder, 'not-a-file.db');
    mkdirSync(path);
    expect(() => openStationDatabase(path)).toThrow(expect.objectContaining({ code: 'FOLDER_NOT_WRITABLE', params: expect.objectContaining({ path }) as unknown }));
  });

  it('refuses a fact that has no canonical form and writes nothing', () => {
    const ledger = new Ledger(database);
    const broken = { ...fact('x'), at: { atMs: 1.5, errorMs: 0 } };
    expect(() => ledger.append(broken)).toThrow(/safe integer/);
    expect(ledger.head.seq).toBe(0);
  });
});
