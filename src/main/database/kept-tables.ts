import type { StationDatabase } from './station-database.ts';

/** What a station needs beside its ledger: who may log in, how the room is set, and what its clocks did. */
const tables = { accounts: '', settings: '', clock_minutes: 'WHERE from_ms >= ?', clock_marks: 'WHERE at_ms >= ?' } as const;

type Value = string | number | null | { readonly base64: string };
export type KeptTables = Readonly<Record<keyof typeof tables, readonly Readonly<Record<string, Value>>[]>>;

/** Every row of these tables, of the clocks only what lies after `clocksFromMs`. */
export function readKeptTables(database: StationDatabase, clocksFromMs: number): KeptTables {
  const rows = (table: keyof typeof tables) => {
    const where = tables[table];
    const found = database.prepare<number[], Record<string, Value | Buffer>>(`SELECT * FROM ${table} ${where} ORDER BY 1`).all(...(where === '' ? [] : [clocksFromMs]));
    return found.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value])));
  };
  return { accounts: rows('accounts'), settings: rows('settings'), clock_minutes: rows('clock_minutes'), clock_marks: rows('clock_marks') };
}

/** Puts them into a database that has none of them. */
export function fillKeptTables(database: StationDatabase, kept: KeptTables): void {
  for (const [table, rows] of Object.entries(kept)) {
    for (const row of rows) {
      const names = Object.keys(row);
      const values = Object.values(row).map((value) => (typeof value === 'object' && value !== null ? Buffer.from(value.base64, 'base64') : value));
      database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...values);
    }
  }
}
