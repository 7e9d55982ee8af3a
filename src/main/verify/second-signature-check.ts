import { verifySm2Signature, type ClosingDocument, type SealManifest } from '../seal/index.ts';
import { readPart, type Bag } from './bag-check.ts';
import type { Findings } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';

/** What is known of the second signature (SM2 with SM3): sound, not sound, none (none was asked for), or unknown because the manifest is not sound. */
export type SecondSignature = 'sound' | 'not-sound' | 'none' | 'unknown';

const files = [at.secondSignature, at.secondClosingSignature, at.secondCertificate] as const;

/**
 * Checks the second signature. The manifest names its certificate, so that one that was taken away, or made by another key, is found; that the
 * rules ask for one and the manifest names none says the profile of the packet.
 */
export async function checkSecondSignature(bag: Bag, manifest: SealManifest, closing: ClosingDocument | undefined, findings: Findings): Promise<SecondSignature> {
  const named = manifest.secondSignature;
  if (named === null) {
    for (const path of files) if (bag.hashes.has(path)) findings.add(path, 'not-sealed');
    if (!(await isAsked(bag, findings))) return 'none';
    findings.add(at.secondSignature, 'missing');
    return 'not-sound';
  }
  const certificate = await readPart(bag, at.secondCertificate, findings);
  const check = async (content: string, signature: string, atMs: number) => {
    const bytes = await readPart(bag, content, findings);
    const der = await readPart(bag, signature, findings);
    // What has lost its own voucher accuses nobody.
    if (bytes === undefined || der === undefined || !findings.sound(content) || !findings.sound(signature)) return;
    const { problem, fingerprint, certificatePem } = verifySm2Signature(bytes, der, atMs);
    if (problem !== null) findings.add(signature, 'signature-invalid');
    else if (fingerprint !== named.certificateSha256) findings.add(signature, 'certificate-differs');
    else if (certificate !== undefined && findings.sound(at.secondCertificate) && !Buffer.from(certificatePem).equals(certificate)) findings.add(at.secondCertificate, 'certificate-differs');
  };
  await check(at.sealManifest, at.secondSignature, manifest.sealedAtMs);
  if (closing !== undefined) await check(at.closing, at.secondClosingSignature, closing.closedAtMs);
  else await readPart(bag, at.secondClosingSignature, findings);
  return files.every((path) => findings.sound(path)) && findings.sound(at.sealManifest) ? 'sound' : 'not-sound';
}

/** Whether the rules in the packet ask for one; not when they are not at hand or not what was signed for. */
async function isAsked(bag: Bag, findings: Findings): Promise<boolean> {
  if (!bag.hashes.has(at.profile) || !findings.sound(at.profile)) return false;
  const bytes = await readPart(bag, at.profile, findings);
  try {
    const profile = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as { readonly secondSignature?: unknown };
    return profile.secondSignature === 'sm2-sm3';
  } catch {
    return false;
  }
}
