import type { ClockMark, ClockMinute, ClockStore, StoredMark } from '../clock/index.ts';
import type { StationDatabase } from '../database/index.ts';

/** The certificate of a session is made at its seal: this is longer than any session waits for that. */
const keptDays = 90;

/** Keeps what the room clock measured in the station's database, so that a crash loses no sample, and at most the last ten seconds of what the clock says of itself in between. */
export function openClockStore(database: StationDatabase, nowMs: number): ClockStore {
  const oldestMs = nowMs - keptDays * 24 * 3_600_000;
  const putMinute = database.prepare<[number, string]>('INSERT INTO clock_minutes (from_ms, body) VALUES (?, ?) ON CONFLICT (from_ms) DO UPDATE SET body = excluded.body');
  const putMark = database.prepare<[string, number, string]>('INSERT INTO clock_marks (key, at_ms, body) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body');
  const saveAll = database.transaction((minutes: readonly ClockMinute[], marks: readonly StoredMark[]) => {
    for (const minute of minutes) putMinute.run(minute.fromMs, JSON.stringify(minute));
    for (const { key, atMs, mark } of marks) putMark.run(key, atMs, JSON.stringify(mark));
  });
  return {
    load: () => {
      database.prepare<[number]>('DELETE FROM clock_minutes WHERE from_ms < ?').run(oldestMs);
      database.prepare<[number]>('DELETE FROM clock_marks WHERE at_ms < ?').run(oldestMs);
      const minutes = database.prepare<[], { body: string }>('SELECT body FROM clock_minutes ORDER BY from_ms').all();
      const marks = database.prepare<[], { key: string; at_ms: number; body: string }>('SELECT key, at_ms, body FROM clock_marks ORDER BY at_ms').all();
      return {
        minutes: minutes.map(({ body }) => JSON.parse(body) as ClockMinute),
        marks: marks.map(({ key, at_ms: atMs, body }) => ({ key, atMs, mark: JSON.parse(body) as ClockMark })),
      };
    },
    save: (minutes, marks) => {
      saveAll(minutes, marks);
    },
  };
}
