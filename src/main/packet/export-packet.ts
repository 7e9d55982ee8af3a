import { readFile } from 'node:fs/promises';
import { canonicalJson, sha256Hex } from '../../shared/base/index.ts';
import type { ReadBack } from '../../shared/domain/index.ts';
import { resourcePath } from '../platform/index.ts';
import { parseSealManifest, sealCodeOf, verifySignature, verifySm2Signature, type StationKey } from '../seal/index.ts';
import { ledgerLine, packetLayout as at, segmentPath } from '../verify/index.ts';
import type { DeliveryFile, DeliveryProgress } from './delivery.ts';
import { writeDerivedCopies, type FilmTools } from './derived-copies.ts';
import { deliveryRefusal, refusalOf } from './delivery-refusal.ts';
import { requireRoom } from './medium-room.ts';
import { PacketFolder, type WrittenFile } from './packet-folder.ts';
import type { PacketInput, PacketPresentation } from './packet-input.ts';
import { copyStatementBytes } from './copy-statement.ts';
import { bagInfo, writeTagFiles } from './packet-tags.ts';
import { workInWorker, type PacketWork } from './packet-work.ts';
import { playerFiles } from './player-page.ts';
import { readmeFiles } from './packet-readme.ts';
import { statementFiles } from './statement-files.ts';
import { transcriptFileName } from './transcript-name.ts';

export interface PacketDeps {
  readonly key: Pick<StationKey, 'sign'>;
  /** The heavy work; by default in workers, away from the recording loop. */
  readonly work?: PacketWork;
  /** Needed for ordinary MP4 copies alone. */
  readonly film?: FilmTools;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Cancels: the export rejects with the signal's reason, and nothing of it stays. */
  readonly signal?: AbortSignal;
}

/** What an export is doing: making the report and the page, or delivering. */
export interface ExportProgress extends Omit<DeliveryProgress, 'phase'> {
  readonly phase: DeliveryProgress['phase'] | 'preparing' | 'deriving';
}

export interface ExportedPacket {
  readonly packetId: string;
  readonly path: string;
  readonly bytes: number;
  readonly readBack: ReadBack;
}

/**
 * Writes a packet: a BagIt 1.0 bag (RFC 8493) that anyone can play and check without Shilu (docs/format.md, "Packet"), as a folder, an ISO
 * image or a zip. When it resolves, the whole packet is on the disk under its final name; when it rejects, nothing is there under that name.
 * What the seal does not hold is made first, with the hashes of the masters as they were sealed; then the masters are copied and compared
 * with those. They are only read.
 * @throws AppError PACKET_EXISTS, FOLDER_NOT_WRITABLE, MASTER_ALTERED, ISO_CANNOT_HOLD, MEDIUM_TOO_SMALL, MEDIUM_FILE_TOO_LARGE, MEDIUM_FULL, MEDIUM_LOST, READ_BACK_DIFFERS, or the reason of the signal
 */
export async function exportPacket(input: PacketInput, deps: PacketDeps): Promise<ExportedPacket> {
  const { work = workInWorker, onProgress = () => undefined, signal = new AbortController().signal } = deps;
  const masters = input.segments.map(({ streamId, segment, path, bytes, sha256 }) => ({ path: segmentPath(streamId, segment), from: path, bytes, sha256 }));
  await requireRoom(input.folder, masters, input);
  const folder = await PacketFolder.create(input.folder, input.packetId, input.packaging);
  try {
    onProgress({ phase: 'preparing', bytesDone: 0, bytesTotal: 0 });
    for (const { path, bytes, sha256 } of masters) folder.adopt({ path, bytes, sha256 });
    await writeSealAndFacts(input, folder);
    if (input.derive === true && deps.film !== undefined) await derive(input, folder, { ...deps.film, signal, onProgress });
    await writeForPeople(input, folder, work);
    await writeTagFiles(folder, bagInfo(input, sealCodeOf(sha256Hex(input.seal.manifestBytes)), folder.files), deps.key, input.exportedAtMs);
    signal.throwIfAborted();
    const readBack = await deliverAll(input, folder, masters, { work, onProgress, signal });
    await folder.publish();
    return { packetId: input.packetId, path: folder.path, bytes: total(folder.files), readBack };
  } catch (error) {
    await folder.discard().catch(() => undefined);
    throw refusalOf(error, folder.path);
  }
}

/** How far it is counts in bytes of the masters that have gone by. */
async function derive(input: PacketInput, folder: PacketFolder, { onProgress, ...watch }: FilmTools & { readonly signal: AbortSignal; readonly onProgress: (progress: ExportProgress) => void }): Promise<void> {
  const bytesTotal = total(input.segments.filter(({ kind }) => kind === 'stamped'));
  await writeDerivedCopies(input, folder, { ...watch, onFraction: (fraction) => onProgress({ phase: 'deriving', bytesDone: Math.round(Math.min(1, fraction) * bytesTotal), bytesTotal }) });
}

async function deliverAll(input: PacketInput, folder: PacketFolder, masters: readonly DeliveryFile[], { work, onProgress, signal }: Required<Pick<PacketDeps, 'work' | 'onProgress' | 'signal'>>): Promise<ReadBack> {
  const staged = folder.staged(new Set(masters.map(({ path }) => path)));
  const isFolder = folder.packaging === 'folder';
  const outcome = await work.deliver(
    { packaging: folder.packaging, files: isFolder ? masters : [...staged, ...masters], inPlace: isFolder ? staged : [], to: folder.output, volumeName: input.packetId, atMs: input.exportedAtMs, readBack: input.readBack === true },
    onProgress, signal,
  );
  if (outcome.problem === 'none') return outcome.readBack;
  throw deliveryRefusal(outcome, folder.path);
}

async function writeSealAndFacts(input: PacketInput, folder: PacketFolder): Promise<void> {
  const { manifestBytes, signatureDer, closingBytes, closingSignatureDer } = input.seal;
  await folder.write(at.sealManifest, manifestBytes);
  await folder.write(at.sealSignature, signatureDer);
  await folder.write(at.closing, closingBytes);
  await folder.write(at.closingSignature, closingSignatureDer);
  await writeSecondSignature(input, folder);
  if (input.seal.timeStampDer !== undefined) await folder.write(at.timeStamp, input.seal.timeStampDer);
  await folder.write(at.sealCertificate, input.sealCertificate);
  await folder.write(at.copyStatement, copyStatementBytes(input.copy));
  if (input.profile !== null) await folder.write(at.profile, input.profile);
  for (const { sha256, bytes } of input.transcriptVersions) await folder.write(`${at.transcriptVersions}/${sha256}`, bytes);
  await folder.write(at.format, await readFile(resourcePath('format.md')));
  await folder.write(at.certificate, verifySignature(manifestBytes, signatureDer).certificatePem);
  await folder.write(at.chain, input.certificates.chain);
  for (const { fingerprint, pem } of input.certificates.later) await folder.write(`${at.certificates}/${fingerprint}.pem`, pem);
  await folder.write(at.ledger, ledgerLines(input));
  await folder.write(at.clockCertificate, canonicalJson(input.clockCertificate));
  await folder.write(at.session, `${JSON.stringify(input.session, null, 2)}\n`);
  if (input.transcript !== null) await folder.write(`${at.transcript}/${transcriptFileName(input.transcript.fileName)}`, input.transcript.bytes);
}

/** The signatures of the second key, and its certificate, where the seal has them. */
async function writeSecondSignature({ seal }: PacketInput, folder: PacketFolder): Promise<void> {
  const { manifestBytes, secondSignatureDer, secondClosingSignatureDer } = seal;
  if (secondSignatureDer === undefined || secondClosingSignatureDer === undefined) return;
  await folder.write(at.secondSignature, secondSignatureDer);
  await folder.write(at.secondClosingSignature, secondClosingSignatureDer);
  await folder.write(at.secondCertificate, verifySm2Signature(manifestBytes, secondSignatureDer, parseSealManifest(manifestBytes).sealedAtMs).certificatePem);
}

/** From the sealed first entry on: what came before belongs to the station, not to this session. */
async function* ledgerLines(input: PacketInput): AsyncGenerator<string> {
  const { firstSeq } = parseSealManifest(input.seal.manifestBytes).ledger;
  for await (const entry of input.entries) if (entry.seq >= firstSeq) yield ledgerLine(entry, input.sessionId);
}

async function writeForPeople(input: PacketInput, folder: PacketFolder, work: PacketWork): Promise<void> {
  for (const [path, content] of readmeFiles(input)) await folder.write(path, content);
  const presentation = presentationOf(input, folder.files);
  for (const [path, content] of statementFiles(presentation)) await folder.write(path, content);
  await folder.write(at.statements, await work.makeStatements(presentation));
  for (const [path, content] of await playerFiles(presentation)) await folder.write(path, content);
  await folder.write(at.report, await work.makeReport({ ...presentation, files: folder.files }));
}

function presentationOf(input: PacketInput, files: readonly WrittenFile[]): PacketPresentation {
  const { packetId, roomName, session, clockCertificate, copy, purpose, recipient, exportedBy, exportedAtMs, timeZone, transcriptLines } = input;
  const manifestSha256 = sha256Hex(input.seal.manifestBytes);
  const { fingerprint } = verifySignature(input.seal.manifestBytes, input.seal.signatureDer);
  const segments = input.segments.map(({ streamId, kind, name, role, segment, bytes, sha256, startsAtMs, endsAtMs }) => ({ streamId, kind, name, role, segment, bytes, sha256, startsAtMs, endsAtMs }));
  return {
    packetId, roomName, session, clockCertificate, copy, purpose, recipient, exportedBy, exportedAtMs, timeZone, segments, files, transcriptLines, timeStamp: input.seal.timeStampDer !== undefined,
    sealCode: sealCodeOf(manifestSha256), manifestSha256, certificateSha256: fingerprint, secondCertificateSha256: parseSealManifest(input.seal.manifestBytes).secondSignature?.certificateSha256 ?? null,
  };
}

function total(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
