import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionId } from '../../shared/domain/index.ts';
import type { Fact } from '../../shared/ledger/index.ts';
import { openStationDatabase, type StationDatabase } from '../database/index.ts';
import { copyPath, joinCopy, standingOf, takeUpFrom } from './copy-file.ts';
import { checkLedgerRows } from './ledger-walk.ts';
import { LedgerCopy } from './ledger-copy.ts';
import { parseRowLine } from './ledger-line.ts';
import { Ledger } from './ledger.ts';

let folder: string;
let database: StationDatabase;
let ledger: Ledger;
let copy: LedgerCopy | null = null;
const failures: unknown[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-copy-'));
  database = openStationDatabase(join(folder, 'station.db'));
  ledger = new Ledger(database);
  failures.length = 0;
});
afterEach(async () => {
  ledger.copy = null;
  await copy?.close();
  copy = null;
  database.close();
  rmSync(folder, { recursive: true });
});

const path = () => copyPath(folder);
const session = 'S1' as SessionId;
const say = (reason: string, sessionId: SessionId | '' = '') =>
  ledger.append({ type: 'station.stopped', sessionId, actor: { kind: 'station' }, at: { atMs: 1_000, errorMs: 5 }, monotonicMs: 1, media: [], payload: { reason } } satisfies Fact);
const joined = async () => {
  ({ copy } = await joinCopy(path(), ledger, (error) => failures.push(error)));
  return copy;
};
const inCopy = () => readFileSync(path(), 'utf8').trimEnd().split('\n').map(parseRowLine);
/** The database's own limit of pages: from then on SQLite answers as on a full disk. */
const fillDatabase = () => database.pragma(`max_page_count = ${String(database.pragma('page_count', { simple: true }))}`);
const sayUntilFull = () => {
  fillDatabase();
  for (let n = 0; ledger.databaseTakes && n < 2_000; n += 1) say(`full ${n}`.padEnd(200, 'x'), session);
};

describe('the copy of the ledger on the other disk', () => {
  it('is completed with what it lacks, and follows every fact', async () => {
    for (let n = 0; n < 450; n += 1) say(`${n}`);
    const made = await joined();
    say('after');
    await made.flushed();
    expect(inCopy()).toEqual([...ledger.rows()]);
    expect(checkLedgerRows(inCopy())).toMatchObject({ entries: 451, findings: [] });
  });

  it('goes on after its last whole line when a crash tore one off, and keeps what was torn', async () => {
    say('one');
    await (await joined()).close();
    ledger.copy = null;
    say('two');
    writeFileSync(path(), `${readFileSync(path(), 'utf8')}{"actor":`);
    await (await joined()).flushed();
    expect(inCopy().map(({ seq }) => seq)).toEqual([1, 2]);
    expect(readFileSync(`${path()}.torn`, 'utf8')).toBe('{"actor":');
  });

  it('is set aside and written anew when it is not a copy of this ledger', async () => {
    say('one');
    mkdirSync(dirname(path()), { recursive: true });
    writeFileSync(path(), 'something else\n');
    await (await joined()).flushed();
    expect(readdirSync(dirname(path())).sort()).toEqual(['ledger.jsonl', 'ledger.jsonl.aside.1']);
    expect(inCopy()).toEqual([...ledger.rows()]);
  });

  it('fails by itself, once, when its disk is full; the ledger goes on', async () => {
    copy = new LedgerCopy({ path: '/dev/full', handle: await open('/dev/full', 'r+'), bytes: 0 }, (error) => failures.push(error));
    ledger.copy = copy;
    expect(say('one').seq).toBe(1);
    await copy.flushed();
    expect(say('two').seq).toBe(2);
    expect([copy.failed, failures]).toEqual([true, [expect.objectContaining({ code: 'ENOSPC' })]]);
    expect(() => copy?.addNow('x')).toThrow(/ENOSPC/);
    ledger.verify();
  });
});

describe('a database that takes nothing any more', () => {
  it('does not stop the facts: they go to the copy, and back into the database as soon as it takes them', async () => {
    const said: unknown[] = [];
    ledger.onDatabase((failure) => said.push(failure));
    await joined();
    sayUntilFull();
    expect(ledger.databaseTakes).toBe(false);
    expect(said).toHaveLength(1);
    const { seq } = ledger.head;
    // On the disk when append returns, and readable at once.
    expect(inCopy().at(-1)?.seq).toBe(seq);
    expect(ledger.entriesOf(session).at(-1)?.seq).toBe(seq);
    expect([...ledger.entries(seq)]).toHaveLength(1);
    database.pragma('max_page_count = 1000000');
    for (let n = 0; n < 21; n += 1) say(`again ${n}`);
    expect(ledger.databaseTakes).toBe(true);
    expect(said).toEqual([expect.anything(), undefined]);
    expect(new Ledger(database).head).toEqual(ledger.head);
    ledger.verify();
    await copy?.flushed();
    expect(inCopy()).toEqual([...ledger.rows()]);
  });

  it('takes them up at the next start when it died before that', async () => {
    const made = await joined();
    sayUntilFull();
    say('the last word');
    const { head } = ledger;
    await made.close();
    copy = null;
    database.close();
    database = openStationDatabase(join(folder, 'station.db'));
    ledger = new Ledger(database);
    expect(ledger.head.seq).toBeLessThan(head.seq);
    expect(await standingOf(path(), ledger)).toMatchObject({ kind: 'ahead', seq: head.seq });
    expect(await takeUpFrom(path(), ledger)).toBeGreaterThan(0);
    expect(new Ledger(database).head).toEqual(head);
    ledger.verify();
  });

  it('throws when there is no copy either, and then nothing was written', () => {
    const before = () => ledger.head.seq;
    fillDatabase();
    let seq = 0;
    expect(() => { for (let n = 0; n < 2_000; n += 1) { seq = before(); say('x'.repeat(500)); } }).toThrow(/full/);
    expect(ledger.head.seq).toBe(seq);
    ledger.verify();
  });
});

describe('a copy that lost its end', () => {
  it('is behind and is completed; one that another ledger wrote differs', async () => {
    for (const reason of ['one', 'two', 'three']) say(reason);
    await (await joined()).close();
    ledger.copy = null;
    copy = null;
    const [first = ''] = readFileSync(path(), 'utf8').split('\n');
    truncateSync(path(), Buffer.byteLength(first) + 1);
    expect(await standingOf(path(), ledger)).toMatchObject({ kind: 'behind', seq: 1 });
    writeFileSync(path(), `${first.replace('one', 'ONE')}\n`);
    expect(await standingOf(path(), ledger)).toMatchObject({ kind: 'behind', seq: 1 });
    writeFileSync(path(), `${first.replace(/"hash":"...../, '"hash":"00000')}\n`);
    expect(await standingOf(path(), ledger)).toMatchObject({ kind: 'differs' });
  });
});
