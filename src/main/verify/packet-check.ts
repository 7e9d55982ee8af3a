import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runInWorker } from '../platform/index.ts';
import { checkBag, readBag, type Bag } from './bag-check.ts';
import { checkClosing, closingInLedger, sealedRecording } from './closing-check.ts';
import { checkLedger } from './ledger-check.ts';
import { Findings, type PacketCheck, type PacketExpectation } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';
import { checkRecording } from './recording-check.ts';
import { checkBagInfo, checkSeal, checkSealedFiles } from './seal-check.ts';

const workerDeadlineMs = 6 * 3_600_000;

/**
 * Checks a packet against itself, without any other source: the bag, the export signature, the seal, the ledger and every fragment of
 * the recording (docs/format.md). A single flipped bit anywhere gives `altered` and names the file. What it cannot tell is whether the
 * station that sealed it is to be trusted: for that, the reader compares the seal code with the paper, or gives `expected`.
 * It never writes, never follows a link out of the folder and does not throw for anything that may be in it.
 */
export async function verifyPacket(path: string, expected: PacketExpectation = {}): Promise<PacketCheck> {
  const root = resolve(path);
  const findings = new Findings();
  const bag = (await isFolder(root)) ? await readBag(root, findings) : undefined;
  if (bag === undefined || !looksLikePacket(bag)) {
    return { result: 'unreadable', path, packetId: '', sealCode: '', filesChecked: 0, fragmentsChecked: 0, ledgerEntries: 0, findings: [{ file: at.declaration, problem: 'missing', place: '' }] };
  }
  return { path, ...(await checkAll(bag, expected, findings)) };
}

/** The same, in a thread of its own: reading a long recording must not hold up one that is being made. */
export function verifyPacketInWorker(path: string, expected: PacketExpectation = {}): Promise<PacketCheck> {
  return runInWorker<PacketCheck>('verify-packet', { job: 'packet', path, expected }, workerDeadlineMs);
}

async function checkAll(bag: Bag, expected: PacketExpectation, findings: Findings): Promise<Omit<PacketCheck, 'path'>> {
  const fingerprint = await checkBag(bag, findings);
  const { sealCode, manifest } = await checkSeal(bag, fingerprint, expected, findings);
  const packetId = await checkBagInfo(bag, sealCode, findings);
  let fragmentsChecked = 0;
  let ledgerEntries = 0;
  if (manifest !== undefined) {
    const closing = await checkClosing(bag, manifest, findings);
    const streams = sealedRecording(manifest, closing);
    await checkSealedFiles(bag, manifest, closing === undefined ? undefined : streams, findings);
    ledgerEntries = await checkLedger(bag, { manifest, manifestSha256: bag.hashes.get(at.sealManifest) ?? '', streams, closing: closingInLedger(bag, closing) }, findings);
    fragmentsChecked = await checkRecording(bag, { ...manifest, streams }, findings);
  }
  const found = mostTelling(findings);
  return { result: found.length === 0 ? 'intact' : 'altered', packetId, sealCode, filesChecked: bag.hashes.size, fragmentsChecked, ledgerEntries, findings: found };
}

/** A file whose hash differs and for which a closer look found the place is named with the place alone. */
function mostTelling(findings: Findings): PacketCheck['findings'] {
  const placed = new Set(findings.all.filter((finding) => finding.place !== '').map((finding) => finding.file));
  return findings.all.filter((finding) => finding.place !== '' || finding.problem !== 'hash-differs' || !placed.has(finding.file));
}

/** Something that was once a packet, however altered, is judged as one. */
function looksLikePacket(bag: Bag): boolean {
  return [at.declaration, at.tagManifest, at.manifest].some((path) => bag.hashes.has(path));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
