import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OfficerRegistry } from './index.ts';

let folder: string;
const room = (name: string, registry: string | undefined = folder) => new OfficerRegistry({ folder: registry, stationId: `station-${name}`, roomName: name });
const request = (sessionId: string, badgeNumber = '警/0001') => ({ badgeNumber, name: '甲', sessionId, sinceMs: 1_000 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('OfficerRegistry', () => {
  it('gives one officer to one session, names the holder to the other room, and gives the officer back', async () => {
    const [one, two] = [room('一'), room('二')];
    expect(await one.acquire(request('S1'))).toEqual({ kind: 'held' });
    expect(await two.acquire(request('S9'))).toMatchObject({ kind: 'busy', holder: { roomName: '一', sessionId: 'S1' } });
    expect(await two.acquire(request('S9', '警/0002'))).toEqual({ kind: 'held' });
    expect((await one.list()).map((lease) => lease.badgeNumber).sort()).toEqual(['警/0001', '警/0002']);
    await two.release('警/0001', 'S9');
    expect(await two.acquire(request('S9'))).toMatchObject({ kind: 'busy' });
    await one.release('警/0001', 'S1');
    expect(await two.acquire(request('S9'))).toEqual({ kind: 'held' });
  });

  it('lets a room that died take its own session up again, and no other', async () => {
    await room('一').acquire(request('S1'));
    expect(await room('一').acquire(request('S1'))).toEqual({ kind: 'held' });
    expect(await room('一').acquire(request('S2'))).toMatchObject({ kind: 'busy' });
  });

  it('lets exactly one of many rooms have an officer who is asked for at the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => room(`房间${n}`).acquire(request(`S${n}`))));
    expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'busy')).toHaveLength(19);
    expect(readdirSync(join(folder, 'officers'))).toHaveLength(1);
  });

  it('says that a registry does not answer instead of guessing', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(await room('一', join(folder, 'a-file')).acquire(request('S1'))).toMatchObject({ kind: 'unreachable' });
    mkdirSync(join(folder, 'officers'));
    await room('一').acquire(request('S1'));
    const [name] = readdirSync(join(folder, 'officers'));
    writeFileSync(join(folder, 'officers', String(name)), '{"half":');
    expect(await room('二').acquire(request('S2'))).toMatchObject({ kind: 'unreachable' });
    chmodSync(folder, 0o700);
  });

  it('keeps nothing for a room that stands alone, nor for an officer without a badge number', async () => {
    expect(await new OfficerRegistry({ folder: undefined, stationId: 's', roomName: '一' }).acquire(request('S1'))).toEqual({ kind: 'held' });
    expect(await room('一').acquire(request('S1', ''))).toEqual({ kind: 'held' });
    expect(await room('二').acquire(request('S2', ''))).toEqual({ kind: 'held' });
  });
});
