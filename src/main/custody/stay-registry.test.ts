import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StayRegistry } from './index.ts';

let folder: string;
const room = (name: string, registry: string | undefined = folder) => new StayRegistry({ folder: registry, stationId: `station-${name}`, roomName: name });
const person = 'a'.repeat(32);
const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stays-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('StayRegistry', () => {
  it('tells other rooms of a stay, of its end and of the leaving, and the own room nothing that it knows', async () => {
    const [one, two] = [room('一'), room('二')];
    const stay = { sessionId: 'S1', arrivedAtMs: 1_000 };
    await one.tell(person, { ...stay, event: 'opened', atMs: 2_000 });
    expect(await two.elsewhere(person)).toEqual([{ roomName: '一', sessionId: 'S1', arrivedAtMs: 1_000, finishedAtMs: null, leftAtMs: null }]);
    await one.tell(person, { ...stay, event: 'finished', atMs: 8_000 });
    await one.tell(person, { ...stay, event: 'left', atMs: 9_000 });
    expect(await two.elsewhere(person)).toMatchObject([{ finishedAtMs: 8_000, leftAtMs: 9_000 }]);
    expect(await one.elsewhere(person)).toEqual([]);
    expect(await two.elsewhere('b'.repeat(32))).toEqual([]);
  });

  it('keeps two rooms apart whose sessions have the same number, and leaves out what was abandoned', async () => {
    await room('一').tell(person, { sessionId: 'S1', arrivedAtMs: 1_000, event: 'opened', atMs: 2_000 });
    await room('二').tell(person, { sessionId: 'S1', arrivedAtMs: 5_000, event: 'opened', atMs: 6_000 });
    expect((await room('三').elsewhere(person)).map(({ roomName }) => roomName)).toEqual(['一', '二']);
    await room('二').tell(person, { sessionId: 'S1', arrivedAtMs: 5_000, event: 'abandoned', atMs: 7_000 });
    expect((await room('三').elsewhere(person)).map(({ roomName }) => roomName)).toEqual(['一']);
  });

  it('changes nothing that was told before, and says nowhere who the person is', async () => {
    const tell = (atMs: number) => room('一').tell(person, { sessionId: 'S1', arrivedAtMs: 1_000, event: 'left', atMs });
    await tell(9_000);
    await tell(20_000);
    expect(await room('二').elsewhere(person)).toMatchObject([{ leftAtMs: 9_000 }]);
    expect(files()).toHaveLength(1);
    for (const file of files()) expect(file + readFileSync(file, 'utf8')).not.toContain(person);
  });

  it('refuses to read what is no stay, and asks nobody where a room stands alone', async () => {
    await room('一').tell(person, { sessionId: 'S1', arrivedAtMs: 1_000, event: 'opened', atMs: 2_000 });
    writeFileSync(files()[0] ?? '', '{}');
    await expect(room('二').elsewhere(person)).rejects.toThrow();
    const alone = new StayRegistry({ folder: undefined, stationId: 'x', roomName: 'x' });
    await alone.tell(person, { sessionId: 'S1', arrivedAtMs: 1, event: 'opened', atMs: 2 });
    expect(await alone.elsewhere(person)).toEqual([]);
  });
});
