import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket, type PacketInput } from '../../src/main/packet/index.ts';
import { KeyStore, type StationKey } from '../../src/main/seal/index.ts';
import { verifyPacket } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording, withLaterKey } from '../integration/packet-fixture.ts';
import { joinUnits, unitsOf } from '../support/recorded-segment.ts';

const script = fileURLToPath(new URL('verify_packet.py', import.meta.url));
const exits = { intact: 0, altered: 1, 'not-ours': 2, incomplete: 3 } as const;

describe('a verifier written from docs/format.md alone', () => {
  let folder: string;
  let packet: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-conformance-'));
    const { input, key } = await makeRecording(folder, undefined, 'sm2-sm3');
    packet = (await exportPacket(input, { key, work: inThisThread })).path;
  });
  afterAll(() => rm(folder, { recursive: true }));

  const stranger = (path: string) =>
    new Promise<{ readonly exit: number; readonly result: string; readonly files: readonly string[] }>((resolve, reject) => {
      const child = execFile('python3', [script, path], (_error, stdout, stderr) => {
        if (stdout === '') reject(new Error(stderr));
        else resolve({ exit: child.exitCode ?? -1, ...(JSON.parse(stdout) as { result: string; files: string[] }) });
      });
    });
  const ours = async (path: string) => {
    const { result, findings } = await verifyPacket(path);
    return { exit: exits[result], result, files: result === 'not-ours' ? [] : [...new Set(findings.map((finding) => finding.file))].sort() };
  };

  it('agrees that a packet is intact, and that an empty folder is none', async () => {
    expect(await stranger(packet)).toEqual({ exit: 0, result: 'intact', files: [] });
    expect(await stranger(join(folder, 'nothing'))).toEqual(await ours(join(folder, 'nothing')));
  });

  it('agrees on every file in which a bit is flipped', async () => {
    const files = (await readdir(packet, { recursive: true, withFileTypes: true })).filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name).slice(packet.length + 1));
    for (const file of files) {
      const whole = await readFile(join(packet, file));
      for (const position of file.includes('sha256') || file.endsWith('.p7s') ? [0.1, 0.5, 0.93] : [0.4]) {
        const altered = Buffer.from(whole);
        const byte = Math.floor(whole.length * position);
        altered[byte] = (altered[byte] ?? 0) ^ 4;
        await writeFile(join(packet, file), altered);
        expect({ position, ...(await stranger(packet)) }).toEqual({ position, exit: 1, result: 'altered', files: [file] });
        expect({ position, ...(await ours(packet)) }).toEqual({ position, exit: 1, result: 'altered', files: [file] });
      }
      await writeFile(join(packet, file), whole);
    }
  });

  it('agrees that a ledger whose heads another key signed is not the station’s', async () => {
    const { key: otherKey } = await KeyStore.open(join(folder, 'other-key'), { stationName: '别处', notBeforeMs: 0 });
    const { input, key } = await makeRecording(join(folder, 'other'), otherKey);
    const { path } = await exportPacket({ ...input, folder: join(folder, 'other-out') }, { key, work: inThisThread });
    expect(await stranger(path)).toEqual({ exit: 1, result: 'altered', files: ['data/ledger.jsonl'] });
    expect(await ours(path)).toEqual(await stranger(path));
    expect((await verifyPacket(path)).findings).toEqual([{ file: 'data/ledger.jsonl', problem: 'signature-invalid', place: 'entry 4' }]);
  });

  it('agrees that the ledger goes on under another key when the key until then signed the change, and not else', async () => {
    const { key: later } = await KeyStore.open(join(folder, 'later-key'), { stationName: '同一主机', notBeforeMs: 0 });
    const recording = await makeRecording(join(folder, 'replaced'));
    const exported = async (packetId: string, change: (input: PacketInput) => PacketInput, signedBy?: StationKey) =>
      (await exportPacket({ ...change(await withLaterKey(recording, later, signedBy)), packetId }, { key: recording.key, work: inThisThread })).path;
    const whole = await exported('whole', (input) => input);
    expect(await readFile(join(whole, 'data/ledger.jsonl'), 'utf8')).toContain('"type":"packet.exported"');
    expect(await stranger(whole)).toEqual({ exit: 0, result: 'intact', files: [] });
    expect(await verifyPacket(whole)).toMatchObject({ result: 'intact', findings: [] });
    const path = `data/certificates/${later.fingerprint}.pem`;
    const cases = [
      [await exported('usurped', (input) => input, later), { exit: 1, result: 'altered', files: ['data/ledger.jsonl'] }],
      [await exported('bare', (input) => ({ ...input, certificates: { ...input.certificates, later: [] } })), { exit: 3, result: 'incomplete', files: [path] }],
      [await exported('wrong', (input) => ({ ...input, certificates: { ...input.certificates, later: [{ fingerprint: later.fingerprint, pem: recording.key.certificatePem }] } })), { exit: 1, result: 'altered', files: [path] }],
    ] as const;
    for (const [at, expected] of cases) {
      expect(await stranger(at)).toEqual(expected);
      expect(await ours(at)).toEqual(expected);
    }
  });

  it('agrees on packets that someone put together again without the key', async () => {
    const copy = join(folder, 'copy');
    const cases: readonly ((at: string) => Promise<unknown>)[] = [
      (at) => rm(join(at, 'data/recording/cam-close/0002-0001.mp4')),
      (at) => appendFile(join(at, 'data/ledger.jsonl'), '{}\n'),
      (at) => writeFile(join(at, 'data/assets/more.js'), ''),
      (at) => rm(join(at, 'bagit.txt')),
      async (at) => writeFile(join(at, 'data/station.pem'), (await readFile(join(at, 'data/station.pem'), 'utf8')).replaceAll('\n', '\r\n')),
    ];
    for (const change of cases) {
      await cp(packet, copy, { recursive: true });
      await change(copy);
      const judged = await stranger(copy);
      expect(judged.result).not.toBe('intact');
      expect(judged).toEqual(await ours(copy));
      await rm(copy, { recursive: true });
    }
  });

  it('agrees that a segment which lost its end is incomplete, wherever it was cut', async () => {
    const path = 'data/recording/cam-overview/0001-0001.mp4';
    const whole = await readFile(join(packet, path));
    const { init, units } = unitsOf(whole);
    const [first] = units;
    if (first === undefined) throw new Error('too short');
    const afterFirst = init.length + joinUnits(Buffer.alloc(0), [first]).length;
    const inMdat = init.length + first.moof.length + 20;
    for (const end of [inMdat, afterFirst, afterFirst + 5, afterFirst + first.moof.length, Math.floor(whole.length * 0.8), whole.length - 30]) {
      await writeFile(join(packet, path), whole.subarray(0, end));
      expect({ end, ...(await ours(packet)) }).toEqual({ end, exit: 3, result: 'incomplete', files: [path] });
      expect({ end, ...(await stranger(packet)) }).toEqual({ end, exit: 3, result: 'incomplete', files: [path] });
    }
    // Cut and altered is altered.
    const both = Buffer.from(whole.subarray(0, afterFirst + 5));
    both[inMdat] = (both[inMdat] ?? 0) ^ 1;
    await writeFile(join(packet, path), both);
    expect(await stranger(packet)).toEqual({ exit: 1, result: 'altered', files: [path] });
    expect(await ours(packet)).toEqual(await stranger(packet));
    await writeFile(join(packet, path), whole);
  });

  it('agrees on what was done to the boxes of a recording, sealed anew or not', async () => {
    const path = 'data/recording/cam-overview/0001-0001.mp4';
    const whole = await readFile(join(packet, path));
    const { init, units } = unitsOf(whole);
    const [one, two, ...rest] = units;
    if (one === undefined || two === undefined) throw new Error('too short');
    const damaged = [
      joinUnits(init, [two, one, ...rest]), joinUnits(init, [one, ...rest]), joinUnits(init, [one, one, two, ...rest]), joinUnits(init, [{ ...one, chain: Buffer.alloc(0) }, two, ...rest]),
      joinUnits(init, [one, { ...two, signatures: [] }, ...rest]), Buffer.concat([whole, Buffer.from('more')]), joinUnits(init.subarray(0, init.length - 1), units),
    ];
    for (const bytes of damaged) {
      await writeFile(join(packet, path), bytes);
      expect({ result: (await ours(packet)).result, files: (await ours(packet)).files }).toEqual({ result: 'altered', files: [path] });
      expect(await stranger(packet)).toEqual(await ours(packet));
    }
    await writeFile(join(packet, path), whole);
  });
});
