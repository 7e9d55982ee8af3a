import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStationDatabase } from './station-database.ts';

describe('a station database that cannot be used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-database-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const make = (name: string) => {
    const path = join(folder, name);
    const database = openStationDatabase(path);
    return { path, database };
  };

  it('is refused with a code when a newer program wrote it', () => {
    const { path, database } = make('newer.db');
    database.pragma('user_version = 999');
    database.close();
    expect(() => openStationDatabase(path)).toThrow(expect.objectContaining({ code: 'DATABASE_NEWER' }));
  });

  it('is refused with a code when it is no database', () => {
    const path = join(folder, 'text.db');
    writeFileSync(path, 'not a database at all, but long enough to be read as one '.repeat(40));
    expect(() => openStationDatabase(path)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
  });

  it('is refused with a code when its pages were overwritten', () => {
    const { path, database } = make('pages.db');
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4_096);
    writeFileSync(path, bytes);
    expect(() => openStationDatabase(path)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
  });
});
