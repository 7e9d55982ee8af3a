import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, canonicalJson, sha256Hex, utf8, type JsonObject } from '../../shared/base/index.ts';
import { disks, type Disk } from '../../shared/domain/index.ts';
import { nodeFileOps, writeFileDurably } from '../platform/index.ts';
import { parseClosing, parseSealManifest, verifySignature, type Seal, type SignedClosing } from '../seal/index.ts';
import type { SessionState } from '../session/index.ts';
import type { Station } from './station.ts';

/** Names of what the seal adds to a session's folder, on both disks. */
const sealFiles = {
  manifest: 'manifest.json', signature: 'manifest.json.p7s', certificate: 'station.pem', clock: 'clock-certificate.json', closing: 'closing.json', closingSignature: 'closing.json.p7s', timeStamp: 'manifest.json.tsr',
  secondSignature: 'manifest.json.sm2.p7s', secondClosingSignature: 'closing.json.sm2.p7s',
} as const;

/** Everything a seal consists of, as it lies on the disks. */
export interface StoredSeal {
  readonly manifestBytes: Uint8Array;
  readonly signatureDer: Uint8Array;
  readonly closingBytes: Uint8Array;
  readonly closingSignatureDer: Uint8Array;
  /** Both by the second key, where the manifest names one. */
  readonly secondSignatureDer: Uint8Array | undefined;
  readonly secondClosingSignatureDer: Uint8Array | undefined;
  readonly timeStampDer: Uint8Array | undefined;
  readonly clockCertificate: JsonObject;
}

/** A seal that a crash cut off before its fact was never valid: the next one goes beside it, and the fact names by its hash which one counts. */
export async function storeSeal(station: Station, state: SessionState, seal: Seal, clock: JsonObject): Promise<void> {
  await storeOnBothDisks(station, state, sealFolder('seal', seal.manifestSha256), [
    [sealFiles.manifest, seal.manifestBytes], [sealFiles.signature, seal.signatureDer], ...present(sealFiles.secondSignature, seal.secondSignatureDer), [sealFiles.certificate, utf8(station.key.certificatePem)], [sealFiles.clock, utf8(canonicalJson(clock))],
  ]);
}

export async function storeClosing(station: Station, state: SessionState, closing: SignedClosing, timeStampDer: Uint8Array | undefined): Promise<void> {
  await storeOnBothDisks(station, state, sealFolder('closing', closing.closingSha256), [
    ...present(sealFiles.timeStamp, timeStampDer), [sealFiles.closing, closing.closingBytes], [sealFiles.closingSignature, closing.closingSignatureDer],
    ...present(sealFiles.secondClosingSignature, closing.secondClosingSignatureDer),
  ]);
}

/** The manifest of a seal that was begun. */
export function readManifest(station: Station, state: SessionState, manifestSha256: string): Promise<Uint8Array> {
  return readOne(station, state, sealFolder('seal', manifestSha256), sealFiles.manifest);
}

/** The seal as it was made, from the first disk that still has it. @throws AppError STATE_REFUSED when the session is not sealed */
export async function readSeal(station: Station, state: SessionState): Promise<StoredSeal> {
  if (state.stage.status !== 'sealed') throw new AppError('STATE_REFUSED', { status: state.stage.status });
  const { manifestSha256, closingSha256 } = state.stage.seal;
  const ofSeal = (file: string) => readOne(station, state, sealFolder('seal', manifestSha256), file);
  const ofClosing = (file: string) => readOne(station, state, sealFolder('closing', closingSha256), file);
  const closingBytes = await ofClosing(sealFiles.closing);
  const manifestBytes = await ofSeal(sealFiles.manifest);
  const hasSecond = parseSealManifest(manifestBytes).secondSignature !== null;
  return {
    manifestBytes,
    signatureDer: await ofSeal(sealFiles.signature),
    closingBytes,
    timeStampDer: parseClosing(closingBytes).timeStamp.state === 'token' ? await ofClosing(sealFiles.timeStamp) : undefined,
    closingSignatureDer: await ofClosing(sealFiles.closingSignature),
    secondSignatureDer: hasSecond ? await ofSeal(sealFiles.secondSignature) : undefined,
    secondClosingSignatureDer: hasSecond ? await ofClosing(sealFiles.secondClosingSignature) : undefined,
    clockCertificate: JSON.parse(Buffer.from(await ofSeal(sealFiles.clock)).toString('utf8')) as JsonObject,
  };
}

function present(name: string, bytes: Uint8Array | undefined): readonly (readonly [string, Uint8Array])[] {
  return bytes === undefined ? [] : [[name, bytes]];
}

export interface SealFinding {
  /** Path in the session's folder. */
  readonly file: string;
  readonly problem: 'missing' | 'hash-differs' | 'signature-invalid';
}

/** What is wrong with the documents of a seal on one disk: each is there, is the one that the ledger names, and its signature holds. Nothing for a session without a seal. */
export async function sealFindings(station: Station, state: SessionState, disk: Disk): Promise<readonly SealFinding[]> {
  if (state.stage.status !== 'sealed') return [];
  const { manifestSha256, closingSha256 } = state.stage.seal;
  const inSeal = (file: string) => join(sealFolder('seal', manifestSha256), file);
  const inClosing = (file: string) => join(sealFolder('closing', closingSha256), file);
  const read = (file: string) => readFile(join(station.sessionFolder(disk, state.sessionId), file)).catch(() => undefined);
  const documents = [
    { file: inSeal(sealFiles.manifest), signature: inSeal(sealFiles.signature), sha256: manifestSha256 },
    { file: inClosing(sealFiles.closing), signature: inClosing(sealFiles.closingSignature), sha256: closingSha256 },
  ];
  const findings: SealFinding[] = [];
  for (const { file, signature, sha256 } of documents) {
    const [bytes, signatureDer] = [await read(file), await read(signature)];
    if (bytes === undefined) findings.push({ file, problem: 'missing' });
    else if (sha256Hex(bytes) !== sha256) findings.push({ file, problem: 'hash-differs' });
    if (signatureDer === undefined) findings.push({ file: signature, problem: 'missing' });
    else if (bytes !== undefined && sha256Hex(bytes) === sha256 && !verifySignature(bytes, signatureDer).ok) findings.push({ file: signature, problem: 'signature-invalid' });
  }
  return findings;
}

function sealFolder(kind: 'seal' | 'closing', sha256: string): string {
  return `${kind}-${sha256.slice(0, 16)}`;
}

async function storeOnBothDisks(station: Station, state: SessionState, name: string, files: readonly (readonly [string, Uint8Array])[]): Promise<void> {
  for (const disk of disks) {
    const folder = join(station.sessionFolder(disk, state.sessionId), name);
    await nodeFileOps.makeFolder(folder);
    for (const [file, bytes] of files) await writeFileDurably(join(folder, file), bytes);
  }
}

async function readOne(station: Station, state: SessionState, folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(station.sessionFolder('primary', state.sessionId), folder, file));
  } catch (error) {
    station.log.error('the primary copy of a seal cannot be read', error);
    return readFile(join(station.sessionFolder('mirror', state.sessionId), folder, file));
  }
}
