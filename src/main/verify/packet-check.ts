import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readSealCode } from '../../shared/domain/index.ts';
import { checkBag, readBag, type Bag } from './bag-check.ts';
import { checkClip, isClip } from './clip-check.ts';
import { checkClosing, closingInLedger, sealedRecording } from './closing-check.ts';
import { bagOnDisk, type BagSource } from './bag-source.ts';
import { checkLedger } from './ledger-check.ts';
import { Findings, type PacketCheck } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';
import { checkRecording } from './recording-check.ts';
import { checkBagInfo, checkSeal, checkSealedFiles, type SealReading } from './seal-check.ts';
import { checkSecondSignature, type SecondSignature } from './second-signature-check.ts';
import { trustOf, type PacketExpectation, type Trust } from './trust.ts';
import { verdictOf, type Asked } from './verdict.ts';

/**
 * Checks a packet against itself, without any other source: the bag, the export signature, the seal, the ledger and every fragment of
 * the recording (docs/format.md). A single flipped bit anywhere gives `altered` and names the file. What it cannot tell alone is whether
 * the station that sealed it is to be trusted: for that, the reader gives what they know from elsewhere, and `trust` says what was enough.
 * It never writes, never follows a link out of the folder and does not throw for anything that may be in it.
 */
export async function verifyPacket(path: string, expected: PacketExpectation = {}): Promise<PacketCheck> {
  const root = resolve(path);
  return { ...((await isFolder(root)) ? await verifyBag(bagOnDisk(root), expected) : notAPacket()), path };
}

/** The same of files wherever they are. */
export async function verifyBag(source: BagSource, expected: PacketExpectation = {}): Promise<PacketCheck> {
  const findings = new Findings();
  const bag = await readBag(source, findings);
  return looksLikePacket(bag) ? checkAll(bag, expected, findings) : notAPacket();
}

/** What cannot be judged, and why. */
export function notAPacket(problem: 'no-proof' | 'packed' = 'no-proof'): PacketCheck {
  return {
    subject: 'packet', result: 'not-ours', trust: { basis: 'nothing', fingerprint: '', subject: '' }, asked: 'nothing-asked', path: '', packetId: '', sealCode: '',
    filesChecked: 0, fragmentsChecked: 0, ledgerEntries: 0, secondSignature: 'unknown', findings: [{ file: problem === 'packed' ? '' : at.declaration, problem, place: '' }], segment: null,
  };
}

async function checkAll(bag: Bag, expected: PacketExpectation, findings: Findings): Promise<PacketCheck> {
  const fingerprint = await checkBag(bag, findings);
  const seal = await checkSeal(bag, fingerprint, findings);
  const { sealCode, manifest } = seal;
  const packetId = await checkBagInfo(bag, sealCode, findings);
  let fragmentsChecked = 0;
  let ledgerEntries = 0;
  let secondSignature: SecondSignature = 'unknown';
  const asClip = isClip(bag);
  if (manifest !== undefined && asClip) await checkClip(bag, manifest, findings);
  if (manifest !== undefined && !asClip) {
    const closing = await checkClosing(bag, manifest, findings);
    secondSignature = await checkSecondSignature(bag, manifest, closing, findings);
    const streams = sealedRecording(manifest, closing);
    await checkSealedFiles(bag, manifest, closing === undefined ? undefined : streams, findings);
    ledgerEntries = await checkLedger(bag, { manifest, manifestSha256: bag.hashes.get(at.sealManifest) ?? '', streams, closing: closingInLedger(bag, closing) }, findings);
    fragmentsChecked = checkRecording(bag, { ...manifest, streams }, seal.signedBy, findings);
  }
  const asked = askedOf(sealCode, expected);
  const trust = judgeTrust(seal, asked, expected, findings);
  const found = mostTelling(findings);
  return {
    subject: asClip ? 'clip' : 'packet', result: verdictOf(found.map(({ problem }) => problem)), trust, asked, path: '', packetId, sealCode, filesChecked: bag.hashes.size, fragmentsChecked, ledgerEntries, secondSignature, findings: found, segment: null,
  };
}

/** A seal code that was printed when the session was sealed vouches for every byte of the manifest, whoever signed it. */
function judgeTrust({ certificates, signedAtMs }: SealReading, asked: Asked, expected: PacketExpectation, findings: Findings): Trust {
  const { trust, known } = trustOf({ certificates, atMs: signedAtMs }, expected);
  if (!known && certificates.length > 0) findings.add(at.certificate, 'unknown-key');
  return trust.basis === 'nothing' && known && asked === 'as-asked' && findings.sound(at.sealManifest) ? { ...trust, basis: 'seal-code' } : trust;
}

function askedOf(sealCode: string, expected: PacketExpectation): Asked {
  if (expected.sealCode === undefined) return 'nothing-asked';
  return plain(readSealCode(expected.sealCode) ?? expected.sealCode) === plain(sealCode) ? 'as-asked' : 'not-as-asked';
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '');
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
