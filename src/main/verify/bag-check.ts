import { verifySignature } from '../seal/index.ts';
import type { BagSource } from './bag-source.ts';
import { sealedExpectations } from './sealed-recording.ts';
import type { ChainReading } from './segment-chain.ts';
import { parseManifest } from './manifest-lines.ts';
import type { Findings, PacketProblem } from './packet-check.types.ts';
import { bagDeclaration, packetLayout as at, tagFiles } from './packet-layout.ts';

const tagFileLimit = 64 << 20;

/** The bag as it lies there: what is in it, and the hash of every file. */
export interface Bag {
  readonly source: BagSource;
  /** Path in the bag to SHA-256, of every plain file. */
  readonly hashes: ReadonlyMap<string, string>;
  /** What was found in each file of the recording; undefined when it cannot be read. */
  readonly readings: ReadonlyMap<string, ChainReading | undefined>;
}

/** Lists the files and hashes each. Segments are hashed with their chains in one reading. */
export async function readBag(source: BagSource, findings: Findings): Promise<Bag> {
  const hashes = new Map<string, string>();
  const files = await source.list(findings);
  const segments = files.filter((path) => path.startsWith(`${at.recording}/`));
  for (const path of files.filter((each) => !segments.includes(each))) {
    try {
      hashes.set(path, await source.hash(path));
    } catch {
      findings.add(path, 'unreadable');
    }
  }
  const expected = await sealedExpectations(source, hashes.has(at.sealManifest));
  const readings = await source.segments(segments.map((path) => ({ key: path, from: source.at(path), expected: expected.get(path) })));
  for (const [path, reading] of readings) {
    if (reading === undefined) findings.add(path, 'unreadable');
    else hashes.set(path, reading.sha256);
  }
  return { source, hashes, readings };
}

/**
 * Checks the bag as a bag (RFC 8493) and the signature made at export, and names the file that was changed, not those that only
 * disagree with it. The order of trust: the export signature vouches for the tag manifest, the tag manifest for the tag files, the
 * manifest for the payload. What has lost its voucher is not used to accuse others.
 * @returns SHA-256 of the certificate inside the export signature; empty when that cannot be read
 */
export async function checkBag(bag: Bag, findings: Findings): Promise<string> {
  const fingerprint = await checkExportSignature(bag, findings);
  await checkTagFiles(bag, findings);
  await checkPayload(bag, findings);
  return fingerprint;
}

async function checkExportSignature(bag: Bag, findings: Findings): Promise<string> {
  const content = await readPart(bag, at.tagManifest, findings);
  const signature = await readPart(bag, at.tagSignature, findings);
  if (content === undefined || signature === undefined) return '';
  const check = verifySignature(content, signature);
  if (check.problem === 'content-differs') findings.add(at.tagManifest, 'differs-from-signature');
  else if (!check.ok) findings.add(at.tagSignature, 'signature-invalid');
  return check.fingerprint;
}

async function checkTagFiles(bag: Bag, findings: Findings): Promise<void> {
  const declaration = await readPart(bag, at.declaration, findings);
  if (declaration !== undefined && !Buffer.from(bagDeclaration).equals(declaration)) findings.add(at.declaration, 'malformed');
  const listed = await readManifest(bag, at.tagManifest, findings);
  for (const path of tagFiles) {
    if (!bag.hashes.has(path)) findings.add(path, 'missing');
    else if (listed !== undefined && listed.get(path) !== bag.hashes.get(path)) findings.add(path, 'hash-differs');
  }
  for (const path of listed?.keys() ?? []) if (!isTagFile(path)) findings.add(at.tagManifest, 'malformed');
  for (const path of bag.hashes.keys()) {
    if (!path.startsWith('data/') && !isTagFile(path) && path !== at.tagManifest && path !== at.tagSignature) findings.add(path, 'unexpected');
  }
}

async function checkPayload(bag: Bag, findings: Findings): Promise<void> {
  const listed = await readManifest(bag, at.manifest, findings);
  if (listed === undefined) return;
  for (const [path, sha256] of listed) {
    const found = bag.hashes.get(path);
    if (!path.startsWith('data/')) findings.add(at.manifest, 'malformed');
    else if (found === undefined) findings.add(path, findings.sound(path) ? absent(path) : 'unreadable');
    else if (found !== sha256) findings.add(path, 'hash-differs');
  }
  for (const path of bag.hashes.keys()) if (path.startsWith('data/') && !listed.has(path)) findings.add(path, 'unexpected');
}

/** The lines of a manifest that nothing speaks against; undefined when it must not be used to accuse other files. */
async function readManifest(bag: Bag, path: string, findings: Findings): Promise<ReadonlyMap<string, string> | undefined> {
  const bytes = await readPart(bag, path, findings);
  if (bytes === undefined || !findings.sound(path)) return undefined;
  const reading = parseManifest(bytes);
  if (reading.ok) return reading.hashes;
  findings.add(path, 'malformed', reading.place);
  return undefined;
}

/** A small file of the bag; a finding and undefined when it is not there. */
export async function readPart(bag: Bag, path: string, findings: Findings): Promise<Uint8Array | undefined> {
  if (!bag.hashes.has(path)) {
    if (findings.sound(path)) findings.add(path, absent(path));
    return undefined;
  }
  try {
    return await bag.source.read(path, tagFileLimit);
  } catch {
    findings.add(path, 'unreadable');
    return undefined;
  }
}

/** A signature that is not there must look like what it is: taken away. */
function absent(path: string): PacketProblem {
  return path.endsWith('.p7s') ? 'signature-removed' : 'missing';
}

function isTagFile(path: string): boolean {
  return tagFiles.some((tagFile) => tagFile === path);
}
