import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BagSource } from '../../src/main/verify/bag-source.ts';
import { readSegmentChain, type ChainReading } from '../../src/main/verify/segment-chain.ts';

export type PacketFiles = ReadonlyMap<string, Buffer>;

export function readPacket(folder: string): PacketFiles {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name).slice(folder.length + 1));
  return new Map(files.map((path) => [path, readFileSync(join(folder, path))]));
}

const hashes = new WeakMap<Buffer, string>();
const readings = new WeakMap<Buffer, Map<string, ChainReading>>();

/** A packet whose files are in memory: thousands of altered ones are checked without a disk. Bytes that were hashed before are not hashed again. */
export function packetInMemory(files: PacketFiles): BagSource {
  const get = (path: string) => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`no ${path}`);
    return bytes;
  };
  return {
    list: () => Promise.resolve([...files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))),
    at: get,
    segments: async (jobs) => {
      const found = new Map<string, ChainReading>();
      for (const { key, expected } of jobs) {
        const known = readings.get(get(key)) ?? new Map<string, ChainReading>();
        readings.set(get(key), known);
        const what = JSON.stringify(expected ?? null);
        const reading = known.get(what) ?? (await readSegmentChain(get(key), expected));
        known.set(what, reading);
        found.set(key, reading);
      }
      return found;
    },
    hash: (path) => Promise.resolve(sha256(get(path))),
    read: (path, limitBytes) => (get(path).length > limitBytes ? Promise.reject(new Error('too long')) : Promise.resolve(get(path))),
  };
}

export function sha256(bytes: Buffer): string {
  const known = hashes.get(bytes);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(bytes).digest('hex');
  hashes.set(bytes, made);
  return made;
}
