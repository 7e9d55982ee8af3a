import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket, type ExportedPacket } from '../../src/main/packet/index.ts';
import { verifyMaterialInWorker, verifyPacket, type PacketExpectation } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording, otherStation, type Recording } from './packet-fixture.ts';

const run = promisify(execFile);

describe('packet', () => {
  let folder: string;
  let recording: Recording;
  let packet: ExportedPacket;
  const deps = () => ({ key: recording.key, work: inThisThread });
  const verifyBy = (content: string, signature: string, ...trust: string[]) =>
    run('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-content', content, '-in', signature, '-out', '/dev/null', ...trust], { cwd: packet.path });

  beforeAll(async () => {
    folder = process.env['SHILU_KEEP'] ?? (await mkdtemp(join(tmpdir(), 'shilu-packet-')));
    await rm(join(folder, 'out'), { recursive: true, force: true });
    recording = await makeRecording(folder);
    packet = await exportPacket(recording.input, deps());
  });
  afterAll(async () => {
    if (process.env['SHILU_KEEP'] === undefined) await rm(folder, { recursive: true });
  });

  it('is intact, and every part was looked at', async () => {
    expect(await verifyPacket(packet.path)).toEqual({
      subject: 'packet', result: 'intact', asked: 'nothing-asked', segment: null, trust: { basis: 'nothing', fingerprint: recording.key.fingerprint, subject: 'O=Shilu station + CN=训练办案区一室' }, path: packet.path, packetId: 'packet-0001', sealCode: recording.input.session.seal?.sealCode, filesChecked: 42, fragmentsChecked: 24, ledgerEntries: 21, secondSignature: 'none', findings: [],
    });
  });

  it('is checked by sha256sum, openssl and ffprobe without Shilu', async () => {
    expect((await run('sha256sum', ['-c', '--strict', 'manifest-sha256.txt'], { cwd: packet.path })).stdout).toContain('data/recording/cam-close/0001-0001.mp4: OK');
    await run('sha256sum', ['-c', '--strict', 'tagmanifest-sha256.txt'], { cwd: packet.path });
    for (const trust of [['-CAfile', 'data/station.pem'], ['-noverify']]) {
      expect((await verifyBy('data/manifest.json', 'data/manifest.json.p7s', ...trust)).stderr).toContain('successful');
      expect((await verifyBy('tagmanifest-sha256.txt', 'tagmanifest-sha256.txt.p7s', ...trust)).stderr).toContain('successful');
    }
    await expect(verifyBy('data/session.json', 'data/manifest.json.p7s', '-noverify')).rejects.toThrow();
    const probe = await run('ffprobe', ['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames', '-of', 'csv=p=0', join(packet.path, 'data/recording/cam-overview/0001-0001.mp4')]);
    expect(probe.stdout).toContain('h264,100');
    expect(probe.stderr).toBe('');
  });

  it('holds the masters byte for byte and leaves them untouched', async () => {
    for (const segment of recording.input.segments) {
      const copy = await readFile(join(packet.path, 'data/recording', segment.streamId, segment.segment));
      expect(copy.equals(await readFile(segment.path))).toBe(true);
    }
  });

  it('shows nothing of other sessions', async () => {
    const ledger = await readFile(join(packet.path, 'data/ledger.jsonl'), 'utf8');
    expect(ledger).not.toContain('不应出现的内容');
    expect(ledger).not.toContain('ses-other');
    expect(ledger.split('\n').filter((line) => /^\{"factHash":"\w+","hash":"\w+","prevHash":"\w+","seq":\d+\}$/.test(line))).toHaveLength(1);
  });

  it('is never written over, and an export that fails leaves nothing behind', async () => {
    const before = (await stat(packet.path)).mtimeMs;
    await expect(exportPacket(recording.input, deps())).rejects.toMatchObject({ code: 'PACKET_EXISTS' });
    expect((await stat(packet.path)).mtimeMs).toBe(before);
    const segments = recording.input.segments.map((segment, index) => (index === 1 ? { ...segment, sha256: '0'.repeat(64) } : segment));
    await expect(exportPacket({ ...recording.input, segments, packetId: 'packet-0002' }, deps())).rejects.toMatchObject({ code: 'MASTER_ALTERED' });
    const failing = () => Promise.reject(new Error('no report'));
    await expect(exportPacket({ ...recording.input, packetId: 'packet-0003' }, { key: recording.key, work: { ...inThisThread, makeReport: failing } })).rejects.toThrow('no report');
    expect(await readdir(recording.input.folder)).toEqual(['packet-0001']);
    await writeFile(join(folder, 'a-file'), '');
    await expect(exportPacket({ ...recording.input, folder: join(folder, 'a-file', 'x') }, deps())).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
  });

  it('carries a transcript under a name that every system can hold', async () => {
    const hostile = { ...recording.input, packetId: 'packet-0004', transcript: { fileName: '../..\\evil\n%2e:笔录.docx', bytes: recording.input.transcript?.bytes ?? Buffer.alloc(0) } };
    const exported = await exportPacket(hostile, deps());
    expect(await readdir(join(exported.path, 'data/transcript'))).toEqual(['_.._evil__2e_笔录.docx']);
    expect((await verifyPacket(exported.path)).result).toBe('intact');
    await rm(exported.path, { recursive: true });
  });

  it('is made and checked in workers just the same', async () => {
    const exported = await exportPacket({ ...recording.input, packetId: 'packet-0005' }, { key: recording.key });
    expect(await verifyMaterialInWorker(exported.path)).toMatchObject({ result: 'intact', fragmentsChecked: 24, findings: [] });
    await writeFile(join(exported.path, 'data/README-en.txt'), 'x');
    expect(await verifyMaterialInWorker(exported.path)).toMatchObject({ result: 'altered', findings: [{ file: 'data/README-en.txt', problem: 'hash-differs', place: '' }] });
    await rm(exported.path, { recursive: true });
  });

  it('is told from a folder that is no packet', async () => {
    await mkdir(join(folder, 'empty'), { recursive: true });
    for (const path of [join(folder, 'empty'), join(folder, 'missing'), join(folder, 'a-file')]) expect((await verifyPacket(path)).result).toBe('not-ours');
  });

  it('is compared with what the reader knows from the paper', async () => {
    const sealCode = recording.input.session.seal?.sealCode.toLowerCase() ?? '';
    const checked = async (expected: PacketExpectation) => {
      const { result, asked, trust, findings } = await verifyPacket(packet.path, expected);
      return { result, asked, basis: trust.basis, problems: findings.map(({ file, problem }) => `${file} ${problem}`) };
    };
    const { fingerprint, certificatePem } = recording.key;
    expect(await checked({ sealCode })).toEqual({ result: 'intact', asked: 'as-asked', basis: 'seal-code', problems: [] });
    expect(await checked({ fingerprint: fingerprint.toUpperCase().replace(/../g, '$&:') })).toEqual({ result: 'intact', asked: 'nothing-asked', basis: 'fingerprint', problems: [] });
    expect(await checked({ authorities: certificatePem })).toEqual({ result: 'intact', asked: 'nothing-asked', basis: 'certificate-chain', problems: [] });
    expect(await checked({ sealCode: '2222-2222-2222-2222-2222' })).toEqual({ result: 'intact', asked: 'not-as-asked', basis: 'nothing', problems: [] });
    expect(await checked({ fingerprint: 'ab'.repeat(32) })).toEqual({ result: 'not-ours', asked: 'nothing-asked', basis: 'nothing', problems: ['data/station.pem unknown-key'] });
    const other = await otherStation(folder);
    expect(await checked({ authorities: other.certificatePem, sealCode })).toMatchObject({ result: 'not-ours', basis: 'nothing' });
  });
});
