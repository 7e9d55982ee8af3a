import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex, utf8, type JsonObject } from '../../src/shared/base/index.ts';
import { exportPacket } from '../../src/main/packet/index.ts';
import { KeyStore, sealManifest, signClosing, type ClosingDocument, type StationKey } from '../../src/main/seal/index.ts';
import { verifyPacket } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording, startMs, type Recording } from './packet-fixture.ts';

// Pain 15: "signed" that proves little. Whoever holds another key signs everything anew; whoever holds none takes signatures away.
describe('pain 15: what a signature proves', () => {
  let folder: string;
  let recording: Recording;
  let original: string;
  let forger: StationKey;
  let attempts = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-pain15-'));
    recording = await makeRecording(folder);
    original = (await exportPacket(recording.input, { key: recording.key, work: inThisThread })).path;
    forger = (await KeyStore.open(join(folder, 'forger'), { stationName: '训练办案区一室', notBeforeMs: startMs - 86_400_000 })).key;
  });
  afterAll(() => rm(folder, { recursive: true }));

  const closing = () => JSON.parse(Buffer.from(recording.input.seal.closingBytes).toString()) as ClosingDocument;

  /** A copy in which somebody changes something and then puts the whole bag together again, as well as they can. */
  const forged = async (change: (at: string) => Promise<void>, signer: StationKey = recording.key) => {
    const at = join(folder, `forged-${++attempts}`);
    await cp(original, at, { recursive: true });
    await change(at);
    const files = (await readdir(join(at, 'data'), { recursive: true, withFileTypes: true })).filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name).slice(at.length + 1));
    const hash = async (path: string) => createHash('sha256').update(await readFile(join(at, path))).digest('hex');
    const lines = async (paths: readonly string[]) => (await Promise.all([...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))).map(async (path) => `${await hash(path)}  ${path}\n`))).join('');
    await writeFile(join(at, 'manifest-sha256.txt'), await lines(files));
    const tags = await lines(['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt']);
    await writeFile(join(at, 'tagmanifest-sha256.txt'), tags);
    await writeFile(join(at, 'tagmanifest-sha256.txt.p7s'), signer.sign(utf8(tags), recording.input.exportedAtMs));
    return at;
  };
  const findings = async (at: string, expected = {}) => (await verifyPacket(at, expected)).findings.map(({ file, problem }) => `${file} ${problem}`);

  it('a whole packet made anew by another key is told from the one that was asked for', async () => {
    const packet = await exportPacket({ ...recording.input, packetId: 'remade', ...remadeBy(forger) }, { key: forger, work: inThisThread });
    const pinned = await verifyPacket(packet.path, { fingerprint: recording.key.fingerprint });
    expect(pinned.result).not.toBe('intact');
    expect(pinned.findings.map(({ file, problem }) => `${file} ${problem}`)).toContain('data/station.pem unknown-key');
    expect(pinned.trust.basis).toBe('nothing');
    // The signatures inside the files are still those of the station that recorded them.
    expect(pinned.findings.some(({ file, problem }) => file.endsWith('.mp4') && problem === 'foreign-signature')).toBe(true);
    expect((await verifyPacket(packet.path, { sealCode: recording.input.session.seal?.sealCode ?? '' })).asked).toBe('not-as-asked');
  });

  const remadeBy = (key: StationKey) => {
    const seal = sealManifest({ ...recording.manifest, interviewee: recording.manifest.interviewee, sealedBy: '训练民警乙' }, key);
    const signed = signClosing({ ...closing(), manifestSha256: seal.manifestSha256, sealCode: seal.sealCode }, key);
    return { seal: { ...seal, ...signed, timeStampDer: undefined } };
  };

  it('taking the closing segment’s signature away is found', async () => {
    const at = await forged((path) => rm(join(path, 'data/closing.json.p7s')));
    expect(await findings(at)).toContain('data/closing.json.p7s signature-removed');
  });

  it('a closing document signed by another key is found', async () => {
    const at = await forged((path) => writeFile(join(path, 'data/closing.json.p7s'), forger.sign(recording.input.seal.closingBytes, closing().closedAtMs)));
    expect(await findings(at)).toEqual(['data/closing.json.p7s certificate-differs']);
  });

  it('a refusal that was turned into a signature is found, even with the station’s own key', async () => {
    const turned = signClosing({ ...closing(), signatures: closing().signatures.map((signature) => ({ ...signature, decision: 'refused' as const })) }, recording.key);
    const at = await forged(async (path) => {
      await writeFile(join(path, 'data/closing.json'), turned.closingBytes);
      await writeFile(join(path, 'data/closing.json.p7s'), turned.closingSignatureDer);
    });
    // The ledger's last fact names the hash of the closing document that the persons saw completed.
    expect(await findings(at)).toContain('data/ledger.jsonl contradicts-seal');
  });

  it('the closing of another seal is found', async () => {
    const other = signClosing({ ...closing(), manifestSha256: sha256Hex('another manifest') }, recording.key);
    const at = await forged(async (path) => {
      await writeFile(join(path, 'data/closing.json'), other.closingBytes);
      await writeFile(join(path, 'data/closing.json.p7s'), other.closingSignatureDer);
    });
    expect(await findings(at)).toContain('data/closing.json contradicts-seal');
  });

  it('a session cut off at its end is found: the closing segment is part of the masters', async () => {
    const at = await forged((path) => rm(join(path, 'data/recording/cam-close/0003-0001.mp4')));
    expect(await findings(at)).toContain('data/recording/cam-close/0003-0001.mp4 missing');
  });

  it('a time stamp put beside a seal that names none is found', async () => {
    const at = await forged((path) => writeFile(join(path, 'data/manifest.json.tsr'), Buffer.from('3003020100', 'hex')));
    expect(await findings(at)).toEqual(['data/manifest.json.tsr not-sealed']);
    expect(canonicalJson(closing().timeStamp as unknown as JsonObject)).toBe('{"state":"none"}');
  });
});
