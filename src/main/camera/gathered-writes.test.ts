import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatheredWrites } from './gathered-writes.ts';

let written: string[];
let gathered: GatheredWrites;
beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  gathered = new GatheredWrites((bytes) => written.push(bytes.toString('latin1')));
});
afterEach(() => vi.useRealTimers());

describe('gathered writes', () => {
  it('hands on in one piece, in order, what came in memory that has changed since', () => {
    const memory = Buffer.from('one');
    gathered.push(memory);
    memory.write('two');
    gathered.push(memory);
    expect(written).toEqual([]);
    gathered.flush();
    gathered.flush();
    expect(written).toEqual(['onetwo']);
  });

  it('keep nothing back for longer than 20 ms, though no picture ends', () => {
    gathered.push(Buffer.from('a'));
    vi.advanceTimersByTime(15);
    gathered.push(Buffer.from('b'));
    expect(written).toEqual([]);
    vi.advanceTimersByTime(5);
    expect(written).toEqual(['ab']);
    gathered.push(Buffer.from('c'));
    vi.advanceTimersByTime(20);
    expect(written).toEqual(['ab', 'c']);
  });

  it('hold a bounded number of bytes, and lose none of more', () => {
    const much = 'x'.repeat(150_000);
    gathered.push(Buffer.from(much));
    expect(written.map(({ length }) => length)).toEqual([65_536, 65_536]);
    gathered.flush();
    expect(written.join('')).toBe(much);
  });

  it('write nothing after they were closed', () => {
    gathered.push(Buffer.from('a'));
    gathered.close();
    vi.advanceTimersByTime(100);
    gathered.flush();
    expect(written).toEqual([]);
  });
});
