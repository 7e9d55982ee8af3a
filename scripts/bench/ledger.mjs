import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';

const entries = 1_000_000;
const perSession = 1_000;
const appended = 2_000;
/** Facts since it was last written down how far the ledger was read: more than a station that died leaves. */
const sinceVerified = 10_000;

/** A million facts: what an append costs beside a bare SQLite row with the same pragmas, and reading all of them beside a bare read of the table. */
export async function ledger(folder, root) {
  const { openStationDatabase, Ledger, SessionBook, checkFromVerified } = await rooms(root);
  const path = join(folder, 'ledger.db');
  const database = openStationDatabase(path);
  const log = new Ledger(database);
  const ours = rate(() => log.append(factOf(log.head.seq)));
  const peer = rate(bareInserts(join(folder, 'bare.db')));
  // Only the seeding is unsynced; every figure is of a database with its own pragmas.
  database.pragma('synchronous = OFF');
  const seed = database.transaction(() => { for (let n = 0; n < 50_000 && log.head.seq < entries; n += 1) log.append(factOf(log.head.seq)); });
  while (log.head.seq < entries) seed();
  database.close();

  const verified = { ...log.head };
  const tail = openStationDatabase(path);
  tail.pragma('synchronous = OFF');
  const grown = new Ledger(tail);
  tail.transaction(() => { for (let n = 0; n < sinceVerified; n += 1) grown.append(factOf(grown.head.seq)); })();
  tail.close();
  const start = seconds(() => {
    const database = openStationDatabase(path);
    if (checkFromVerified(new Ledger(database), verified, {}).readFrom < entries - 2) throw new Error('The start read everything');
    database.close();
  });

  const openedAt = performance.now();
  const again = openStationDatabase(path);
  const whole = new Ledger(again);
  const { findings } = checkFromVerified(whole, undefined, {});
  if (findings.some(({ problem }) => problem === 'broken')) throw new Error('The ledger of the bench does not verify');
  const verify = (performance.now() - openedAt) / 1000;
  const read = seconds(() => { for (const _row of again.prepare('SELECT * FROM ledger ORDER BY seq').iterate()); });
  const book = seconds(() => new SessionBook(whole)) * 1000;
  const id = `S${Math.floor(entries / perSession / 2)}`;
  const timeline = seconds(() => whole.entriesOf(id)) * 1000;
  const rows = seconds(() => again.prepare('SELECT body FROM ledger WHERE session_id = ?').all(id)) * 1000;
  again.close();
  rmSync(path);
  return [
    { what: 'ledger: synced facts a second', ours, peer, unit: '/s', is: 'bare SQLite rows of the same size, same pragmas' },
    { what: 'ledger: open and verify at a start (quick_check, and what is new)', ours: start, peer: read, unit: 's', is: 'reading the same table with better-sqlite3' },
    { what: 'ledger: open and verify a million facts', ours: verify, peer: read, unit: 's', is: 'reading the same table with better-sqlite3' },
    { what: 'ledger: list of a thousand sessions', ours: book, peer: read * 1000, unit: 'ms', is: 'reading the same table with better-sqlite3' },
    { what: 'ledger: timeline of a session (1000 facts)', ours: timeline, peer: rows, unit: 'ms', is: 'reading the same rows with better-sqlite3' },
  ];
}

async function rooms(root) {
  const source = ['database', 'ledger', 'session'].map((room) => `export * from './src/main/${room}/index.ts';`).join('\n');
  const outfile = join(root, 'dist', 'bench-ledger.mjs');
  await build({ stdin: { contents: source, resolveDir: root, loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

function factOf(n) {
  const sessionId = `S${Math.floor(n / perSession)}`;
  const media = ['cam-1', 'cam-2'].map((cameraId) => ({ streamId: `${cameraId}-stamped`, segment: '0001-0001.mp4', mediaMs: n }));
  const rest = { sessionId, actor: { kind: 'station' }, at: { atMs: 1_790_000_000_000 + n * 1_000, errorMs: 5 }, monotonicMs: n, media };
  if (n % perSession === 0) {
    const payload = { caseNumber: 'A', kind: 'interrogation', place: 'x', legalClass: 'must-record', interviewee: 'y', officers: [], profileId: 'p', profileSha256: 'h', streams: [], arrivedAtMs: 1 };
    return { ...rest, type: 'session.opened', payload };
  }
  return { ...rest, type: 'recording.proven', payload: { streamId: 'cam-1-stamped', segment: '0001-0001.mp4', chainSeq: n, chainHead: 'a'.repeat(64), provenUntilMs: 1_790_000_000_000 + n } };
}

function bareInserts(path) {
  const database = new Database(path);
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = EXTRA', 'fullfsync = ON']) database.pragma(pragma);
  database.exec('CREATE TABLE bare (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO bare (body) VALUES (?)');
  const body = JSON.stringify(factOf(1)).padEnd(600, 'x');
  return () => insert.run(body);
}

function rate(once) {
  return appended / seconds(() => { for (let n = 0; n < appended; n += 1) once(); });
}

function seconds(work) {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}
