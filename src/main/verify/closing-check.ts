import { parseClosing, sealCodeOf, verifySignature, type ClosingDocument, type SealManifest } from '../seal/index.ts';
import { readPart, type Bag } from './bag-check.ts';
import type { Findings } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';

/** Checks the closing document: its signature by the same station, and that it closes this seal. Undefined when it is not sound, so that it accuses nobody. */
export async function checkClosing(bag: Bag, manifest: SealManifest, findings: Findings): Promise<ClosingDocument | undefined> {
  const bytes = await readPart(bag, at.closing, findings);
  const signature = await readPart(bag, at.closingSignature, findings);
  if (bytes === undefined || signature === undefined || !findings.sound(at.closing)) return undefined;
  const check = verifySignature(bytes, signature);
  if (findings.sound(at.closingSignature)) {
    const certificate = await readPart(bag, at.certificate, findings);
    if (check.problem === 'content-differs') findings.add(at.closing, 'differs-from-signature');
    else if (!check.ok) findings.add(at.closingSignature, 'signature-invalid');
    else if (certificate !== undefined && findings.sound(at.certificate) && !Buffer.from(check.certificatePem).equals(certificate)) findings.add(at.closingSignature, 'certificate-differs');
  }
  return parsed(bytes, bag, manifest, findings);
}

function parsed(bytes: Uint8Array, bag: Bag, manifest: SealManifest, findings: Findings): ClosingDocument | undefined {
  const manifestSha256 = bag.hashes.get(at.sealManifest) ?? '';
  try {
    const closing = parseClosing(bytes);
    const fits = closing.sessionId === manifest.sessionId && closing.manifestSha256 === manifestSha256 && closing.sealCode === sealCodeOf(manifestSha256);
    if (fits) {
      checkTimeStampFile(bag, closing, findings);
      return closing;
    }
    findings.add(at.closing, 'contradicts-seal');
  } catch {
    findings.add(at.closing, 'malformed');
  }
  return undefined;
}

/** The closing document names the answer of the time-stamp authority, or says that there is none. */
function checkTimeStampFile(bag: Bag, { timeStamp }: ClosingDocument, findings: Findings): void {
  const found = bag.hashes.get(at.timeStamp);
  if (timeStamp.state === 'token' && found === undefined) findings.add(at.timeStamp, 'missing');
  else if (found !== undefined && findings.sound(at.timeStamp) && (timeStamp.state !== 'token' || timeStamp.responseSha256 !== found)) findings.add(at.timeStamp, timeStamp.state === 'token' ? 'differs-from-seal' : 'not-sealed');
}

/** The recording of each stream as both documents seal it: up to the manifest, and after it. */
export function sealedRecording(manifest: SealManifest, closing: ClosingDocument | undefined): SealManifest['streams'] {
  return manifest.streams.map((stream) => ({ ...stream, segments: [...stream.segments, ...(closing?.streams.find(({ streamId }) => streamId === stream.streamId)?.segments ?? [])] }));
}

/** What the ledger must say of the closing. */
export interface ClosingInLedger {
  readonly sha256: string;
  readonly headSeq: number;
  readonly headHash: string;
}

export function closingInLedger(bag: Bag, closing: ClosingDocument | undefined): ClosingInLedger | undefined {
  const sha256 = bag.hashes.get(at.closing);
  return closing === undefined || sha256 === undefined ? undefined : { sha256, ...closing.ledger };
}
