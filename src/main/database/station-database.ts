import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/base/index.ts';
import { projectRoot } from '../platform/index.ts';
import { migrations } from './schema.ts';

export type StationDatabase = Database.Database;
export type Statement = Database.Statement;

/** EXCLUSIVE keeps a second station out of this data folder, and the lock dies with the process. EXTRA also syncs the folder after a journal is deleted; `fullfsync` empties the drive's cache where the system can. */
const pragmas = ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = EXTRA', 'fullfsync = ON', 'foreign_keys = ON', 'trusted_schema = OFF'] as const;

/** What SQLite's own words mean for the person who starts the station. */
const refusals = [['SQLITE_BUSY', 'STATION_RUNNING'], ['SQLITE_CANTOPEN', 'FOLDER_NOT_WRITABLE'], ['SQLITE_READONLY', 'FOLDER_NOT_WRITABLE'], ['SQLITE_NOTADB', 'DATABASE_DAMAGED'], ['SQLITE_CORRUPT', 'DATABASE_DAMAGED'], ['SQLITE_IOERR', 'DATABASE_DAMAGED']] as const;

/**
 * Opens the station's database, creating or upgrading it. On return every pragma is in force (read back), and a committed
 * transaction survives a power cut.
 * @throws AppError STATION_RUNNING when another station has it open, FOLDER_NOT_WRITABLE when the file cannot be opened or written, DATABASE_NEWER when a newer version of Shilu wrote it, DATABASE_DAMAGED when SQLite finds it damaged
 */
export function openStationDatabase(path: string): StationDatabase {
  let database: StationDatabase | undefined;
  try {
    database = new Database(path, { timeout: 1_000, ...nativeBinding() });
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    throw refusalOf(error, path);
  }
}

function refusalOf(error: unknown, path: string): unknown {
  const code = error instanceof Database.SqliteError ? refusals.find(([start]) => error.code.startsWith(start))?.[1] : undefined;
  return code === undefined ? error : new AppError(code, { path: code === 'STATION_RUNNING' ? dirname(path) : path, detail: error instanceof Error ? error.message : '' }, error);
}

/**
 * Opens the database of a station that is not running, for reading alone: nothing in its folder is changed.
 * @throws AppError STATION_RUNNING, FOLDER_NOT_WRITABLE or DATABASE_DAMAGED
 */
export function readStationDatabase(path: string): StationDatabase {
  let database: StationDatabase | undefined;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true, timeout: 1_000, ...nativeBinding() });
    database.prepare('SELECT MAX(seq) FROM ledger').get();
    return database;
  } catch (error) {
    database?.close();
    throw refusalOf(error, path);
  }
}

/** Whether a statement failed for its disk: full, broken, gone or read-only. */
export function isDiskFailure(error: unknown): boolean {
  return error instanceof Database.SqliteError && ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_CORRUPT', 'SQLITE_NOTADB'].some((start) => error.code.startsWith(start));
}

/** Electron has its own module ABI; set-up keeps a second build of the native module for it. A packaged program has the right one in place. */
function nativeBinding(): { nativeBinding?: string } {
  const path = join(projectRoot, 'node_modules', '.shilu', 'better_sqlite3-electron.node');
  return 'electron' in process.versions && existsSync(path) ? { nativeBinding: path } : {};
}

function prepare(database: StationDatabase): void {
  for (const pragma of pragmas) database.pragma(pragma);
  if (database.pragma('synchronous', { simple: true }) !== 3) throw new Error('SQLite refused synchronous=EXTRA');
  const damage = database.pragma('quick_check', { simple: true });
  if (damage !== 'ok') throw new AppError('DATABASE_DAMAGED', { detail: String(damage) });
  upgrade(database);
}

function upgrade(database: StationDatabase): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) throw new AppError('DATABASE_NEWER', { version, known: migrations.length });
  for (const [offset, sql] of migrations.slice(version).entries()) {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version + offset + 1}`);
    })();
  }
}
