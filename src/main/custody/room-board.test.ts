import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeardRooms, RoomBoard, type RoomWord } from './room-board.ts';

let folder: string;
const parse = (text: string) => {
  const word = JSON.parse(text) as RoomWord;
  if (typeof word.atMs !== 'number') throw new Error('no word');
  return word;
};
const board = (stationId: string) => new RoomBoard({ folder, stationId, parse });

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'shilu-rooms-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('what the rooms of a site say of themselves', () => {
  it('is read by every room but the one that said it, and the last word counts', async () => {
    await board('aa').publish({ stationId: 'aa', atMs: 1 });
    await board('aa').publish({ stationId: 'aa', atMs: 2 });
    await board('bb').publish({ stationId: 'bb', atMs: 7 });
    expect(await board('bb').others()).toEqual([{ stationId: 'aa', atMs: 2 }]);
    expect(readdirSync(join(folder, 'rooms')).sort()).toEqual(['aa.json', 'bb.json']);
  });

  it('leaves out what is no word of a room', async () => {
    await board('aa').publish({ stationId: 'aa', atMs: 1 });
    writeFileSync(join(folder, 'rooms', 'cc.json'), '{"half');
    writeFileSync(join(folder, 'rooms', 'notes.txt'), 'x');
    expect(await board('bb').others()).toEqual([{ stationId: 'aa', atMs: 1 }]);
  });

  it('says when the folder does not answer', async () => {
    await expect(board('aa').others()).rejects.toThrow('ENOENT');
    writeFileSync(join(folder, 'rooms'), '');
    await expect(board('aa').publish({ stationId: 'aa', atMs: 1 })).rejects.toThrow();
  });
});

describe('a room that is heard', () => {
  const word = (atMs: number) => ({ stationId: 'aa', atMs });

  it('is heard while its word changes, and unknown when it has been silent too long', () => {
    const rooms = new HeardRooms(15_000);
    rooms.hear(word(1_000_000), { monotonicMs: 0, roomMs: 1_001_000 });
    expect([rooms.isHeard('aa', 15_000), rooms.isHeard('aa', 15_001), rooms.isHeard('bb', 0)]).toEqual([true, false, false]);
    rooms.hear(word(1_000_000), { monotonicMs: 16_000, roomMs: 1_017_000 });
    expect(rooms.isHeard('aa', 16_000)).toBe(false);
    rooms.hear(word(1_017_000), { monotonicMs: 17_000, roomMs: 1_018_000 });
    expect(rooms.isHeard('aa', 17_000)).toBe(true);
  });

  it('does not believe what lay there before until it changes, however its clock stands', () => {
    const rooms = new HeardRooms(15_000);
    rooms.hear(word(9_000_000), { monotonicMs: 0, roomMs: 1_000_000 });
    expect(rooms.isHeard('aa', 0)).toBe(false);
    rooms.hear(word(9_003_000), { monotonicMs: 3_000, roomMs: 1_003_000 });
    expect(rooms.isHeard('aa', 3_000)).toBe(true);
  });
});
