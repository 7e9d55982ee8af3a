import Database from 'better-sqlite3';
import { migrations } from './schema.ts';

export type StationDatabase = Database.Database;

/** EXTRA also syncs the folder after a journal is deleted; `fullfsync` empties the drive's cache where the system can. */
const pragmas = ['journal_mode = WAL', 'synchronous = EXTRA', 'fullfsync = ON', 'foreign_keys = ON', 'trusted_schema = OFF'] as const;

/**
 * Opens the station's database, creating or upgrading it. On return every pragma is in force (read back), and a committed
 * transaction survives a power cut.
 * @throws Error when the file was written by a newer version of Shilu, or when SQLite finds it damaged
 */
export function openStationDatabase(path: string): StationDatabase {
  const database = new Database(path, { timeout: 5_000 });
  for (const pragma of pragmas) database.pragma(pragma);
  if (database.pragma('synchronous', { simple: true }) !== 3) throw new Error('SQLite refused synchronous=EXTRA');
  const damage = database.pragma('quick_check', { simple: true });
  if (damage !== 'ok') throw new Error(`The station database is damaged: ${String(damage)}`);
  upgrade(database);
  return database;
}

function upgrade(database: StationDatabase): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) throw new Error(`The station database has version ${version}, newer than this program's ${migrations.length}`);
  for (const [offset, sql] of migrations.slice(version).entries()) {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version + offset + 1}`);
    })();
  }
}
