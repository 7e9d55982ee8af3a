import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, type JsonObject } from '../../src/shared/base/index.ts';
import { exportPacket } from '../../src/main/packet/index.ts';
import type { StationKey } from '../../src/main/seal/index.ts';
import { verifyBag } from '../../src/main/verify/packet-check.ts';
import type { PacketProblem } from '../../src/main/verify/packet-check.types.ts';
import { inThisThread, makeRecording, otherStation } from '../integration/packet-fixture.ts';
import { packetInMemory, readPacket, sha256, type PacketFiles } from '../support/packet-in-memory.ts';
import { RandomMutations } from '../support/random-mutations.ts';

const times = Number(process.env['SHILU_MUTATIONS'] ?? 2_000);
const tagManifest = 'tagmanifest-sha256.txt';
const seal = 'data/manifest.json';

interface Mutation {
  readonly files: PacketFiles;
  /** The files that are to be named, and nothing else. */
  readonly named: readonly string[];
  /** Others may be named too: what was said against the changed one contradicts them. */
  readonly amongOthers?: true;
  /** One of these must be said of the first of them; undefined: any. */
  readonly kinds?: readonly PacketProblem[];
}

let folder: string;
let whole: PacketFiles;
let paths: readonly string[];
let other: StationKey;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shilu-mutations-'));
  const { input, key } = await makeRecording(folder);
  whole = readPacket((await exportPacket(input, { key, work: inThisThread })).path);
  paths = [...whole.keys()].sort();
  other = await otherStation(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

describe('a packet of which anything was changed', () => {
  it('is intact before', async () => {
    expect(await verifyBag(packetInMemory(whole))).toMatchObject({ result: 'intact', findings: [] });
  });

  it('is never intact, and the file and the kind are named rightly: 10,000 times', async () => {
    const random = new RandomMutations(Number(process.env['SHILU_SEED'] ?? 20261125));
    const seen = new Map<string, number>();
    const wrong: string[] = [];
    for (let n = 0; n < times; n += 1) {
      const what = random.below(3) === 0 ? 'bit' : random.oneOf([...mutations.keys()]);
      const made = mutations.get(what)?.(random);
      if (made === undefined) continue;
      seen.set(what, (seen.get(what) ?? 0) + 1);
      const { result, findings } = await verifyBag(packetInMemory(made.files));
      const files = [...new Set(findings.map(({ file }) => file))].sort();
      const kinds = findings.filter(({ file }) => file === made.named[0]).map(({ problem }) => problem);
      const isNamed = made.amongOthers === true ? made.named.every((file) => files.includes(file)) : files.join() === [...made.named].sort().join();
      const isRight = result !== 'intact' && isNamed && (made.kinds === undefined || made.kinds.some((kind) => kinds.includes(kind)));
      if (!isRight) wrong.push(`${n}: ${what} of ${made.named.join(', ')} gave ${result}: ${findings.map(({ file, problem, place }) => `${file} ${problem} ${place}`).join('; ')}`);
    }
    expect(wrong).toEqual([]);
    expect([...seen.keys()].sort()).toEqual([...mutations.keys()].sort());
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(times * 0.99);
  }, 900_000);
});

function changed(path: string, bytes: Buffer): PacketFiles {
  return new Map([...whole, [path, bytes]]);
}

function bytesOf(path: string): Buffer {
  const bytes = whole.get(path);
  if (bytes === undefined) throw new Error(`no ${path}`);
  return bytes;
}

/** A packet put together again after a change: whoever did it has a key of their own and not the station's. */
function exportedAnew(files: PacketFiles, key: StationKey): PacketFiles {
  const manifest = Buffer.from([...files].filter(([path]) => path.startsWith('data/')).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(''));
  const tags = Buffer.from([['bag-info.txt', files.get('bag-info.txt') ?? Buffer.alloc(0)], ['bagit.txt', files.get('bagit.txt') ?? Buffer.alloc(0)], ['manifest-sha256.txt', manifest]].map(([path, bytes]) => `${sha256(bytes as Buffer)}  ${String(path)}\n`).join(''));
  return new Map([...files, ['manifest-sha256.txt', manifest], [tagManifest, tags], [`${tagManifest}.p7s`, Buffer.from(key.sign(tags, Date.UTC(2026, 10, 23, 8)))]]);
}

type Mutator = (random: RandomMutations) => Mutation | undefined;

const mutations: ReadonlyMap<string, Mutator> = new Map<string, Mutator>([
  ['bit', (random) => {
    const path = random.oneOf(paths);
    const bytes = Buffer.from(bytesOf(path));
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return { files: changed(path, bytes), named: [path] };
  }],
  ['truncated', (random) => {
    const path = random.oneOf(paths);
    return { files: changed(path, bytesOf(path).subarray(0, random.below(bytesOf(path).length))), named: [path], ...(path.endsWith('.mp4') ? { kinds: ['tail-cut', 'remuxed', 'proof-removed'] as const } : {}) };
  }],
  ['appended', (random) => {
    const path = random.oneOf(paths);
    const more = Buffer.alloc(1 + random.below(50));
    random.fill(more);
    return { files: changed(path, Buffer.concat([bytesOf(path), more])), named: [path] };
  }],
  ['removed', (random) => {
    const path = random.oneOf(paths.filter((each) => !each.startsWith('data/transcript')));
    const files = new Map(whole);
    files.delete(path);
    return { files, named: [path], kinds: [path.endsWith('.p7s') ? 'signature-removed' : 'missing'] };
  }],
  ['added', (random) => {
    const path = `${random.oneOf(['', 'data/', 'data/assets/', 'data/other/'])}${random.oneOf(['a', 'x.txt', '补.mp4', 'z.bin'])}`;
    return { files: changed(path, Buffer.from('x')), named: [path], kinds: ['unexpected'] };
  }],
  ['renamed', (random) => {
    const path = random.oneOf(paths.filter((each) => each.startsWith('data/assets/') || each.startsWith('data/README') || each === 'data/report.pdf' || each === 'data/session.json'));
    const files = new Map(whole);
    files.delete(path);
    files.set(`${path}.old`, bytesOf(path));
    return { files, named: [path, `${path}.old`], kinds: ['missing'] };
  }],
  ['swapped', (random) => {
    const of = paths.filter((each) => each.startsWith('data/recording/'));
    const [a, b] = random.two(of.length);
    const [one, two] = [of[a], of[b]];
    if (one === undefined || two === undefined) return undefined;
    return { files: new Map([...whole, [one, bytesOf(two)], [two, bytesOf(one)]]), named: [one, two], kinds: ['of-another'] };
  }],
  ['ledger edited', (random) => {
    const path = 'data/ledger.jsonl';
    const lines = bytesOf(path).toString('utf8').split('\n').slice(0, -1);
    const at = random.below(lines.length);
    const edit = random.below(4);
    const line = lines[at] ?? '';
    if (edit === 0) lines.splice(at, 1);
    else if (edit === 1) lines.splice(at, 0, line);
    else if (edit === 2) [lines[at], lines[at === 0 ? 1 : at - 1]] = [lines[at === 0 ? 1 : at - 1] ?? '', line];
    else lines[at] = canonicalJson({ ...(JSON.parse(line) as JsonObject), hash: 'ab'.repeat(32) });
    return { files: changed(path, Buffer.from(`${lines.join('\n')}\n`)), named: [path], kinds: ['chain-broken', 'hash-differs', 'missing'] };
  }],
  ['manifest edited and signed by another key', (random) => {
    const manifest = { ...(JSON.parse(bytesOf(seal).toString('utf8')) as Record<string, string>), interviewee: `某人${random.below(1_000_000)}` };
    const bytes = Buffer.from(canonicalJson(manifest));
    const files = new Map([...whole, [seal, bytes], [`${seal}.p7s`, Buffer.from(other.sign(bytes, Date.UTC(2026, 10, 23, 8)))], ...(random.below(2) === 0 ? [] : [['data/station.pem', Buffer.from(other.certificatePem)] as const])]);
    const isCertified = files.get('data/station.pem') !== whole.get('data/station.pem');
    // Whoever signs the seal anew must sign the export too; the recording still carries the signatures of the station.
    const anew = exportedAnew(files, other);
    return { files: anew, amongOthers: true, named: [isCertified ? 'data/recording/cam-overview/0001-0001.mp4' : 'data/station.pem'], kinds: [isCertified ? 'foreign-signature' : 'certificate-differs'] };
  }],
  ['export signed by another key', (random) => {
    const path = random.oneOf(['data/report.pdf', 'data/index.html', 'data/session.json', 'data/README-zh.txt']);
    return { files: exportedAnew(changed(path, Buffer.concat([bytesOf(path), Buffer.from(`<!-- ${random.below(1000)} -->`)])), other), named: [`${tagManifest}.p7s`], kinds: ['certificate-differs'] };
  }],
  ['signature stripped', (random) => {
    const path = random.oneOf(paths.filter((each) => each.endsWith('.p7s')));
    const files = new Map(whole);
    files.delete(path);
    return { files, named: [path], kinds: ['signature-removed'] };
  }],
]);
