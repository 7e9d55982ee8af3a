import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NumberRegistry } from './index.ts';

let folder: string;
const person = 'a'.repeat(32);
const room = (stationId: string, registry: string | undefined = folder) => new NumberRegistry({ folder: registry, stationId });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'numbers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the numbers of a person’s sessions', () => {
  it('run over all rooms of a site without holes, whoever comes first', async () => {
    const [one, two] = [room('a'), room('b')];
    expect(await one.take({ person, sessionId: 'S1', numbers: [] })).toBe(1);
    expect(await two.take({ person, sessionId: 'S1', numbers: [] })).toBe(2);
    expect(await one.take({ person, sessionId: 'S2', numbers: [1] })).toBe(3);
    expect(await two.take({ person: 'b'.repeat(32), sessionId: 'S2', numbers: [] })).toBe(1);
  });

  it('are given to one room each when many reach for them at the same moment', async () => {
    const given = await Promise.all(Array.from({ length: 12 }, (_, n) => room(`s${n}`).take({ person, sessionId: 'S1', numbers: [] })));
    expect(given.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });

  it('leave no hole when a room died between the number and the session', async () => {
    const one = room('a');
    expect(await one.take({ person, sessionId: 'S1', numbers: [] })).toBe(1);
    expect(await room('b').take({ person, sessionId: 'S1', numbers: [] })).toBe(2);
    expect(await one.take({ person, sessionId: 'S1', numbers: [] })).toBe(1);
  });

  it('count the own where a room stands alone, and go on after what it held before', async () => {
    expect(await room('a', undefined).take({ person, sessionId: 'S3', numbers: [1, 2] })).toBe(3);
    expect(await room('a').take({ person, sessionId: 'S3', numbers: [1, 2] })).toBe(3);
  });

  it('say nowhere who the person is, and are not guessed where something else lies', async () => {
    await room('a').take({ person, sessionId: 'S1', numbers: [] });
    const [file] = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(`${file}${readFileSync(file ?? '', 'utf8')}`).not.toContain(person);
    writeFileSync(file ?? '', '{}');
    await expect(room('b').take({ person, sessionId: 'S1', numbers: [] })).rejects.toThrow();
  });
});
