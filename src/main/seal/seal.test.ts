import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyStore, parseSealManifest, sealManifest, verifySignature, type SealManifest, type StationKey } from './index.ts';

const hash = 'ab'.repeat(32);
const sealedAtMs = Date.UTC(2026, 10, 23, 6, 30, 7);
const manifest: SealManifest = {
  format: 'shilu.seal.v1', sessionId: 's-1', caseNumber: '案2026-001', kind: 'interrogation', legalClass: 'must-record', place: '办案中心一室', roomName: '一室', interviewee: '训练对象',
  officers: [{ personId: 'p-1', name: '训练民警甲' }], profileId: 'zaozhuang', profileSha256: hash, stationName: '一室', stationVersion: '0.1.0', timeZone: 'Asia/Shanghai',
  startedAtMs: 1, finishedAtMs: 2, recordingStartMs: 1, recordingEndMs: 2, sealedAtMs, sealedBy: '训练民警甲',
  streams: [], ledger: { firstSeq: 1, prevHash: hash, headSeq: 3, headHash: hash }, transcript: null, clockCertificateSha256: hash, secondSignature: null,
};

describe('station key and seal', () => {
  let folder: string;
  let key: StationKey;
  const openKey = async (name: string, stationName: string, notBeforeMs = 0) => (await KeyStore.open(join(folder, name), { stationName, notBeforeMs })).key;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-seal-'));
    key = await openKey('key', '办案中心一室', sealedAtMs - 1_000);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps one key for ever, readable by its owner alone', async () => {
    const again = await openKey('key', 'another name');
    expect(again.fingerprint).toBe(key.fingerprint);
    expect((await stat(join(folder, 'key', 'station-key.pem'))).mode & 0o777).toBe(0o600);
    const racers = await Promise.all([1, 2, 3].map(() => openKey('race', 'r')));
    expect(new Set(racers.map((racer) => racer.fingerprint)).size).toBe(1);
  });

  it('refuses a broken key file and leaves it as it is', async () => {
    const broken = join(folder, 'broken');
    await openKey('broken', 'b');
    await writeFile(join(broken, 'station-key.pem'), 'nonsense');
    await expect(openKey('broken', 'b')).rejects.toMatchObject({ code: 'STATION_KEY_UNREADABLE' });
    expect(await readFile(join(broken, 'station-key.pem'), 'utf8')).toBe('nonsense');
  });

  it('seals canonical bytes that read back as the same manifest', () => {
    const seal = sealManifest(manifest, key);
    expect(parseSealManifest(seal.manifestBytes)).toEqual(manifest);
    expect(() => parseSealManifest(Buffer.from(` ${Buffer.from(seal.manifestBytes).toString()}`))).toThrow('canonical');
    expect(() => sealManifest({ ...manifest, clockCertificateSha256: 'x' }, key)).toThrow();
    expect(seal.sealCode).toMatch(/^(\w{4}-){4}\w{4}$/);
    expect(verifySignature(seal.manifestBytes, seal.signatureDer)).toEqual({ ok: true, problem: null, fingerprint: key.fingerprint, certificatePem: key.certificatePem, certificatesDer: [key.certificateDer], signedAtMs: sealedAtMs });
  });

  it('tells changed content from a changed signature, for bits everywhere in it', () => {
    const { manifestBytes, signatureDer } = sealManifest(manifest, key);
    for (let bit = 0; bit < signatureDer.length * 8; bit += 7) {
      const problem = verifySignature(manifestBytes, flipped(signatureDer, bit)).problem;
      expect({ bit, problem: problem === null || problem === 'content-differs' ? problem : 'signature' }).toEqual({ bit, problem: 'signature' });
    }
    for (let bit = 0; bit < manifestBytes.length * 8; bit += 97) expect(verifySignature(flipped(manifestBytes, bit), signatureDer).problem).toBe('content-differs');
  });

  it('says no, and does not fail, on anything that is not a signature', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('30', 'hex'), randomBytes(500), Buffer.from('3003020101', 'hex')])
      expect(verifySignature(Buffer.from('x'), bytes)).toMatchObject({ ok: false, problem: 'signature-unreadable' });
  });

  it('does not take a signature made before the certificate was valid', () => {
    expect(verifySignature(Buffer.from('x'), key.sign(Buffer.from('x'), sealedAtMs - 10_000)).problem).toBe('certificate-wrong');
  });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
