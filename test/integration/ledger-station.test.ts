import { execFile } from 'node:child_process';
import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryHash, factTextHash } from '../../src/shared/ledger/index.ts';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const pin = 'Zhu-3391-guan';
interface Row { seq: number; session_id: string; type: string; body: string; prev_hash: string; hash: string }

const cli = (...args: string[]) =>
  new Promise<{ readonly exit: number; readonly out: string; readonly err: string }>((resolve) => {
    const child = execFile(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), ...args], (_error, out, err) => resolve({ exit: child.exitCode ?? -1, out, err }));
  });

// Somebody has the whole disk in hand and any tool they like, but not the station's key. Each step needs the one before.
describe('the ledger of a station, in the hands of somebody else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-ledger-station-'));
  const data = join(folder, 'data');
  const copy = join(data, 'mirror', 'ledger', 'ledger.jsonl');
  let station: StationProcess | null = null;
  let admin: StationLine;
  let paper = '';

  const start = async () => {
    station = await StationProcess.start(data, join(folder, 'station.log'), []);
    admin = await StationLine.open(station.ready.rpc);
    if (!existsSync(join(folder, 'made'))) {
      await admin.call('account.add', { account: 'chief', name: '管理员', role: 'administrator', pin });
      writeFileSync(join(folder, 'made'), '');
    }
    await admin.call('auth.login', { account: 'chief', pin });
    return station;
  };
  const stop = async () => {
    admin.close();
    expect(await station?.stop()).toBe(0);
    station = null;
  };
  const alarms = async () => (await admin.call<{ alarms: { code: string }[] }>('room.status')).alarms.map(({ code }) => code).filter((code) => code.startsWith('LEDGER'));
  const withDatabase = (work: (database: Database.Database) => void) => {
    const database = new Database(join(data, 'station.db'));
    database.exec('DROP TRIGGER IF EXISTS ledger_no_update; DROP TRIGGER IF EXISTS ledger_no_delete;');
    work(database);
    database.close();
  };
  const rowsOf = (database: Database.Database) => database.prepare<[], Row>('SELECT * FROM ledger ORDER BY seq').all();
  const factsOf = (type: string) => readFileSync(copy, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string; payload: Record<string, unknown> }).filter((entry) => entry.type === type).map(({ payload }) => payload);

  beforeAll(() => start());
  afterAll(async () => {
    await station?.stop();
    rmSync(folder, { recursive: true });
  });

  it('signs its head when it is asked, and its copy can be checked while it runs', async () => {
    const head = await admin.call<{ seq: number; hash: string; signature: string }>('ledger.head');
    paper = `${head.seq}:${head.hash.slice(0, 24)}`;
    expect(await admin.call('ledger.check', { head: paper })).toMatchObject({ findings: [], signedUntil: head.seq });
    await waitUntil('the copy holds the head', 30_000, () => Promise.resolve(readFileSync(copy, 'utf8').includes(head.hash)));
    const running = await cli('ledger', 'check', copy, '--head', paper);
    expect(running.out).toMatch(/^sound/);
    expect(running.exit).toBe(0);
    expect((await cli('ledger', 'check', data)).err).toContain('STATION_RUNNING');
    await expect(admin.call('ledger.check', { head: 'x' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('is sound after it has stopped, and ends with a signed head that both disks keep', async () => {
    await stop();
    const { exit, out } = await cli('ledger', 'check', data, '--head', paper, '--json');
    const report = JSON.parse(out) as { entries: number; signedUntil: number; signaturesChecked: boolean; findings: unknown[] };
    expect({ exit, ...report }).toMatchObject({ exit: 0, findings: [], signaturesChecked: true, signedUntil: report.entries - 1 });
    for (const disk of ['primary', 'mirror']) expect(JSON.parse(readFileSync(join(data, disk, 'ledger-head.json'), 'utf8'))).toMatchObject({ format: 'shilu.head.v1', seq: report.entries - 1 });
    expect((await cli('ledger', 'check', join(folder, 'nothing'))).err).toContain('LEDGER_HEAD_UNKNOWN');
  });

  it('is filled up from the copy when the end of the database is gone', async () => {
    withDatabase((database) => database.exec('DELETE FROM ledger WHERE seq > 2'));
    expect((await cli('ledger', 'check', data, '--head', paper)).out).toContain('entry 3: cut');
    await start();
    await waitUntil('the facts are back', 30_000, () => Promise.resolve(factsOf('ledger.completed').length === 1));
    expect(factsOf('ledger.completed')[0]).toMatchObject({ fromSeq: 3 });
    expect(await admin.call('ledger.check', { head: paper })).toMatchObject({ findings: [] });
    expect(await alarms()).toEqual([]);
    await stop();
  });

  it('finds an entry that was changed with every hash made anew, says so at the start, and keeps the copy that knew better', async () => {
    withDatabase((database) => {
      const rows = rowsOf(database);
      const put = database.prepare('UPDATE ledger SET body = ?, prev_hash = ?, hash = ? WHERE seq = ?');
      let head = rows[1]?.hash ?? '';
      for (const row of rows.slice(2)) {
        const body = row.type === 'account.added' ? row.body.replace('管理员', '别人') : row.body;
        const hash = entryHash(row.seq, head, factTextHash(body));
        put.run(body, head, hash, row.seq);
        head = hash;
      }
    });
    const checked = await cli('ledger', 'check', data);
    expect(checked.exit).toBe(1);
    expect(checked.out).toContain('signature-invalid');
    await start();
    expect(new Set(await alarms())).toEqual(new Set(['LEDGER_DOUBTED', 'LEDGER_COPY_DIFFERS']));
    await waitUntil('it is written down', 30_000, () => Promise.resolve(factsOf('ledger.doubted').length >= 3));
    expect(factsOf('ledger.doubted').map(({ problem }) => problem).sort()).toEqual(['copy-differs', 'replaced', 'signature-invalid']);
    expect(readdirSync(join(data, 'mirror', 'ledger')).sort()).toEqual(['ledger.jsonl', 'ledger.jsonl.aside.1', 'station-state.json']);
    expect((await cli('ledger', 'check', `${copy}.aside.1`, '--head', paper)).out).toMatch(/^sound/);
    await stop();
  });

  it('finds a tail that was cut from the database and from the copy, beside the head on the disk', async () => {
    const lines = readFileSync(copy, 'utf8').split('\n');
    const keep = lines.length - 4;
    withDatabase((database) => database.exec(`DELETE FROM ledger WHERE seq > ${keep}`));
    writeFileSync(copy, `${lines.slice(0, keep).join('\n')}\n`);
    await start();
    expect(await alarms()).toContain('LEDGER_CUT');
    await waitUntil('it is written down', 30_000, () => Promise.resolve(factsOf('ledger.doubted').some(({ problem }) => problem === 'cut')));
    expect(factsOf('ledger.doubted').find(({ problem }) => problem === 'cut')).toMatchObject({ seq: keep + 1, source: expect.stringMatching(/^primary: \d+ [0-9a-f]{64}; mirror: /) as unknown });
    expect(readdirSync(join(data, 'primary')).filter((name) => name.startsWith('ledger-head.doubted'))).toHaveLength(2);
    await stop();
  });

  it('names an old entry that was altered soon after the start, and reads everything from then on', async () => {
    expect(existsSync(join(data, 'ledger-verified.json'))).toBe(true);
    withDatabase((database) => database.exec("UPDATE ledger SET session_id = 'S1' WHERE seq = 2"));
    await start();
    await waitUntil('the altered entry is found', 30_000, async () => (await alarms()).includes('LEDGER_ALTERED'));
    await waitUntil('it is written down', 30_000, () => Promise.resolve(factsOf('ledger.doubted').some(({ problem, seq }) => problem === 'broken' && seq === 2)));
    expect((await admin.call<{ findings: unknown[] }>('ledger.check', { head: '' })).findings).toContainEqual({ problem: 'broken', seq: 2 });
    await stop();
    expect(existsSync(join(data, 'ledger-verified.json'))).toBe(false);
  });

  it('refuses to start on a chain that does not hold when the copy holds no better what was signed', async () => {
    await expect(start()).rejects.toThrow(/ended before it was ready/);
    await waitUntil('the reason in its log', 10_000, () => Promise.resolve(readFileSync(join(folder, 'station.log'), 'utf8').includes('LEDGER_BROKEN')));
  });
});

// A station of its own, whose copy nobody has touched. Each step needs the one before.
describe('a station whose database cannot be used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-database-'));
  const data = join(folder, 'data');
  const copy = join(data, 'mirror', 'ledger', 'ledger.jsonl');
  let station: StationProcess | null = null;
  let admin: StationLine;

  const start = async () => {
    station = await StationProcess.start(data, join(folder, 'station.log'), []);
    admin = await StationLine.open(station.ready.rpc);
    if (!existsSync(join(folder, 'made'))) await admin.call('account.add', { account: 'chief', name: '管理员', role: 'administrator', pin });
    writeFileSync(join(folder, 'made'), '');
    await admin.call('auth.login', { account: 'chief', pin });
  };
  const stop = async () => {
    admin.close();
    expect(await station?.stop()).toBe(0);
    station = null;
  };
  const factsOf = (type: string) => readFileSync(copy, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string; payload: Record<string, unknown> }).filter((entry) => entry.type === type).map(({ payload }) => payload);
  const breakChain = () => {
    const database = new Database(join(data, 'station.db'));
    database.exec("DROP TRIGGER ledger_no_update; UPDATE ledger SET session_id = 'S1' WHERE seq = 2");
    database.close();
    rmSync(join(data, 'ledger-verified.json'));
  };

  afterAll(async () => {
    await station?.stop();
    rmSync(folder, { recursive: true });
  });

  it('makes the database anew from the mirror when its chain does not hold, when it is damaged, and when it is gone', async () => {
    const database = join(data, 'station.db');
    await start();
    await stop();
    const begin = [breakChain, () => writeFileSync(database, Buffer.alloc(8_192, 7)), () => ['', '-wal', '-shm'].forEach((part) => rmSync(database + part, { force: true }))];
    for (const [index, code] of ['LEDGER_BROKEN', 'DATABASE_DAMAGED', 'DATABASE_MISSING'].entries()) {
      begin[index]?.();
      const before = readFileSync(copy, 'utf8').split('\n').length - 1;
      await start();
      expect((await admin.call<{ alarms: { code: string }[] }>('room.status')).alarms.map((alarm) => alarm.code)).toContain('DATABASE_RESTORED');
      await waitUntil('it is written down', 30_000, () => Promise.resolve(factsOf('database.restored').length === index + 1));
      expect(factsOf('database.restored')[index]).toMatchObject({ code, entries: before, accounts: 1 });
      expect((await admin.call<{ accounts: { account: string }[] }>('account.list')).accounts.map(({ account }) => account)).toEqual(['chief']);
      await stop();
    }
    expect(readdirSync(data).filter((name) => /^station\.db\.aside\.\d$/.test(name)).sort()).toEqual(['station.db.aside.1', 'station.db.aside.2']);
    expect((await cli('ledger', 'check', data)).out).not.toContain('broken');
  });

  it('does not take accounts that the station has not signed, and then refuses to start and says what to do', async () => {
    const state = join(data, 'mirror', 'ledger', 'station-state.json');
    writeFileSync(state, readFileSync(state, 'utf8').replace('管理员', '冒名者'));
    writeFileSync(join(data, 'station.db'), Buffer.alloc(8_192, 7));
    await expect(start()).rejects.toThrow(/ended before it was ready/);
    await waitUntil('the reason in its log', 10_000, () => Promise.resolve(readFileSync(join(folder, 'station.log'), 'utf8').includes('DATABASE_DAMAGED')));
    expect(readFileSync(join(data, 'station.db')).equals(Buffer.alloc(8_192, 7))).toBe(true);
  });
});
