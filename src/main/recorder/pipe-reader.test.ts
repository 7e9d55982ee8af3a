import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { readPipe } from './pipe-reader.ts';

it('tells once of what cannot be read, and lets the rest run out', async () => {
  const pipe = new PassThrough({ highWaterMark: 4 });
  const told: unknown[] = [];
  const taken: string[] = [];
  const read = readPipe({ pipes: new Map([[3, pipe]]) }, 3, (chunk) => {
    taken.push(Buffer.from(chunk).toString());
    if (taken.length === 2) throw new Error('no media');
  }, (error) => told.push(error));
  for (const chunk of ['one', 'two', 'three', 'four']) if (!pipe.write(chunk)) await once(pipe, 'drain');
  pipe.end();
  await read;
  expect(taken).toEqual(['one', 'two']);
  expect(told).toEqual([new Error('no media')]);
});

it('knows no pipe that the process has not', () => {
  expect(() => readPipe({ pipes: new Map() }, 3, () => undefined, () => undefined)).toThrow('no pipe 3');
});
