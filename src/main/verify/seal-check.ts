import { canonicalJson, sha256Hex, type JsonValue } from '../../shared/base/index.ts';
import { parseSealManifest, sealCodeOf, verifySignature, type SealManifest } from '../seal/index.ts';
import { readPart, type Bag } from './bag-check.ts';
import type { Findings } from './packet-check.types.ts';
import { packetLayout as at, segmentPath } from './packet-layout.ts';

export interface SealReading {
  readonly sealCode: string;
  /** What the seal vouches for; undefined when the manifest itself is not sound. */
  readonly manifest: SealManifest | undefined;
  /** Certificate of the signature (PEM) and the time that it states; empty and 0 when it cannot be read. */
  readonly signedBy: string;
  /** DER; the signer's, then its issuers', as the signature has them. */
  readonly certificates: readonly Uint8Array[];
  readonly signedAtMs: number;
}

/** Checks the seal: its signature, its certificate, and that the files it vouches for are these files. `exportFingerprint` is the certificate of the export signature. */
export async function checkSeal(bag: Bag, exportFingerprint: string, findings: Findings): Promise<SealReading> {
  const bytes = await readPart(bag, at.sealManifest, findings);
  const signature = await readPart(bag, at.sealSignature, findings);
  const certificate = await readPart(bag, at.certificate, findings);
  const sealCode = bytes === undefined ? '' : sealCodeOf(sha256Hex(bytes));
  const nothing = { sealCode, manifest: undefined, signedBy: '', certificates: [], signedAtMs: 0 };
  if (bytes === undefined || signature === undefined || certificate === undefined || !findings.sound(at.sealManifest)) return nothing;

  const check = verifySignature(bytes, signature);
  if (findings.sound(at.sealSignature)) {
    if (check.problem === 'content-differs') findings.add(at.sealManifest, 'differs-from-signature');
    else if (!check.ok) findings.add(at.sealSignature, 'signature-invalid');
    if (!Buffer.from(check.certificatePem).equals(certificate)) findings.add(at.certificate, 'certificate-differs');
    else if (exportFingerprint !== '' && exportFingerprint !== check.fingerprint && findings.sound(at.tagSignature)) findings.add(at.tagSignature, 'certificate-differs');
  }
  return { sealCode, manifest: readManifest(bytes, findings), signedBy: findings.sound(at.sealSignature) ? check.certificatePem : '', certificates: findings.sound(at.sealSignature) ? check.certificatesDer : [], signedAtMs: check.signedAtMs ?? 0 };
}

function readManifest(bytes: Uint8Array, findings: Findings): SealManifest | undefined {
  try {
    return parseSealManifest(bytes);
  } catch {
    findings.add(at.sealManifest, isOfLaterFormat(bytes) ? 'unknown-format' : 'malformed');
    return undefined;
  }
}

function isOfLaterFormat(bytes: Uint8Array): boolean {
  const format = /"format":"shilu\.seal\.v(\d+)"/.exec(Buffer.from(bytes).toString('utf8'))?.[1];
  return format !== undefined && format !== '1' && canonicalSha256(bytes) !== '';
}

/** The files beside the recording that the seal names: transcript, clock certificate, and that nothing else pretends to be recorded. `streams` is everything sealed of the recording; undefined when it is not known. */
export async function checkSealedFiles(bag: Bag, manifest: SealManifest, streams: SealManifest['streams'] | undefined, findings: Findings): Promise<void> {
  const transcripts = [...bag.hashes.keys()].filter((path) => path.startsWith(`${at.transcript}/`));
  for (const path of transcripts) if (bag.hashes.get(path) !== manifest.transcript?.sha256 && findings.sound(path)) findings.add(path, manifest.transcript === null ? 'not-sealed' : 'differs-from-seal');
  if (manifest.transcript !== null && transcripts.length === 0) findings.add(at.transcript, 'missing');
  for (const path of transcripts.slice(1)) findings.add(path, 'not-sealed');

  // Without a sound closing document it is not known what was recorded after the manifest.
  const sealed = streams === undefined ? undefined : new Set(streams.flatMap(({ streamId, segments }) => segments.map((segment) => segmentPath(streamId, segment.segment))));
  if (sealed !== undefined) for (const path of bag.hashes.keys()) if (path.startsWith(`${at.recording}/`) && !sealed.has(path)) findings.add(path, 'not-sealed');

  const clock = await readPart(bag, at.clockCertificate, findings);
  if (clock !== undefined && findings.sound(at.clockCertificate) && canonicalSha256(clock) !== manifest.clockCertificateSha256) findings.add(at.clockCertificate, 'differs-from-seal');
}

/** `bag-info.txt` repeats the seal code for people; it must be the one that the manifest gives. */
export async function checkBagInfo(bag: Bag, sealCode: string, findings: Findings): Promise<string> {
  const bytes = await readPart(bag, at.info, findings);
  if (bytes === undefined) return '';
  const text = Buffer.from(bytes).toString('utf8');
  const value = (label: string) => new RegExp(`^${label}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  if (findings.sound(at.info) && findings.sound(at.sealManifest) && value('Seal-Code') !== sealCode) findings.add(at.info, 'contradicts-seal');
  return value('Packet-Id');
}

/** SHA-256 of the bytes when they are canonical JSON; empty otherwise. */
function canonicalSha256(bytes: Uint8Array): string {
  try {
    const text = Buffer.from(bytes).toString('utf8');
    return canonicalJson(JSON.parse(text) as JsonValue) === text ? sha256Hex(bytes) : '';
  } catch {
    return '';
  }
}
