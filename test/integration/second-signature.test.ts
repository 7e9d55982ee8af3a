import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket } from '../../src/main/packet/index.ts';
import { secondSignatureCommands } from '../../src/main/packet/second-signature-commands.ts';
import { KeyStore } from '../../src/main/seal/index.ts';
import { verifyPacket } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording, startMs, type Recording } from './packet-fixture.ts';

const run = promisify(execFile);

describe('the second signature of a packet', () => {
  let folder: string;
  let recording: Recording;
  let packet: string;
  const exported = async (packetId: string, change: Partial<Recording['input']> = {}) => (await exportPacket({ ...recording.input, packetId, ...change }, { key: recording.key, work: inThisThread })).path;
  const judged = async (path: string) => {
    const { result, secondSignature, findings } = await verifyPacket(path);
    return { result, secondSignature, findings: findings.map(({ file, problem }) => `${file} ${problem}`) };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-second-'));
    recording = await makeRecording(folder, undefined, 'sm2-sm3');
    packet = await exported('packet-0001');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is there and sound, and the commands of the packet find it so', async () => {
    expect(await judged(packet)).toEqual({ result: 'intact', secondSignature: 'sound', findings: [] });
    const readme = await readFile(join(packet, 'data/README-en.txt'), 'utf8');
    for (const command of secondSignatureCommands) expect(readme).toContain(command);
    const typed = secondSignatureCommands.join('\n').replaceAll('/tmp/', `${folder}/`);
    expect((await run('bash', ['-e', '-c', typed], { cwd: packet })).stdout).toContain('Verified OK');
    const copy = join(folder, 'typed');
    await cp(packet, copy, { recursive: true });
    await writeFile(join(copy, 'data/manifest.json'), (await readFile(join(copy, 'data/manifest.json'), 'utf8')).replace('讯问一室', '讯问二室'));
    await expect(run('bash', ['-e', '-c', typed], { cwd: copy })).rejects.toThrow();
  });

  it('is missed when it was taken away and the packet put together again, even with the station’s own export signature', async () => {
    const stripped = await exported('packet-0002', { seal: { ...recording.input.seal, secondSignatureDer: undefined, secondClosingSignatureDer: undefined } });
    expect(await judged(stripped)).toEqual({
      result: 'altered', secondSignature: 'not-sound', findings: ['data/station-sm2.pem missing', 'data/manifest.json.sm2.p7s signature-removed', 'data/closing.json.sm2.p7s signature-removed'],
    });
  });

  it('by another key is found, and so is one of another document', async () => {
    const { key: other } = await KeyStore.openSecond(join(folder, 'other'), { stationName: '别处', notBeforeMs: startMs - 1_000 });
    const { seal } = recording.input;
    const foreign = await exported('packet-0003', { seal: { ...seal, secondSignatureDer: other.sign(seal.manifestBytes) } });
    expect((await judged(foreign)).findings).toContain('data/manifest.json.sm2.p7s certificate-differs');
    const swapped = await exported('packet-0004', { seal: { ...seal, secondClosingSignatureDer: seal.secondSignatureDer } });
    expect(await judged(swapped)).toEqual({ result: 'altered', secondSignature: 'not-sound', findings: ['data/closing.json.sm2.p7s signature-invalid'] });
  });

  it('is none, and said to be none, where the rules ask for none; and missing where they do and the seal names none', async () => {
    const plain = await makeRecording(join(folder, 'plain'));
    const path = async (packetId: string, profile: string) => (await exportPacket({ ...plain.input, packetId, profile: Buffer.from(profile) }, { key: plain.key, work: inThisThread })).path;
    expect(await judged(await path('packet-1', '{}'))).toEqual({ result: 'intact', secondSignature: 'none', findings: [] });
    expect(await judged(await path('packet-2', '{"secondSignature":"sm2-sm3"}'))).toEqual({ result: 'incomplete', secondSignature: 'not-sound', findings: ['data/manifest.json.sm2.p7s missing'] });
    expect(await readFile(join(folder, 'plain/out/packet-1/data/README-en.txt'), 'utf8')).toContain('the rules that applied ask for none');
  });
});
